"""The one door between questions and answers: text in, a Reply out."""

from calculator.door.answer import Depth, Knowledge, answer, knowledge
from calculator.door.reply import Reply, as_json, as_text

__all__ = ["Depth", "Knowledge", "Reply", "answer", "as_json", "as_text", "knowledge"]

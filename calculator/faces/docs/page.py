"""Macros of the calculator page: the form, the answer to the default question, what is said while Python loads."""

from __future__ import annotations

from calculator.faces.docs.guide import Guide, asked
from calculator.faces.web import known
from calculator.show.answer import answer_html, sentence_html
from calculator.show.form import form_html
from calculator.show.loading import loading_html
from calculator.show.starts import starts_html
from calculator.show.tools import steps_html, tools_html


class CalculatorPage:
    """The calculator as it is before Python has loaded."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def calculator_form(self) -> str:
        """The form with its defaults."""
        return form_html(known(), self._guide.site.root)

    def calculator_starts(self) -> str:
        """Examples to start from, and room for what the reader saves."""
        return starts_html(known(), self._guide.site.root)

    def calculator_steps(self) -> str:
        """Undo, redo and start over."""
        return steps_html()

    def calculator_tools(self) -> str:
        """What can be done with the answer."""
        return tools_html(asked((), "full"), known(), self._guide.site.root)

    def calculator_sentence(self) -> str:
        """The recommendation for the default question."""
        return sentence_html(asked((), "full"), known(), self._guide.site.root)

    def calculator_answer(self) -> str:
        """The whole answer to the default question."""
        return answer_html(asked((), "full"), known(), self._guide.site.root)

    def calculator_loading(self) -> str:
        """What the page says while Python loads, and when it cannot."""
        return loading_html()

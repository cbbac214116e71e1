"""Tune or Prompt: which way to adapt a language model, what it costs, and what would change the answer."""

__version__ = "0.1.0"

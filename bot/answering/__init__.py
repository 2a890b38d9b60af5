"""Question + Knowledge → Answer. `answer` is the only door into the product."""

from bot.answering.answer import answer

__all__ = ["answer"]

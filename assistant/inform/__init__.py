"""Answers questions about the guidance from the passages that answer them."""

from assistant.inform.answering import inform

__all__ = ["inform"]

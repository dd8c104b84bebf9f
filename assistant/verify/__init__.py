"""Proves each sentence by its citations: they exist, are exact, and carry what it says."""

from assistant.verify.statements import verify

__all__ = ["verify"]

"""Reads: free text to patient facts, each with the words it came from, and what the writer wants."""

from assistant.understanding.reading import Intent, Reading

__all__ = ["Intent", "Reading"]

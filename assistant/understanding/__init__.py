"""Reads: free text to patient facts, each with the words it came from, and what the writer wants."""

from assistant.understanding.alarms import Alarms, hear
from assistant.understanding.extraction import Extraction, extract
from assistant.understanding.mention import Mention
from assistant.understanding.proposals import Proposal, weigh
from assistant.understanding.reader import Reader, load_reader
from assistant.understanding.reading import Intent, Reading

__all__ = [
    "Alarms", "Extraction", "Intent", "Mention", "Proposal", "Reader", "Reading", "extract", "hear", "load_reader",
    "weigh",
]  # fmt: skip

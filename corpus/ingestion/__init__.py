"""Files of users -> text that can be kept and cited: PDF, Word, HTML, Markdown and plain text."""

from corpus.ingestion.apart import convert_apart
from corpus.ingestion.convert import CONVERSION, Converted
from corpus.ingestion.kinds import SUFFIXES, Kind, kind_of
from corpus.ingestion.problem import Unreadable

__all__ = ["CONVERSION", "SUFFIXES", "Converted", "Kind", "Unreadable", "convert_apart", "kind_of"]

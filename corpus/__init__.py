"""What the guidance says: documents, their sections and passages. Imports nothing of ours."""

from corpus.document import GuidanceDocument, Section
from corpus.passage import Passage

__all__ = ["GuidanceDocument", "Passage", "Section"]

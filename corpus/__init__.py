"""What the guidance says: documents, their sections and passages. Imports nothing of ours."""

from corpus.chunking import CHUNKING, split
from corpus.collection import Corpus
from corpus.document import GuidanceDocument, Section
from corpus.errors import DocumentError
from corpus.loading import load_corpus, load_document
from corpus.passage import Passage

__all__ = [
    "CHUNKING",
    "Corpus",
    "DocumentError",
    "GuidanceDocument",
    "Passage",
    "Section",
    "load_corpus",
    "load_document",
    "split",
]

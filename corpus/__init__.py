"""What the guidance says: documents, their sections and passages. Imports nothing of ours."""

from corpus.chunking import CHUNKING, split
from corpus.collection import Corpus
from corpus.document import DocumentStatus, GuidanceDocument, Original, Section
from corpus.errors import DocumentError
from corpus.ingestion import SUFFIXES
from corpus.loading import load_corpus, load_document
from corpus.passage import Passage
from corpus.shelf import Shelf, Taken

__all__ = [
    "CHUNKING",
    "SUFFIXES",
    "Corpus",
    "DocumentError",
    "DocumentStatus",
    "GuidanceDocument",
    "Original",
    "Passage",
    "Section",
    "Shelf",
    "Taken",
    "load_corpus",
    "load_document",
    "split",
]

"""All documents together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from corpus.chunking import split
from corpus.document import GuidanceDocument
from corpus.passage import Passage


@dataclass(frozen=True)
class Corpus:
    """The guidance that is known, in a stable order: ours by id, then the user's by path."""

    documents: Mapping[str, GuidanceDocument]
    """By document id."""

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of every text and its provenance, as 64 hexadecimal digits; a file's place is no part of it."""
        digest = hashlib.sha256()
        for document in self.documents.values():
            fields = asdict(document)
            del fields["source_file"]
            digest.update(json.dumps(fields, sort_keys=True).encode() + b"\n")
        return digest.hexdigest()

    def passages(self) -> tuple[Passage, ...]:
        """The passages of all documents, in the order of documents and text."""
        return tuple(passage for document in self.documents.values() for passage in split(document))

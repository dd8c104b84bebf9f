"""What an index was built from and what it consists of: whatever differs refuses to open."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus import CHUNKING, Corpus
from index.embedding import Embedder
from index.errors import REBUILD, IndexDamagedError, IndexStaleError
from index.files import read_sealed, write_sealed
from index.words import WORDING

#: The layout of the files. Whoever changes it raises it.
SCHEMA = 2
FILE = "manifest.json"


def _version() -> str:
    return importlib.metadata.version("indicated")


@dataclass(frozen=True)
class Manifest:
    """The stamp of one build."""

    corpus: str
    """`Corpus.sha256` of the documents."""
    model: str
    """The embedding model and its form."""
    model_sha256: str
    dimension: int
    passages: int
    documents: int
    files: Mapping[str, str]
    """The fingerprint of every file by its path in the build."""
    schema: int = SCHEMA
    chunking: str = CHUNKING
    wording: str = WORDING
    code: str = field(default_factory=_version)
    """The version of the product that built it; another may read it as long as nothing else differs."""

    @property
    def digest(self) -> str:
        """`sha256:…` of all that decides what is found: the same documents and code give the same digest again.

        Chroma's own files are left out: it writes times and random ids into them.
        """
        fields = asdict(self)
        fields["files"] = {path: sha for path, sha in self.files.items() if not path.startswith("chroma/")}
        return f"sha256:{hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()}"

    def write(self, build: Path) -> None:
        """Put it into a build's folder."""
        write_sealed(build / FILE, asdict(self))

    @classmethod
    def read(cls, build: Path) -> Manifest:
        """The stamp of a build.

        Raises:
            IndexDamagedError: it cannot be read.
            IndexStaleError: it was written by another version.
        """
        try:
            fields = read_sealed(build / FILE)
            if fields["schema"] != SCHEMA:
                raise IndexStaleError(f"The index was built by another version of this program. {REBUILD}")
            return cls(**fields)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{build / FILE} cannot be read. {REBUILD}") from error

    def differs(self, corpus: Corpus, embedder: Embedder) -> str | None:
        """In what this build is not what would be built now; None if it is."""
        if self.corpus != corpus.sha256:
            return "the documents have changed"
        if (self.chunking, self.wording) != (CHUNKING, WORDING):
            return "the rules by which text is split have changed"
        if (self.model, self.model_sha256, self.dimension) != (embedder.name, embedder.sha256, embedder.dimension):
            return "the embedding model is another one"
        return None

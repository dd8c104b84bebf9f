"""Opens an index: the build that counts, if it is whole and what would be built now."""

from __future__ import annotations

from pathlib import Path

from corpus import Corpus
from index.documents import read_documents
from index.embedding import Embedder
from index.errors import REBUILD, IndexDamagedError, IndexStaleError
from index.export import open_model
from index.files import sha256_of
from index.layout import DOCUMENTS, Layout
from index.lease import Lease
from index.manifest import Manifest
from index.options import IndexOptions
from index.retrieve import EXACT_UP_TO, Index
from index.store import CHROMA, is_served


def open_index(
    directory: Path, corpus: Corpus, *, embedder: Embedder | None = None, options: IndexOptions | None = None,
    exact_up_to: int = EXACT_UP_TO,
) -> Index:  # fmt: skip
    """The index in a directory, if it is that of these documents.

    Every file that a search reads is compared with its fingerprint; `check_index` proves the rest.

    Raises:
        IndexMissingError: it was not built.
        IndexStaleError: it was built from other documents, by other rules, with another model or for another store.
        IndexDamagedError: a file is not what was written.
    """
    layout = Layout(directory)
    return _open(layout, layout.current(), corpus, embedder, options=options, exact_up_to=exact_up_to)


def open_current(
    directory: Path, guidance: Corpus, *, embedder: Embedder | None = None, options: IndexOptions | None = None
) -> Index:
    """The index in a directory, with the documents that it was built from: this guidance, the user's as of then.

    What the user's documents are now makes no difference, so that one who is just changing them stops nobody.

    Raises:
        IndexMissingError, IndexStaleError, IndexDamagedError: as `open_index`.
    """
    layout = Layout(directory)
    build = layout.current()
    # A stale one is to be called stale, before any of its files is called damaged.
    Manifest.read(build)
    corpus = read_documents(build / DOCUMENTS, guidance)
    return _open(layout, build, corpus, embedder, options=options)


def _open(
    layout: Layout, build: Path, corpus: Corpus, embedder: Embedder | None, *, options: IndexOptions | None,
    exact_up_to: int = EXACT_UP_TO,
) -> Index:  # fmt: skip
    options = options or IndexOptions()
    manifest = Manifest.read(build)
    try:
        lease = Lease(build)
    except OSError as error:
        raise IndexDamagedError(f"{build} is gone. {REBUILD}") from error
    embedder = embedder or open_model(layout.models, options)
    if why := manifest.differs(corpus, embedder) or store_differs(build, options):
        raise IndexStaleError(f"The index in {layout.directory} is out of date: {why}. {REBUILD}")
    for path, sha256 in manifest.files.items():
        # Chroma is opened rarely, and then checks what it reads.
        if not path.startswith(f"{CHROMA}/") and not _is(build / path, sha256):
            raise IndexDamagedError(f"{build / path} was changed or is missing. {REBUILD}")
    return Index(build, manifest, corpus, embedder, exact_up_to=exact_up_to, chroma_url=options.chroma_url, lease=lease)


def store_differs(build: Path, options: IndexOptions) -> str | None:
    """In what a build keeps its vectors elsewhere than is asked for; None if it does not."""
    if is_served(build) and options.chroma_url is None:
        return "its vectors are at a Chroma server, and INDICATED_CHROMA_URL names none"
    if not is_served(build) and options.chroma_url is not None:
        return "its vectors are in its own folder, and INDICATED_CHROMA_URL names a server"
    return None


def _is(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False

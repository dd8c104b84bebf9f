"""Files -> documents: ours that ship with the code, and a user's own, kept as Markdown and plain text.

A document's text is the file's content after the front matter, with line ends as `\\n`, no byte order mark and no
blank lines at its head; otherwise character for character what the file holds. All offsets count in that text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.collection import Corpus
from corpus.document import GuidanceDocument, Original
from corpus.errors import DocumentError
from corpus.front_matter import FrontMatter, Origin, separate
from corpus.outline import first_heading, markdown_sections, plain_sections, slug

#: The largest file taken in. A guideline is a tenth of it; more is a mistake or an archive.
MAX_BYTES = 5_000_000
_SUFFIXES = (".md", ".txt")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LONGEST_TITLE = 200


def load_corpus(user_dir: Path | None = None) -> Corpus:
    """The guidance that ships with the product, then every `.md` and `.txt` below `user_dir` (if it exists).

    Files and folders whose names begin with a dot are left alone.

    Raises:
        DocumentError: a file that cannot be taken in, or two documents with one id.
    """
    documents = [*_bundled(), *_users(user_dir)]
    by_id: dict[str, GuidanceDocument] = {}
    for document in documents:
        if other := by_id.get(document.id):
            raise DocumentError(
                document.source_file, "id", f"{document.id!r} is also that of {other.source_file}; rename one of them."
            )
        by_id[document.id] = document
    return Corpus(by_id)


def load_document(path: Path) -> GuidanceDocument:
    """A user's own document, from a file of Markdown or plain text.

    What its front matter does not say is unknown, never guessed, but for two things: the title is its first heading
    (of a plain text its first line), else the file's name, and the id is a slug of the file's name.

    Raises:
        DocumentError: it is not UTF-8 text, is empty, too large, neither `.md` nor `.txt`, or malformed.
    """
    return document_of(_content(path), path.name)


def document_of(content: str, file: str, origin: Origin = "user") -> GuidanceDocument:
    """The document that a file with this content and name is.

    Raises:
        DocumentError: its front matter, its anchors or its text are wrong.
    """
    markdown = file.lower().endswith(".md")
    said, text = separate(content, file, origin)
    # A form feed is no blank line: it counts as a page.
    text = re.sub(r"\A(?:[^\S\n\f]*\n)+", "", text)
    if not text.strip():
        raise DocumentError(file, "text", "is empty; write what the document says.")
    stem = Path(file).stem
    title = said.title or (first_heading(text, file) if markdown else text.split("\n", 1)[0].strip())
    title = title if title and len(title) <= _LONGEST_TITLE else stem
    outline = markdown_sections if markdown else plain_sections
    return GuidanceDocument(
        id=said.id or id_of(stem),
        title=title,
        publisher=said.publisher or "unknown",
        year=said.year,
        edition=said.edition,
        status=said.status or "unknown",
        url=said.url,
        text=text,
        sections=outline(text, title, file),
        country=said.country,
        population=said.population,
        status_note=said.status_note,
        origin=origin,
        source_file=file,
        original=_original(said),
    )


def decoded(data: bytes, file: str) -> str:
    """The text of a file.

    Raises:
        DocumentError: it is not UTF-8, or holds what no text holds.
    """
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(file, "file", f"is not UTF-8 text (byte {error.start:,}); save it as UTF-8.") from error
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(content):
        raise DocumentError(
            file, "file", f"is not plain text (a control character, U+{ord(found.group()):04X}, at character "
            f"{found.start():,}); save it as text."
        )  # fmt: skip
    return content


@cache
def _bundled() -> tuple[GuidanceDocument, ...]:
    """Those that ship with the code: they do not change while it runs."""
    return tuple(_read_bundled())


def _read_bundled() -> Iterator[GuidanceDocument]:
    folder = files("corpus") / "documents"
    for entry in sorted(folder.iterdir(), key=lambda entry: Path(entry.name).stem):
        if entry.name.endswith(".md"):
            document = document_of(decoded(entry.read_bytes(), entry.name), entry.name, "restatement")
            if entry.name != f"{document.id}.md":
                raise DocumentError(entry.name, "id", f"{document.id!r} has to be the file's name.")
            yield document


def _users(folder: Path | None) -> Iterable[GuidanceDocument]:
    if folder is None or not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    below = [(path, path.relative_to(folder)) for path in paths]
    return [document_of(_content(path), name.as_posix()) for path, name in below if not _hidden(name)]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _content(path: Path) -> str:
    if path.suffix.lower() not in _SUFFIXES:
        raise DocumentError(path.name, "file", f"is neither {' nor '.join(_SUFFIXES)}; save it as one of them.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(path.name, "file", f"is larger than {MAX_BYTES:,} bytes; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(path.name, "file", f"cannot be read: {error.strerror}.") from error
    return decoded(data, path.name)


def _original(said: FrontMatter) -> Original | None:
    if said.original is None or said.original_sha256 is None:
        return None
    return Original(said.original, said.original_sha256, said.pages, said.conversion)


def id_of(stem: str) -> str:
    """The id of a document whose file has this name and says none."""
    # A name without a single Latin letter or digit still has to give one id, and always the same.
    return slug(stem) or f"document-{hashlib.sha256(stem.encode()).hexdigest()[:8]}"

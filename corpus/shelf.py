"""A user's own documents: taken in, listed, removed.

Each is one file, `ID.md` or `ID.txt`: the text that is cited, and above it the provenance and which file it came from.
A file is written beside its place and then renamed, so that a reader finds the old one or the new one, whole.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.document import GuidanceDocument
from corpus.errors import DocumentError
from corpus.front_matter import FrontMatter, join, provenance, separate
from corpus.ingestion import CONVERSION, Converted, Kind, Unreadable, convert_apart, kind_of
from corpus.loading import MAX_BYTES, decoded, document_of, id_of, load_corpus

#: The largest file taken in. A guideline with its pictures is a tenth of it; more is a mistake or an archive.
MAX_FILE_BYTES = 100_000_000

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True)
class Taken:
    """A file that stands on the shelf now."""

    document: GuidanceDocument
    change: Change
    notes: tuple[str, ...] = ()
    """What its reader should know, such as pages without text."""


class Shelf:
    """The folder of a user's documents. Several processes may read it; one at a time should change it."""

    def __init__(self, folder: Path) -> None:
        """The shelf in a folder, which need not be there yet.

        Raises:
            DocumentError: a file in the folder cannot be read.
        """
        self._folder = folder
        self._documents = dict(load_corpus(folder).documents)
        self._given: dict[str, Path] = {}

    @property
    def documents(self) -> tuple[GuidanceDocument, ...]:
        """What stands on it, in order of the files."""
        return tuple(each for each in self._documents.values() if each.origin == "user")

    @staticmethod
    def check(options: Mapping[str, object]) -> None:
        """See whether `take_in` would take these options.

        Raises:
            DocumentError: one is unknown, or its value does not fit.
        """
        provenance(options, "the options")

    def take_in(self, path: Path, options: Mapping[str, object] | None = None) -> Taken:
        """Put a file on the shelf, in place of what was taken in from a file of this name before.

        `options` are keys of front matter; they win over what the file says. What neither says stays as it was said
        before, or is unknown. A file that is unchanged, with nothing new said of it, is not read again.

        Raises:
            DocumentError: it cannot be taken in; says what to do. Nothing was changed then.
        """
        said = provenance(options or {}, "the options")
        data = _bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            kind = kind_of(path.name, data)
            own, text = _own_words(data, path.name) if kind in {"markdown", "text"} else (FrontMatter(), None)
            name = said.id or own.id or id_of(path.stem)
            before = self._place(name, path, explicit=said.id is not None)
            known = self._said_of(before) if before else FrontMatter()
            conversion = CONVERSION if text is None else None
            same = before is not None and (known.original_sha256, known.conversion) == (sha256, conversion)
            if before and same and said.over(known) == known:
                self._given[name] = path
                return Taken(before, "unchanged")
            if before and same:
                done = Converted(before.text, known.pages)
            else:
                done = Converted(text) if text is not None else convert_apart(data, kind)
        except Unreadable as error:
            raise DocumentError(path.name, "file", f"{error}.") from error
        whole = replace(
            said.over(own).over(known), id=name, original=_printable(path.name), original_sha256=sha256,
            pages=done.pages, conversion=conversion,
        )  # fmt: skip
        return self._put(path, name, "text" if kind == "text" else "markdown", (whole, done))

    def remove(self, name: str) -> GuidanceDocument:
        """Take a document off the shelf.

        Raises:
            DocumentError: there is none of this id, or it is one of ours.
        """
        found = self._documents.get(name)
        if found is None:
            raise DocumentError(name, "id", "there is no such document; `indicated documents list` shows yours.")
        if found.origin != "user":
            raise DocumentError(name, "id", "ships with the product and cannot be removed.")
        if found.original is None:
            file = self._folder / found.source_file
            raise DocumentError(
                name, "id", f"{file} was put there by hand and may be the only copy; delete it yourself."
            )
        (self._folder / found.source_file).unlink(missing_ok=True)
        del self._documents[name]
        return found

    def _place(self, name: str, path: Path, *, explicit: bool) -> GuidanceDocument | None:
        """The document that this one takes the place of, if any."""
        if name in self._given and self._given[name] != path:
            raise DocumentError(path.name, "id", f"{name!r} is also that of {self._given[name]}; give one an id of its "
                                "own with --id, or rename it.")  # fmt: skip
        before = self._documents.get(name)
        if before is None:
            return None
        if before.origin != "user":
            raise DocumentError(path.name, "id", f"{name!r} belongs to a document of the product; give it another with "
                                "--id, or rename it.")  # fmt: skip
        if before.original is None:
            raise DocumentError(path.name, "id", f"{name!r} belongs to {self._folder / before.source_file}, which was "
                                "put there by hand; remove that, or give this one another with --id.")  # fmt: skip
        if before.original.name != _printable(path.name) and not explicit:
            raise DocumentError(path.name, "id", f"{name!r} belongs to {before.original.name}, taken in before; give "
                                f"this one another with --id, or take its place with --id {name}.")  # fmt: skip
        return before

    def _said_of(self, document: GuidanceDocument) -> FrontMatter:
        path = self._folder / document.source_file
        said, _ = separate(decoded(path.read_bytes(), path.name), path.name, "user")
        return said

    def _put(self, path: Path, name: str, form: Kind, what: tuple[FrontMatter, Converted]) -> Taken:
        said, done = what
        target = self._folder / f"{name}{'.txt' if form == 'text' else '.md'}"
        content = join(said, done.text)
        if len(content.encode()) > MAX_BYTES:
            raise DocumentError(path.name, "text", f"is longer than {MAX_BYTES:,} bytes; split it.")
        document = _read_back(content, target.name, path.name)
        before = self._documents.get(name)
        if before and before.source_file == target.name and self._said_of(before) == said and before == document:
            self._given[name] = path
            return Taken(before, "unchanged", done.notes)
        try:
            _write(target, content, self._folder / before.source_file if before else target)
        except OSError as error:
            raise DocumentError(path.name, "file", f"cannot be kept in {self._folder} ({error.strerror}); free "
                                "space or grant the right to write.") from error  # fmt: skip
        self._documents[name] = document
        self._given[name] = path
        return Taken(document, "changed" if before else "new", done.notes)


def _bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentError(path.name, "file", "is no file with a content of its own; name one that is.")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise DocumentError(path.name, "file", f"cannot be read: {error.strerror}.") from error
    if len(data) > MAX_FILE_BYTES:
        raise DocumentError(path.name, "file", f"is larger than {MAX_FILE_BYTES // 1_000_000} MB; split it.")
    return data


def _own_words(data: bytes, name: str) -> tuple[FrontMatter, str]:
    if len(data) > MAX_BYTES:
        raise DocumentError(name, "file", f"is larger than {MAX_BYTES:,} bytes; split it.")
    own, text = separate(decoded(data, name), name, "user")
    # That of another shelf says nothing of this file.
    return replace(own, original=None, original_sha256=None, pages=None, conversion=None), text


def _read_back(content: str, stored: str, name: str) -> GuidanceDocument:
    try:
        return document_of(content, stored)
    except DocumentError as error:
        raise DocumentError(name, error.field, error.problem) from error


def _printable(name: str) -> str:
    """A file's name as text: half of a surrogate pair stands for a byte that is no UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _write(target: Path, content: str, before: Path) -> None:
    """Write a file in place of the one before, which may have another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if before != target:
            # Rather none of them for a moment than both, which no reader would take.
            before.unlink(missing_ok=True)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

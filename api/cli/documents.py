"""`indicated ingest`: a user's own documents beside the bundled ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.index import rebuild
from api.cli.terminal import Exit, complain, console, plain, settings

if TYPE_CHECKING:
    from corpus import GuidanceDocument

_SUFFIXES = {".md", ".txt"}


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Markdown or plain text (.md, .txt), or folders of them.")],
) -> None:
    """
    Take in your own documents: a licensed guideline, a hospital's protocol.

    They are copied into the data directory, indexed, and quoted as they stand. A file of a name that was taken in
    before replaces it. They are found and cited; the verdict stays with the rules.

    Front matter (`title`, `publisher`, `year`, `status`, `url` between two lines of `---`) says where a Markdown file
    comes from; what it does not say is recorded as unknown.

    **Examples**

        indicated ingest my-hospital-protocol.md

        indicated ingest guidelines/ notes.txt

    **Exit codes**: 0 all taken in. 2 some refused, each with a line that says why; the rest is taken in. 3 the index
    could not be rebuilt: another build is running.
    """
    folder = settings().documents_dir
    refused = False
    changed = False
    for path, problem in _take_in(_files(paths), folder):
        if problem:
            refused = True
            complain(f"refused {path}: {problem}")
        else:
            changed = True
    if changed:
        rebuild(settings())
    if refused:
        raise typer.Exit(Exit.BAD_INPUT)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and of a folder every one that can be read, in order of name; hidden ones are left alone."""
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in _SUFFIXES and each.is_file())
        # A folder with nothing to take in is refused by its own name.
        yield from [each for each in inside if not each.name.startswith(".")] or [path]


def _take_in(files: Iterable[Path], folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Copy each file; gives it with the reason it was refused for, or None."""
    from corpus import DocumentError, load_corpus, load_document

    owners = {
        document.id: document.source_file if document.origin == "user" else "a bundled document"
        for document in load_corpus(folder).documents.values()
    }
    given: dict[str, Path] = {}
    for path in files:
        try:
            document = load_document(path)
        except DocumentError as error:
            yield path, str(error)
            continue
        if path.name in given:
            yield path, f"{given[path.name]} has the same name; rename one of them"
        elif owners.get(document.id, path.name) != path.name:
            owner = owners[document.id]
            yield path, f"its id {document.id!r} belongs to {owner}; rename it, or give it an id of its own"
        else:
            given[path.name] = path
            owners[document.id] = path.name
            _copy(path, folder / path.name)
            console().print(f"taken in {plain(path.name)}: {_described(document)}")
            yield path, None


def _copy(source: Path, target: Path) -> None:
    """Write the whole file or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(source.read_bytes())
    part.replace(target)


def _described(document: GuidanceDocument) -> str:
    year = f", {document.year}" if document.year else ""
    sections = f"{len(document.sections)} section{'s' if len(document.sections) != 1 else ''}"
    return plain(f"“{document.title}” ({document.publisher}{year}), {sections}, as {document.id}")

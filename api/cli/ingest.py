"""`indicated ingest`: a user's own documents beside the bundled ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.index import rebuild, rebuild_if_stale
from api.cli.progress import files
from api.cli.terminal import Exit, InputError, complain, console, plain, settings

if TYPE_CHECKING:
    from corpus import DocumentError, GuidanceDocument, Shelf, Taken

#: A file and why it was not taken in.
Refusal = tuple[Path, "DocumentError"]
#: What a reader wants to know of a source; never guessed.
_ASKED_FOR = ("publisher", "year", "status", "url")
#: How many names are listed before "and more".
_LISTED = 5


def ingest(  # noqa: PLR0917 - Typer reads the options from here
    paths: Annotated[list[Path], typer.Argument(help="PDF, Word (.docx), HTML, Markdown or text files, or folders.")],
    publisher: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=2100, help="When, as four digits.")] = None,
    status: Annotated[str | None, typer.Option(help="current, superseded, historic, local or review.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the original can be read.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title; for one file.")] = None,
    name: Annotated[str | None, typer.Option("--id", help="The id it is cited by; for one file.")] = None,
) -> None:
    """
    Take in your own documents: a licensed guideline, a hospital's protocol.

    Each is turned into text once; headings, tables and the pages of a PDF are kept, and what is cited is quoted from
    that text. Your files stay as they are. They are found and cited; the verdict stays with the rules.

    Run it again at any time: only what changed is read and indexed anew, and a file of a name that was taken in before
    replaces it.

    The options say where the documents come from; so does front matter (lines such as `year: 2025` between two lines of
    `---`) at the head of Markdown and text. What nobody says is recorded as unknown.

    **Examples**

        indicated ingest protocol.pdf --publisher "Harbour Hospital" --year 2025 --status local

        indicated ingest guidelines/ notes.txt

    **Exit codes**: 0 all taken in. 2 some refused, each with a line that says why; the rest is taken in. 3 the index
    could not be rebuilt: another build is running, or the folder cannot be written.
    """
    from corpus import Shelf

    chosen = settings()
    found, left_alone = _files(paths, chosen.data_dir)
    if (title or name) and len(found) > 1:
        raise InputError("--title and --id are of one document; name one file with them")
    said = {"publisher": publisher, "year": year, "status": status, "url": url, "title": title, "id": name}
    options = {key: value for key, value in said.items() if value is not None}
    Shelf.check(options)
    shelf = Shelf(chosen.documents_dir)
    taken, refused = _take_in(shelf, found, options)
    _show_taken(taken, left_alone)
    for path, error in refused:
        complain(_refusal(path, error))
    _sum_up(taken, refused)
    if any(each.change != "unchanged" for each in taken):
        rebuild(chosen)
    elif taken:
        rebuild_if_stale(chosen)
    if refused:
        raise typer.Exit(Exit.BAD_INPUT)


def _files(paths: Iterable[Path], data_dir: Path) -> tuple[list[Path], list[Path]]:
    """The files to take in, and those found in a folder that are no documents; hidden ones are neither.

    Copies in the data directory are no documents of their own.
    """
    from corpus import SUFFIXES

    found: dict[Path, None] = {}
    left_alone: list[Path] = []
    own = data_dir.resolve()
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = [each for each in _below(path) if not each.resolve().is_relative_to(own)]
        documents = [each for each in inside if each.suffix.lower() in SUFFIXES]
        left_alone += [each for each in inside if each.suffix.lower() not in SUFFIXES]
        # A folder with nothing to take in is refused by its own name.
        found.update(dict.fromkeys(documents or [path]))
    return list(found), left_alone


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):
            yield path


def _take_in(shelf: Shelf, paths: Sequence[Path], options: Mapping[str, object]) -> tuple[list[Taken], list[Refusal]]:
    from corpus import SUFFIXES, DocumentError

    taken: list[Taken] = []
    refused: list[Refusal] = []
    with files(len(paths)) as at:
        for path in paths:
            at(path.name)
            try:
                if path.is_dir():
                    raise DocumentError(path.name, "file", f"holds no {', '.join(SUFFIXES)}.")
                taken.append(shelf.take_in(path, options))
            except DocumentError as error:
                refused.append((path, error))
    return taken, refused


def _show_taken(taken: Sequence[Taken], left_alone: Sequence[Path]) -> None:
    screen = console()
    for each in taken:
        if each.change != "unchanged":
            verb = "taken in" if each.change == "new" else "replaced"
            screen.print(plain(f"{verb} {_file(each.document)}: {_described(each.document)}"))
            for note in each.notes:
                screen.print(plain(f"  {note}"), style="yellow")
    if unchanged := [_file(each.document) for each in taken if each.change == "unchanged"]:
        screen.print(plain(f"unchanged: {_listed(unchanged)}"), style="dim")
    if left_alone:
        screen.print(plain(f"left alone: {_listed([path.name for path in left_alone])}"), style="dim")


def _sum_up(taken: Sequence[Taken], refused: Sequence[Refusal]) -> None:
    screen = console()
    unchanged = sum(each.change == "unchanged" for each in taken)
    counts = {"taken in": len(taken) - unchanged, "unchanged": unchanged, "refused": len(refused)}
    if len(taken) + len(refused) > 1:
        screen.print(", ".join(f"{count:,} {what}" for what, count in counts.items() if count) + ".")
    silent = [_unknown(each.document) for each in taken if each.change != "unchanged"]
    if missing := [key for key in _ASKED_FOR if any(key in each for each in silent)]:
        options = " ".join(f"--{key} …" for key in missing)
        where = "" if len(taken) == 1 else " of some"
        screen.print(
            f"Recorded as unknown{where}: {', '.join(missing)}. To say more, ingest again with {options}", style="dim"
        )


def _described(document: GuidanceDocument) -> str:
    known = [str(each) for each in (document.publisher, document.year) if each not in {None, "unknown"}]
    whose = ", ".join(known) or "publisher and year unknown"
    parts = []
    if document.original and document.original.pages:
        parts.append(_counted(document.original.pages, "page"))
    parts.append(_counted(len(document.sections), "section"))
    return f"“{document.title}” ({whose}), {', '.join(parts)}, as {document.id}"


def _unknown(document: GuidanceDocument) -> list[str]:
    return [key for key in _ASKED_FOR if getattr(document, key) in {None, "unknown"}]


def _refusal(path: Path, error: DocumentError) -> str:
    if error.field == "file":
        return f"refused: {path} {error.problem}"
    return f"refused: {path}: {error.field}: {error.problem}"


def _file(document: GuidanceDocument) -> str:
    return document.original.name if document.original else document.source_file


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"

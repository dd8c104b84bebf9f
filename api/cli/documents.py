"""`indicated documents`: those taken in, listed and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.index import rebuild
from api.cli.terminal import Exit, complain, console, plain, print_json, settings

if TYPE_CHECKING:
    from corpus import GuidanceDocument

app = typer.Typer(
    help="List and remove your own documents; `indicated ingest` takes them in.",
    no_args_is_help=True, rich_markup_mode="markdown",
)  # fmt: skip


@app.command("list")
def list_(
    bundled: Annotated[bool, typer.Option("--all", help="The bundled guidance, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All that is known of each, as JSON.")] = False,
) -> None:
    """
    List the documents that were taken in.

    **Examples**

        indicated documents list

        indicated documents list --all --json

    **Exit codes**: 0 listed, were it none. 2 a document cannot be read.
    """
    from corpus import load_corpus

    folder = settings().documents_dir
    found = [each for each in load_corpus(folder).documents.values() if bundled or each.origin == "user"]
    if as_json:
        print_json({"documents": [_json(document) for document in found]})
    elif found:
        _show(found)
    else:
        console().print(f"There are none in {folder} yet; `indicated ingest PATH` takes them in.")


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `indicated documents list` shows them.")],
) -> None:
    """
    Remove documents that were taken in, and rebuild the index without them.

    The files that they came from stay where they are.

    **Examples**

        indicated documents remove my-hospital-protocol

    **Exit codes**: 0 removed. 2 an id is not one of yours; the others are removed. 3 the index could not be rebuilt.
    """
    from corpus import DocumentError, Shelf

    chosen = settings()
    shelf = Shelf(chosen.documents_dir)
    gone, wrong = 0, 0
    for name in dict.fromkeys(ids):
        try:
            document = shelf.remove(name)
        except DocumentError as error:
            complain(f"{name}: {error.problem}{_nearest(name, [each.id for each in shelf.documents])}")
            wrong += 1
        else:
            console().print(plain(f"removed {name}: “{document.title}”"))
            gone += 1
    if gone:
        rebuild(chosen)
    if wrong:
        raise typer.Exit(Exit.BAD_INPUT)


def _show(documents: list[GuidanceDocument]) -> None:
    from rich.table import Table

    table = Table("Id", "Title", "Publisher", "Year", "Status", "Pages", "From", box=None, pad_edge=False)
    for each in documents:
        row = _json(each)
        table.add_row(*(plain(str(row[key] or "")) for key in
                        ("document", "title", "publisher", "year", "status", "pages", "file")))  # fmt: skip
    console().print(table)


def _json(document: GuidanceDocument) -> dict[str, Any]:
    original = document.original
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "year": document.year,
        "status": document.status,
        "url": document.url,
        "origin": document.origin,
        "file": original.name if original else document.source_file,
        "file_sha256": original.sha256 if original else None,
        "pages": original.pages if original else None,
        "sections": len(document.sections),
        "characters": len(document.text),
    }


def _nearest(name: str, names: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, 3, 0.5)
    return f" Did you mean {' or '.join(near)}?" if near else ""

"""`indicated search`: passages of the guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from api.cli.terminal import Exit, console, open_assistant, plain, print_json

if TYPE_CHECKING:
    from corpus import DocumentStatus


def search(
    query: Annotated[list[str], typer.Argument(help="Words or a question.")],
    *,
    max_hits: Annotated[int, typer.Option(min=1, max=50, help="At most this many passages.")] = 8,
    document: Annotated[list[str] | None, typer.Option(help="Only of this document; may be given again.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Only of documents that stand so, as `current`.")] = None,
    since: Annotated[int | None, typer.Option(help="Only of documents of this year or later.")] = None,
    until: Annotated[int | None, typer.Option(help="Only of documents of this year or earlier.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The hits, as `GET /v1/search` gives them.")] = False,
) -> None:
    """
    Search the guidance by meaning and by words.

    **Examples**

        indicated search "standing radiographs"

        indicated search --max-hits 3 --json "contrast and kidney function"

        indicated search --status current --since 2020 "MRI after an operation"

    **Exit codes**: 0 something was found. 2 bad input. 3 no usable index. 4 nothing was found.
    """
    from rich.padding import Padding
    from rich.text import Text

    from api.sources import hit_json
    from corpus import DocumentStatus

    statuses: tuple[str, ...] = get_args(DocumentStatus)
    assistant = open_assistant()
    if unknown := [name for name in document or () if name not in assistant.corpus.documents]:
        raise typer.BadParameter(f"there is no document {unknown[0]!r}", param_hint="--document")
    if unknown := [name for name in status or () if name not in statuses]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(statuses)}", param_hint="--status")
    found = assistant.search(
        " ".join(query), max_hits, documents=document, statuses=cast("list[DocumentStatus] | None", status),
        since=since, until=until,
    )  # fmt: skip
    hits = [hit_json(hit, assistant.corpus.documents) for hit in found]
    if as_json:
        print_json({"hits": hits, "digest": dict(assistant.digest)})
    else:
        screen = console()
        for rank, hit in enumerate(hits, start=1):
            year = f", {hit['year']}" if hit["year"] else ""
            head = Text(f"{rank:2}  ", style="cyan")
            page = f", page {hit['page']}" if hit["page"] else ""
            head.append(plain(f"{hit['title']}{year}; {hit['section']}{page}"), style="bold")
            head.append(f"  similarity {hit['similarity']:.2f}, words {hit['lexical']:.1f}", style="dim")
            screen.print(head)
            screen.print(Padding(Text(plain(hit["quote"].strip())), (0, 0, 1, 4), expand=False))
    if not hits:
        raise typer.Exit(Exit.NO_ANSWER)

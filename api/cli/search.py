"""`indicated search`: passages of the guidance."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.terminal import Exit, console, open_assistant, plain, print_json


def search(
    query: Annotated[list[str], typer.Argument(help="Words or a question.")],
    max_hits: Annotated[int, typer.Option(min=1, max=50, help="At most this many passages.")] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="The hits, as `GET /v1/search` gives them.")] = False,
) -> None:
    """
    Search the guidance by meaning and by words.

    **Examples**

        indicated search "standing radiographs"

        indicated search --max-hits 3 --json "contrast and kidney function"

    **Exit codes**: 0 something was found. 2 bad input. 3 no usable index. 4 nothing was found.
    """
    from rich.padding import Padding
    from rich.text import Text

    from api.sources import hit_json

    assistant = open_assistant()
    hits = [hit_json(hit, assistant.corpus.documents) for hit in assistant.search(" ".join(query), max_hits)]
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

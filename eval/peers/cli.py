"""`python -m eval peers`: ours beside the work of others, a command per subject."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.peers import environment, retrieval, understanding
from eval.peers.understanding_report import report_tables, results, to_json
from eval.retrieval.collections import DATA, scifact

#: Wide enough for a table where there is no terminal to ask.
_WIDTH = 170

app = typer.Typer(no_args_is_help=True, help="Put other software to the same task, on the same cases.")

Cache = Annotated[Path, typer.Option("--cache", help="Where the peers' environments are kept.")]


@app.callback()
def peers() -> None:
    """Put other software to the same task, on the same cases."""


@app.command("understand")
def understand_command(
    *,
    out: Annotated[Path | None, typer.Option(help="Write every figure to this file, as JSON.")] = None,
    cache: Cache = environment.CACHE,
    rounds: Annotated[int, typer.Option(min=1, help="How often each message is read for its time.")] = 2,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases of each set.")] = None,
) -> None:
    """Our reader beside medspaCy (ConText) and negspacy (NegEx): present or denied, on the same places."""
    told = Console(stderr=True)
    installations = []
    for version in environment.VERSIONS:
        for peer in (*understanding.PEERS, understanding.BESIDE):
            told.print(f"{peer.name} on Python {version} ...", style="dim")
            installations.append(environment.install(peer, version, cache))
    asked = understanding.messages(limit=limit)
    engines = [understanding.ours(asked, rounds), understanding.without_context(asked)]
    for peer in understanding.PEERS:
        usable = [each for each in installations if each.peer == peer.name and each.works]
        # On the Python that runs this, if it works there: then the times compare.
        usable.sort(key=lambda each: each.python != platform.python_version())
        if usable:
            engines.append(understanding.theirs(usable[0], peer, asked, rounds))
        else:
            told.print(f"{peer.name} is left out: it works on no Python here.", style="red")
    found = results(engines, asked)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    for table in report_tables(found, asked, installations):
        console.print(table)
    if out is not None:
        out.write_text(json.dumps(to_json(found, asked, installations), indent=2) + "\n", encoding="utf-8")


@app.command("retrieval")
def retrieval_command(
    *,
    out: Annotated[Path | None, typer.Option(help="Write every figure to this file, as JSON.")] = None,
    cache: Cache = environment.CACHE,
    rounds: Annotated[int, typer.Option(min=1, help="How often each engine builds and is asked.")] = 2,
    data: Annotated[Path, typer.Option("--data", help="Where the collections lie.")] = DATA,
) -> None:
    """Our search beside LangChain with Chroma, LlamaIndex, Haystack, txtai and sentence-transformers alone."""
    told = Console(stderr=True)

    def say(text: str) -> None:
        told.print(text, style="dim", highlight=False, soft_wrap=True)

    sample = retrieval.sample(scifact(data))
    measured = retrieval.measure(sample, retrieval.installed(cache, say), rounds, say)
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(retrieval.table(measured))
    if out is not None:
        record = [{"engine": each.engine, "version": each.version, **each.figures()} for each in measured]
        out.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")

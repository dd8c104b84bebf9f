"""`indicated index`: build the index, see how it stands, prove it whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.progress import stages
from api.cli.terminal import Exit, complain, console, print_json, settings

if TYPE_CHECKING:
    from assistant import Settings
    from corpus import Corpus

app = typer.Typer(help="Build and check the index of the guidance.", no_args_is_help=True, rich_markup_mode="markdown")


@app.command()
def build(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Only if it is missing or out of date.")] = False,
) -> None:
    """
    Build the index from the bundled guidance and your own documents.

    The old index serves until the new one is whole; then they are swapped. The first build also compiles the embedding
    model, which takes about a minute.

    **Examples**

        indicated index build

        indicated index build --if-needed

    **Exit codes**: 0 built, or nothing to do. 2 a document cannot be read. 3 another build is running, or the folder
    cannot be written.
    """
    from index import index_status

    chosen = settings()
    if if_needed and index_status(chosen.index_dir, _corpus(chosen), options=chosen.index_options).state == "ready":
        console().print(f"The index in {chosen.index_dir} is current.")
    else:
        rebuild(chosen)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="State, detail and fingerprints as JSON.")] = False,
) -> None:
    """
    Say which index there is, and whether it is current.

    **Examples**

        indicated index status

        indicated index status --json

    **Exit codes**: 0 ready. 3 missing, stale or damaged: the line says what to run.
    """
    from index import index_status

    chosen = settings()
    found = index_status(chosen.index_dir, _corpus(chosen), options=chosen.index_options)
    if as_json:
        digest = found.manifest.digest if found.manifest else None
        print_json({"state": found.state, "detail": found.detail, "folder": str(chosen.index_dir), "digest": digest})
    else:
        console().print(f"{found.state}: {found.detail}")
    if found.state != "ready":
        raise typer.Exit(Exit.NO_INDEX)


@app.command()
def check() -> None:
    """
    Prove that every passage, vector, offset, fingerprint and rule's quote agrees.

    **Examples**

        indicated index check

    **Exit codes**: 0 whole. 3 missing, or something disagrees: each line says what.
    """
    from index import check_index

    chosen = settings()
    corpus = _corpus(chosen)
    problems = [*check_index(chosen.index_dir, corpus, options=chosen.index_options), *_misquoted(corpus)]
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(Exit.NO_INDEX)
    console().print(f"The index in {chosen.index_dir} is whole.")


def rebuild(chosen: Settings) -> None:
    """Build the index anew from all documents, showing how far it is."""
    from index import build_index

    corpus = _corpus(chosen)
    with stages() as told:
        manifest = build_index(chosen.index_dir, corpus, on_progress=told, options=chosen.index_options)
    size = f"{manifest.passages:,} passages of {manifest.documents:,} documents"
    console().print(f"The index in {chosen.index_dir} holds {size}.")


def rebuild_if_stale(chosen: Settings) -> None:
    """The same, if the index is not that of the documents as they are."""
    from index import index_status

    if index_status(chosen.index_dir, _corpus(chosen), options=chosen.index_options).state == "ready":
        console().print(f"The index in {chosen.index_dir} is current.")
    else:
        rebuild(chosen)


def _corpus(chosen: Settings) -> Corpus:
    from corpus import load_corpus

    return load_corpus(chosen.documents_dir)


def _misquoted(corpus: Corpus) -> Iterator[str]:
    """The first rule whose quote is not in these documents, if there is one."""
    from assistant import RuleError
    from assistant.checker import load_checker

    try:
        load_checker(corpus)
    except RuleError as error:
        yield str(error)

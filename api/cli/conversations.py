"""`indicated conversations`: list, show and delete what is kept, without the assistant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.terminal import console, plain, print_json, settings

if TYPE_CHECKING:
    from assistant import ConversationStore

app = typer.Typer(help="List, show and delete kept conversations.", no_args_is_help=True, rich_markup_mode="markdown")

_Id = Annotated[str, typer.Argument(metavar="ID", help="As `indicated conversations list` gives it.")]


@app.command("list")
def list_newest(
    most: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="The list as JSON.")] = False,
) -> None:
    """
    List the conversations that were used last, the last one first.

    **Example**

        indicated conversations list
    """
    with _store() as store:
        found = store.newest(most)
    if as_json:
        print_json([
            {"conversation_id": each.id, "turns": each.turns, "started_at": each.started_at.isoformat(),
             "used_at": each.used_at.isoformat()} for each in found
        ])  # fmt: skip
        return
    for each in found:
        turns = f"{each.turns} turn{'s' if each.turns != 1 else ''}"
        console().print(f"{each.id}  {each.used_at.astimezone():%Y-%m-%d %H:%M}  {turns}")
    if not found:
        console().print("No conversation is kept.")


@app.command()
def show(
    conversation: _Id,
    as_json: Annotated[
        bool, typer.Option("--json", help="The whole of it, as `GET /v1/conversations/{id}` gives it.")
    ] = False,
) -> None:
    """
    Show a conversation as it was.

    **Example**

        indicated conversations show 5f0c…

    **Exit codes**: 2 there is no such conversation.
    """
    from api.cli.answer_view import show_answer
    from api.conversations import transcript_json

    with _store() as store:
        transcript = store.transcript(conversation)
    if as_json:
        print_json(transcript_json(transcript))
        return
    for turn in transcript.turns:
        console().print(f"> {plain(turn.message)}\n", style="bold")
        show_answer(json.loads(turn.answer), console())
        console().print()


@app.command()
def delete(conversation: _Id) -> None:
    """
    Delete a conversation: its messages, facts, answers and feedback.

    **Example**

        indicated conversations delete 5f0c…

    **Exit codes**: 2 there is no such conversation.
    """
    with _store() as store:
        store.delete(conversation)
    console().print("Deleted.")


@app.command()
def purge() -> None:
    """
    Delete every conversation that was quiet for INDICATED_RETENTION_DAYS.

    The assistant does so by itself when it starts and while it is used; this is for one that is left alone.

    **Example**

        indicated conversations purge
    """
    with _store() as store:
        store.purge()
    days = settings().retention_days
    console().print(f"What was quiet for {days:g} day{'s' if days != 1 else ''} is deleted.")


@contextmanager
def _store() -> Iterator[ConversationStore]:
    from assistant import open_store

    store = open_store(settings())
    try:
        yield store
    finally:
        store.close()

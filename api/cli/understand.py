"""`indicated understand`: what is read from a text, and from which words. No rule, no index, no model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.terminal import InputError, console, print_json, read_file, read_stdin

if TYPE_CHECKING:
    from assistant import PatientFacts
    from assistant.understanding import Alarms, Extraction, Mention, Reading


def understand(
    text: Annotated[list[str] | None, typer.Argument(help="A message. `-` reads it from standard input.")] = None,
    *,
    turns: Annotated[
        list[str] | None, typer.Option("--turn", help="A conversation's message; repeat in order.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A file with one message a line: a conversation.")] = None,
    asked: Annotated[
        list[str] | None, typer.Option(help="A fact asked about before the last message, for a bare yes or no.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything that was read, as JSON.")] = False,
) -> None:
    """
    Show how a text is read: its facts marked in it, with their words and places.

    What is only doubted, supposed, past, asked about, or said of somebody else is marked, too, and states nothing.

    **Examples**

        indicated understand "72F, no fever, mother had breast cancer, ?CES. Needs MRI?"

        indicated understand --turn "back pain for 2 weeks" --turn "sorry, 2 months" --turn "no" --asked fever

        indicated understand --json - < letter.txt

    **Exit codes**: 0 read. 2 bad input.
    """
    from api.cli.understanding_view import show_known, show_turn

    messages = _messages(text, turns, file)
    read, known = read_messages(messages, asked or ())
    if as_json:
        print_json({"turns": [_turn_json(*each) for each in read], "facts": known.to_json()})
        return
    screen = console()
    for number, each in enumerate(read, start=1):
        show_turn(*each, number if len(read) > 1 else None, screen)
    if len(read) > 1:
        show_known(known, screen)


def read_messages(
    messages: Sequence[str], asked: Sequence[str] = ()
) -> tuple[list[tuple[Extraction, Reading, Alarms]], PatientFacts]:
    """Each message as it is read in its conversation, and the facts known after the last.

    Raises:
        MessageError: a message that cannot be read.
        FactError: what was asked about is no fact.
    """
    from assistant import PatientFacts, check_message, load_vocabulary
    from assistant.understanding import extract, hear, load_reader

    for message in messages:
        check_message(message)
    for key in asked:
        load_vocabulary()[key.partition(".")[0]]
    reader, known = load_reader(), PatientFacts()
    read = []
    for turn, message in enumerate(messages, start=1):
        reading = reader.read(message, turn=turn, known=known, asked=asked if turn == len(messages) else ())
        known = (PatientFacts() if reading.new_patient else known).updated(reading.facts, forget=reading.forget)
        read.append((extract(message), reading, hear(message)))
    return read, known


def _messages(text: list[str] | None, turns: list[str] | None, file: Path | None) -> list[str]:
    if (bool(text) + bool(turns) + (file is not None)) > 1:
        raise InputError("give a text, --turn or --file, and only one of them")
    if turns:
        return turns
    if file is not None:
        return [line for line in read_file(file).splitlines() if line.strip()] or [""]
    return [read_stdin() if not text or text == ["-"] else " ".join(text)]


def _turn_json(said: Extraction, reading: Reading, alarms: Alarms) -> dict[str, Any]:
    return {
        "text": said.message,
        "intent": reading.intent,
        "studies": list(reading.studies),
        "facts": reading.facts.to_json(),
        "forget": sorted(reading.forget),
        "new_patient": reading.new_patient,
        "hypothetical": reading.hypothetical.to_json(),
        "mentions": [_mention_json(each, said.message) for each in said.mentions],
        "alarms": {
            "heard": sorted(alarms.heard),
            "stated": sorted(alarms.stated),
            "named": alarms.named,
            "asked_about": alarms.asked_about,
            "foreign": alarms.foreign,
            "several": alarms.several,
        },
    }


def _mention_json(mention: Mention, message: str) -> dict[str, Any]:
    return {
        "fact": mention.key,
        "value": mention.value,
        "context": mention.context,
        "start": mention.start,
        "end": mention.end,
        "quote": message[mention.start : mention.end],
    }

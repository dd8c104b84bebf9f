"""A text on a terminal with what was read from it: marked in colour, and listed in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from api.cli.terminal import plain

if TYPE_CHECKING:
    from rich.console import Console

    from assistant import PatientFacts
    from assistant.understanding import Alarms, Extraction, Reading

#: How words are read, and in which style they are marked; the table says the same in words.
STYLES = {
    "present": "bold green underline",
    "denied": "cyan underline",
    "uncertain": "yellow underline",
    "hypothetical": "magenta underline",
    "other person": "magenta underline",
    "past": "magenta underline",
    "asked about": "magenta underline",
    "overruled": "strike",
}
_CONTEXTS = {"family": "other person", "question": "asked about"}
#: Values of an enumeration that deny.
_DENIALS = frozenset({"none", "no"})


@dataclass(frozen=True)
class Row:
    """One fact read from some words of a message."""

    key: str
    value: bool | float | str
    read_as: str
    start: int
    end: int


def show_turn(said: Extraction, reading: Reading, alarms: Alarms, number: int | None, screen: Console) -> None:
    """Print one message, its marks, and everything read from it; `number` heads a turn of a conversation."""
    rows = sorted({*_facts(reading), *_others(said, reading)}, key=lambda row: (row.start, row.end, row.key))
    if number is not None:
        screen.print(Text(f"Turn {number}", style="bold"))
    screen.print(marked(said.message, rows))
    screen.print()
    if rows:
        table = Table("Fact", "Value", "Read as", "Words", "At", box=None, pad_edge=False)
        for row in rows:
            quote = _one_line(said.message[row.start : row.end])
            status = Text(row.read_as, style=STYLES[row.read_as])
            table.add_row(row.key, _value(row.value), status, quote, f"{row.start}-{row.end}")
        screen.print(table)
    for label, words in _notes(reading, alarms):
        screen.print(Text(f"{label}: ", style="dim") + Text(words))
    screen.print()


def show_known(facts: PatientFacts, screen: Console) -> None:
    """Print the facts that hold after a conversation, each with the turn it was last said in."""
    table = Table("Fact", "Value", "Turn", "Words", title="Known in the end", title_justify="left", box=None,
                  pad_edge=False)  # fmt: skip
    for key, evidence in facts.evidence.items():
        table.add_row(key, _value(evidence.value), str(evidence.turn), _one_line(evidence.quote or ""))
    screen.print(table)


def marked(message: str, rows: list[Row]) -> Text:
    """The message with its words in the styles of `STYLES`; where marks overlap, the shorter one shows."""
    # A control character becomes a space: dropped, it would move every mark behind it.
    text = Text("".join(char if plain(char) else " " for char in message))
    for row in sorted(rows, key=lambda row: row.start - row.end):
        text.stylize(STYLES[row.read_as], row.start, row.end)
    return text


def _facts(reading: Reading) -> Iterator[Row]:
    for key, evidence in reading.facts.evidence.items():
        if evidence.start is not None and evidence.end is not None:
            yield Row(key, evidence.value, _polarity(evidence.value), evidence.start, evidence.end)


def _others(said: Extraction, reading: Reading) -> Iterator[Row]:
    """What was read and counts for nothing. Names that begin with an underscore are steps towards facts."""
    for mention in said.mentions:
        fact = reading.facts.evidence.get(mention.key)
        if mention.key.startswith("_") or (mention.states and fact is not None and fact.value == mention.value):
            continue
        read_as = "overruled" if mention.states else _CONTEXTS.get(mention.context, mention.context)
        yield Row(mention.key, mention.value, read_as, mention.start, mention.end)


def _polarity(value: bool | float | str) -> str:
    return "denied" if value is False or (isinstance(value, str) and value in _DENIALS) else "present"


def _value(value: bool | float | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else f"{value:g}"


def _notes(reading: Reading, alarms: Alarms) -> Iterator[tuple[str, str]]:
    yield "Intent", reading.intent.replace("_", " ")
    yield "Asks about", ", ".join(reading.studies) or "no study"
    if reading.new_patient:
        yield "New patient", "what was known before is forgotten"
    if reading.forget:
        yield "Takes back", ", ".join(sorted(reading.forget))
    heard = [name if name in alarms.stated else f"{name} (not of this patient, now)" for name in sorted(alarms.heard)]
    if alarms.named:
        heard.append(f"{alarms.named}, {'asked about' if alarms.asked_about else 'by name'}")
    yield "Alarms", ", ".join(heard).replace("_", " ") or "none"
    if alarms.foreign:
        yield "Language", "not English; nothing of it is kept"
    if alarms.several:
        yield "Patients", "more than one; nothing of it is kept"


def _one_line(words: str) -> Text:
    return Text(" ".join(plain(words).split()))

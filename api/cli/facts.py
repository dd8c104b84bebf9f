"""`indicated facts`: what can be known about a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.terminal import console, print_json

if TYPE_CHECKING:
    from assistant import FactDefinition


def facts(
    name: Annotated[str | None, typer.Argument(help="One fact, with its definition and question.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The vocabulary, as `GET /v1/facts` gives it.")] = False,
) -> None:
    """
    List the facts that can be known about a patient, and their values.

    **Examples**

        indicated facts

        indicated facts cauda_equina_features

        indicated facts --json
    """
    from rich.table import Table
    from rich.text import Text

    from assistant import load_vocabulary

    vocabulary = load_vocabulary()
    screen = console()
    if as_json:
        from api.check import vocabulary_json

        whole = vocabulary_json()
        print_json(next(f for f in whole["facts"] if f["name"] == vocabulary[name].name) if name else whole)
    elif name:
        fact = vocabulary[name]
        screen.print(Text(fact.name, style="bold"))
        for label, value in (
            ("Values", _values(fact)),
            ("Means", fact.definition),
            ("If unstated", fact.why_unstated),
            ("Asked as", fact.question["clinician"]),
            ("To a patient", fact.question["patient"]),
        ):
            screen.print(Text(f"{label + ':':14}", style="dim") + Text(value))
    else:
        table = Table("Fact", "Values", "", box=None, pad_edge=False)
        for fact in vocabulary.facts.values():
            table.add_row(fact.name, _values(fact), "red flag" if fact.red_flag else "")
        screen.print(table)


def _values(fact: FactDefinition) -> str:
    if fact.type == "bool":
        return "true, false"
    if fact.type == "number":
        return f"{fact.minimum:g} to {fact.maximum:g} ({fact.unit})"
    if fact.type == "enum":
        return ", ".join(fact.values)
    return "true or false for each of: " + ", ".join(fact.members)

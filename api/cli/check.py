"""`indicated check`: facts in, findings out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.terminal import InputError, console, open_assistant, plain, print_json, read_facts, read_file, read_stdin

if TYPE_CHECKING:
    from rich.console import Console


def check(
    *,
    facts: Annotated[str | None, typer.Option(help="Facts as a JSON object; `-` reads standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file that holds that object.")] = None,
    guideline: Annotated[list[str] | None, typer.Option(help="Only this document's rules; may be repeated.")] = None,
    why_not: Annotated[
        list[str] | None, typer.Option("--why-not", help="A study: what would have to be different? May be repeated.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List the recommendations that do not apply, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole result, as `POST /v1/check` gives it.")] = False,
) -> None:
    """
    Check facts against the rules: no text is read, nothing is searched.

    What is left out is unknown, never absent. `indicated facts` lists what can be said.

    **Examples**

        indicated check --facts '{"age_years": 72, "osteoporosis": true, "trauma": "low_velocity"}'

        indicated check --file patient.json --guideline acr-lbp-2021 --all

        indicated check --facts '{"age_years": 45}' --why-not mri-l-wo

        indicated check --json --facts - < patient.json

    **Exit codes**: 0 checked, whatever the verdict. 2 bad facts: the message names the fact and what is allowed.
    3 no usable index.
    """
    if (facts is None) == (file is None):
        raise InputError("give either --facts or --file")
    known = read_facts(_given(facts, file))
    result = open_assistant().check(known, guidelines=guideline or None, include_all=every, why_not=why_not or ())
    if as_json:
        print_json(result)
    else:
        _show(result, console(), every=every)


def _given(facts: str | None, file: Path | None) -> str:
    if file is not None:
        return read_file(file)
    return read_stdin() if facts == "-" else str(facts)


def _show(result: dict[str, Any], screen: Console, *, every: bool) -> None:
    from rich.text import Text

    from api.cli.answer_view import show_citations, verdict_line

    screen.print(verdict_line(result))
    governing = result["governing"] or "no recommendation"
    settled = (
        "settled" if result["settled"] else "settled for everyday cases" if result["settled_core"] else "not settled"
    )
    screen.print(Text(f"Governed by {governing}; {settled}.", style="dim"))
    if result["why"]:
        screen.print(Text(f"Rests on {', '.join(result['why'])}.", style="dim"))
    for leave in result["exits"]:
        screen.print(Text(f"Leave this pathway: {plain(leave['text'])}", style="bold red"))
    for asked in result.get("why_not", ()):
        for way in asked["alternatives"] or [asked]:
            cited = "".join(f" [{n}]" for n in way.get("citations", ()))
            screen.print(Text(f"• {plain(way['text'])}{cited}"))
    _show_studies(result["studies"], screen)
    _show_findings(result, screen, every=every)
    _show_positions(result, screen)
    if result["missing"]:
        screen.print(Text("Could change this", style="bold"))
        for item in result["missing"]:
            screen.print(Text(f"• {item['fact']}: {item['question']}"))
    shown = result["citations"]
    if not every:
        said = [*result["studies"], *(way for asked in result.get("why_not", ()) for way in asked["alternatives"])]
        said += [finding for finding in result["findings"] if finding["recommendation"] == result["governing"]]
        numbers = {n for each in said for n in each["citations"]}
        shown = [citation for citation in shown if citation["n"] in numbers]
    show_citations(shown, screen)


def _show_studies(studies: list[dict[str, Any]], screen: Console) -> None:
    from rich.table import Table

    if studies:
        table = Table("Study", "Rating", "Radiation", "Note", title="Studies", title_justify="left", box=None)
        for study in studies:
            note = "BLOCKED" if study["blocked"] else "; ".join(item["id"] for item in study["caution"])
            table.add_row(study["name"], study["rating"] or "named, not rated", study["radiation"] or "", note)
        screen.print(table)


def _show_findings(result: dict[str, Any], screen: Console, *, every: bool) -> None:
    from rich.table import Table

    table = Table("Status", "Position", "Recommendation", "Because", title="Findings", title_justify="left", box=None)
    for finding in sorted(result["findings"], key=lambda each: each["recommendation"] != result["governing"]):
        telling = finding["status"] == "applies" and finding["position"] != "none"
        if every or telling or finding["recommendation"] == result["governing"]:
            because = (
                finding["because"] if finding["status"] != "undetermined" else [f"{m}?" for m in finding["missing"]]
            )
            table.add_row(
                finding["status"].replace("_", " "),
                finding["position"].replace("_", " "),
                finding["recommendation"],
                ", ".join(because),
            )
    screen.print(table)


def _show_positions(result: dict[str, Any], screen: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    words = {True: "agrees", False: "differs", None: "speaks"}
    table = Table("", "Guideline", "Says", "Status", "Edition", title="Guidelines", title_justify="left", box=None)
    for each in result["positions"]:
        said = each["position"].replace("_", " ")
        table.add_row(words[each["agrees"]], each["guideline"], said, each["status"], plain(each["edition"] or ""))
    if result["positions"]:
        screen.print(table)
    if result["silent"]:
        names = ", ".join(each["guideline"] for each in result["silent"])
        screen.print(Text(f"Silent: {names}.", style="dim"))

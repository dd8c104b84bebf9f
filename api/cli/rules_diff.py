"""`indicated rules diff`: two versions of the rules, and whose answers differ between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.terminal import InputError, console, print_json, settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.checker import AnswerChange, RuleBase, Told


def diff(
    old: Annotated[Path, typer.Argument(help="A folder of rule files or a checkout that holds one; `.` is installed.")],
    new: Annotated[Path, typer.Argument(help="The same for the other version.")],
    most: Annotated[int, typer.Option(min=1, help="At most so many patients for each kind of change.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """
    Compare two versions of the rules: which changed, and which patients are answered otherwise.

    The comparison is exact over all patients. Quotes are not looked up, and facts are those of the installed
    vocabulary. `git worktree add ../before HEAD~1` makes a checkout to compare with.

    **Examples**

        indicated rules diff ../before .

        indicated rules diff ./rules-of-may ./rules-of-june

    **Exit codes**: 0 compared, whatever was found. 1 a rule file is wrong. 2 a folder holds no rules.
    """
    from assistant import load_vocabulary
    from assistant.checker import diff_rules

    found = diff_rules(_base(old), _base(new), load_vocabulary())
    if as_json:
        entries = [{"kind": e.kind, "name": e.name, "how": e.how, "parts": list(e.parts)} for e in found.entries]
        print_json({"entries": entries, "answers": [_answer_json(each) for each in found.answers]})
        return
    screen = console()
    for entry in found.entries:
        parts = f": {', '.join(part.replace('_', ' ') for part in entry.parts)}" if entry.parts else ""
        screen.print(f"{entry.how:8} {entry.kind} {entry.name}{parts}")
    if not found.entries:
        screen.print("The rules are the same.")
    _show_answers(found.answers, screen, most)


def _base(folder: Path) -> RuleBase:
    from assistant import RuleError
    from assistant.checker import load_rules

    directory = None
    if folder != Path():
        places = [folder, folder / "rules", folder / "assistant" / "checker" / "rules"]
        directory = next((place for place in places if (place / "_policy.yaml").is_file()), None)
        if directory is None:
            raise InputError(
                f"{folder} holds no rules: there is no _policy.yaml in it or in its assistant/checker/rules"
            )
    chosen = settings()
    priority, age = chosen.guideline_priority, chosen.elderly_age
    try:
        return load_rules(None, guideline_priority=priority, elderly_age=age, directory=directory)
    except RuleError as error:
        raise RuleError(f"{folder}: {error}") from error


def _show_answers(changes: tuple[AnswerChange, ...], screen: Console, most: int) -> None:
    from rich.text import Text

    from assistant import patient_in_words
    from assistant.checker import grouped

    screen.print()
    if not changes:
        screen.print("No patient's answer changes: verdict, urgency, governing recommendation and first study are")
        screen.print("proved to be the same for every patient.")
        return
    screen.print(Text(f"Patients' answers change, in {len(changes)} ways. The plainest patients of each kind:"))
    for title, found in grouped(changes).items():
        screen.print()
        screen.print(Text(f"{title[:1].upper()}{title[1:]}", style="bold") + Text(f"  ({len(found)})", style="dim"))
        for change in found[:most]:
            screen.print(Text(f"• {'; '.join(patient_in_words(change.facts)) or 'nothing stated'}"))
            screen.print(Text(f"    before  {_told(change.before)}", style="dim"))
            screen.print(Text(f"    after   {_told(change.after)}", style="dim"))


def _told(told: Told) -> str:
    verdict = ", ".join(filter(None, (told.verdict.replace("_", " "), told.urgency)))
    return f"{verdict}; by {told.governing or 'no recommendation'}; first study {told.first_study or 'none'}"


def _answer_json(change: AnswerChange) -> dict[str, Any]:
    from dataclasses import asdict

    return {"facts": dict(change.facts), "before": asdict(change.before), "after": asdict(change.after),
            "differs": list(change.parts)}  # fmt: skip

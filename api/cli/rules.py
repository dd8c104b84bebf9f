"""`indicated rules`: read the rules, and prove things about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.cli import rules_diff
from api.cli.terminal import Exit, InputError, complain, console, plain, print_json, settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.checker import Checker, Proof, Rule
    from corpus import Corpus

app = typer.Typer(help="Read, prove and compare the rules.", no_args_is_help=True, rich_markup_mode="markdown")

app.command()(rules_diff.diff)

_PROOFS = "abcdef"


@app.command("list")
def list_(
    guideline: Annotated[str | None, typer.Option(help="Only this document's rules.")] = None,
    use: Annotated[Literal["decide", "inform"] | None, typer.Option(help="Only rules that do this.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The list, as `GET /v1/rules` gives it.")] = False,
) -> None:
    """
    List the rules, one line each.

    **Examples**

        indicated rules list --guideline acr-lbp-2021

        indicated rules list --use decide --json

    **Exit codes**: 0 listed. 2 no such guideline.
    """
    from rich.table import Table

    from assistant.checker import rule_summary

    checker, _ = _loaded()
    if guideline is not None and guideline not in checker.guidelines:
        raise InputError(f"{guideline!r} is no guideline; {_nearest(guideline, checker.guidelines)}")
    rules = [
        rule for rule in checker.rules if guideline in {None, rule.guideline} and use in {None, rule.use}
    ]  # fmt: skip
    if as_json:
        print_json({"rules": [rule_summary(rule) for rule in rules], "digest": checker.digest})
        return
    table = Table("Rule", "Use", "Position", "Urgency", "Statement", box=None, pad_edge=False)
    for rule in rules:
        table.add_row(rule.id, rule.use, rule.position.replace("_", " "), rule.urgency or "", plain(rule.statement))
    console().print(table)


@app.command()
def show(
    rule_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A rule or a guideline.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A rule, as `GET /v1/rules/{id}` gives it.")] = False,
) -> None:
    """
    Show a rule in words, all rules of a guideline, or without ID which guidelines there are.

    **Examples**

        indicated rules show

        indicated rules show acr-lbp-2021/v6

        indicated rules show acr-lbp-2021 | less

    **Exit codes**: 0 shown. 2 no such rule or guideline: the message names the nearest.
    """
    from assistant.checker import rule_page, rule_to_json

    checker, corpus = _loaded()
    if rule_id is None:
        _overview(checker, corpus, as_json=as_json)
        return
    rules = [rule for rule in checker.rules if rule_id in {rule.id, rule.guideline}]
    if not rules:
        names = [*checker.guidelines, *(rule.id for rule in checker.rules)]
        raise InputError(f"{rule_id!r} is no rule and no guideline; {_nearest(rule_id, names)}")
    if as_json:
        told = [rule_to_json(rule, checker, corpus.documents) for rule in rules]
        print_json(told[0] if rules[0].id == rule_id else {"rules": told, "digest": checker.digest})
    else:
        _markdown("\n\n".join(rule_page(rule, checker, corpus.documents) for rule in rules))


@app.command()
def verify(
    only: Annotated[str, typer.Option(help="Only these proofs, by letter.", metavar="abcdef")] = _PROOFS,
) -> None:
    """
    Prove what can be proved of the rules, over all patients at once; takes seconds.

    a no contradiction inside one guideline; b no red flag lowers urgency or withdraws imaging; c every emergency stays
    one; d every rule can fire; e the ledger of gaps; f every threshold divides patients.

    **Examples**

        indicated rules verify

        indicated rules verify --only bc

    **Exit codes**: 0 all hold. 1 one does not: the patient who disproves it is shown.
    """
    if strange := sorted(set(only) - set(_PROOFS)):
        raise InputError(f"there is no proof {strange[0]!r}; give some of {_PROOFS}")
    from assistant.checker import verify_rules

    checker, _ = _loaded()
    proofs = verify_rules(checker, only)
    screen = console()
    for proof in proofs:
        _show_proof(proof, screen)
    failed = [proof.key for proof in proofs if not proof.holds]
    if failed:
        complain(f"{len(failed)} of {len(proofs)} proofs fail: {', '.join(failed)}")
        raise typer.Exit(Exit.FAILED)
    screen.print(f"{len(proofs)} of {len(proofs)} hold for {len(checker.rules)} rules. Digest: {checker.digest}")


@app.command()
def catalogue(
    output: Annotated[Path | None, typer.Option(help="The file to write; standard output if left out.")] = None,
) -> None:
    """
    Write every rule in words, as one Markdown document.

    **Examples**

        indicated rules catalogue --output rules.md

    **Exit codes**: 0 written. 1 the file cannot be written.
    """
    from assistant.checker import catalogue as written

    checker, corpus = _loaded()
    text = written(checker, corpus.documents)
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        console().print(f"{output} holds {len(checker.rules)} rules.")


def _loaded() -> tuple[Checker, Corpus]:
    """Rules need neither index nor model."""
    from assistant.checker import load_checker
    from corpus import load_corpus

    chosen = settings()
    corpus = load_corpus(chosen.documents_dir if chosen.documents_dir.is_dir() else None)
    priority, age = chosen.guideline_priority, chosen.elderly_age
    return load_checker(corpus, guideline_priority=priority, elderly_age=age), corpus


def _overview(checker: Checker, corpus: Corpus, *, as_json: bool) -> None:
    from rich.table import Table

    rows: list[dict[str, Any]] = []
    for guideline in checker.guidelines:
        rules: list[Rule] = [rule for rule in checker.rules if rule.guideline == guideline]
        if rules:
            document, deciding = corpus.documents[guideline], sum(rule.decides for rule in rules)
            rows.append({"guideline": guideline, "title": document.title, "status": document.status,
                         "edition": document.edition, "decide": deciding, "inform": len(rules) - deciding})  # fmt: skip
    if as_json:
        print_json({"guidelines": rows, "digest": checker.digest})
        return
    table = Table("Guideline", "Title", "Status", "Decide", "Inform", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row["guideline"], plain(row["title"]), row["status"], str(row["decide"]), str(row["inform"]))
    table.add_row("", "", "", str(sum(row["decide"] for row in rows)), str(sum(row["inform"] for row in rows)))
    console().print(table)


def _show_proof(proof: Proof, screen: Console) -> None:
    from rich.text import Text

    verdict, style = ("holds", "bold green") if proof.holds else ("FAILS", "bold red")
    screen.print(Text(f"{proof.key}  ", style="cyan") + Text(verdict, style=style) + Text(f"  {proof.claim}"))
    for note in proof.notes:
        screen.print(Text(f"     {note}"))
    for failure in proof.failures:
        screen.print(Text(f"   ✗ {failure}", style="red"))
    if proof.excused:
        screen.print(Text(f"     {len(proof.excused)} may stand, each for a written reason:"))
        for line in proof.excused:
            screen.print(Text(f"   • {line}", style="dim"))
    screen.print()


def _markdown(text: str) -> None:
    """Markdown drawn on a terminal, and as it is in a pipe."""
    screen = console()
    if screen.is_terminal:
        from rich.markdown import Markdown

        screen.print(Markdown(plain(text)))
    else:
        typer.echo(plain(text))


def _nearest(name: str, names: list[str] | tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, 3, 0.5)
    return f"did you mean {' or '.join(near)}?" if near else "`indicated rules show` lists the guidelines"

"""An answer on a terminal: banner, statements with their citation numbers, questions, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from api.cli.terminal import plain

if TYPE_CHECKING:
    from rich.console import Console

#: Words and colour of a verdict; the words alone say everything.
VERDICTS = {
    "indicated": ("Imaging is indicated", "bold green"),
    "may_be_indicated": ("Imaging may be indicated", "bold yellow"),
    "deferred": ("Not yet: treat first, image if that fails", "bold yellow"),
    "not_indicated": ("Imaging is not indicated", "bold blue"),
    "not_covered": ("The guidance does not cover this", "bold"),
}
URGENCIES = {
    "emergency": ("EMERGENCY: act now", "bold white on red"),
    "urgent": ("Urgent: within days", "bold red"),
    "routine": ("Routine", "dim"),
}
_KINDS = {
    "information": "About the guidance",
    "clarification": "One thing first",
    "out_of_scope": "Outside what this can answer",
    "no_evidence": "Nothing in the guidance supports an answer",
}
_PARTS = {
    "study": "Study",
    "why": "Why",
    "change": "What would change this",
    "caution": "Take care",
    "disagreement": "Where sources differ",
}


def show_answer(answer: dict[str, Any], screen: Console) -> None:
    """Print a whole answer, as `Answer.to_json` gives it."""
    check = answer["check"]
    screen.print(verdict_line(check) if check else Text(_KINDS.get(answer["kind"], ""), style="bold"))
    part = ""
    for statement in answer["statements"]:
        if statement["part"] == "question":
            continue
        if statement["part"] != part:
            part = statement["part"]
            screen.print()
            if part in _PARTS:
                screen.print(Text(_PARTS[part], style="bold"))
        screen.print(_statement(statement))
    _show_questions(answer["questions"], screen)
    # The check's findings have citations too, by the hundred; here stand those of what was said.
    said = {n for statement in answer["statements"] for n in statement["citations"]}
    show_citations([citation for citation in answer["citations"] if citation["n"] in said], screen)


def verdict_line(check: dict[str, Any]) -> Text:
    """Verdict and urgency in words and colour; an emergency comes first."""
    parts = [VERDICTS[check["verdict"]]]
    if check["urgency"]:
        parts.insert(0 if check["urgency"] == "emergency" else 1, URGENCIES[check["urgency"]])
    return Text("  ").join(Text(words, style=style) for words, style in parts)


def show_citations(citations: list[dict[str, Any]], screen: Console) -> None:
    """The numbered sources with their quotes."""
    if not citations:
        return
    screen.print()
    screen.print(Text("Sources", style="bold"))
    for citation in citations:
        year = f", {citation['year']}" if citation["year"] else ""
        status = "" if citation["status"] == "current" else f" ({citation['status']})"
        head = Text(f"[{citation['n']}] ", style="cyan")
        page = f", page {citation['page']}" if citation["page"] else ""
        head.append(plain(f"{citation['title']}{year}{status}; {citation['section']}{page}"), style="default")
        screen.print(head)
        quote = Text(plain(" ".join(citation["quote"].split())), style="italic dim")
        screen.print(Padding(quote, (0, 0, 0, 4), expand=False))


def _statement(statement: dict[str, Any]) -> Text:
    line = Text(plain(statement["text"]))
    for n in statement["citations"]:
        line.append(f" [{n}]", style="cyan")
    return line


def _show_questions(questions: list[dict[str, Any]], screen: Console) -> None:
    if not questions:
        return
    screen.print()
    screen.print(Text("It would help to know", style="bold"))
    for question in questions:
        screen.print(Text(f"• {plain(question['text'])}"))

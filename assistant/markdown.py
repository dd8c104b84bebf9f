"""An answer's text: its statements as Markdown, with [n] after each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Question, Statement
from assistant.wording import Wording

#: Parts that are lists; the others are paragraphs.
_LISTS = frozenset({"caution", "disagreement", "gap"})


def markdown(statements: Sequence[Statement], questions: Sequence[Question], wording: Wording) -> str:
    """Statements in their order, one paragraph or list for each run of one part, and the questions at the end."""
    blocks = []
    for part, group in groupby(statements, key=lambda each: each.part):
        lines = [_cited(each) for each in group]
        if part in {"lead", "safety"}:
            lines[0] = _bold(lines[0])
        heading = wording.sentences.get("headings", {}).get(part, "")
        blocks.append(_listed(heading, lines, "-") if part in _LISTS else " ".join(lines))
    if questions:
        blocks.append(_listed(wording.say("questions"), [each.text for each in questions], "1."))
    return "\n\n".join(blocks)


def _listed(heading: str, lines: Sequence[str], mark: str) -> str:
    """A heading and its list; a single line stands beside its heading."""
    if len(lines) == 1:
        return f"{heading} {lines[0]}".strip()
    marks = [f"{n}." if mark == "1." else mark for n in range(1, len(lines) + 1)]
    items = "\n".join(f"{each} {line}" for each, line in zip(marks, lines, strict=True))
    return f"{heading}\n\n{items}".strip()


def _cited(statement: Statement) -> str:
    markers = "".join(f"[{n}]" for n in statement.citations)
    return f"{statement.text} {markers}" if markers else statement.text


def _bold(line: str) -> str:
    text, space, markers = line.partition(" [") if line.endswith("]") else (line, "", "")
    return f"**{text}**{space}{markers}"

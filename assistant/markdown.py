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
        heading = wording.sentences.get("headings", {}).get(part)
        if part in _LISTS and (len(lines) > 1 or heading):
            blocks.append("\n".join([*([heading, ""] if heading else []), *(f"- {line}" for line in lines)]))
        else:
            blocks.append(" ".join(lines))
    if questions:
        listed = (f"{n}. {question.text}" for n, question in enumerate(questions, start=1))
        blocks.append("\n".join([wording.say("questions"), "", *listed]))
    return "\n\n".join(blocks)


def _cited(statement: Statement) -> str:
    markers = "".join(f"[{n}]" for n in statement.citations)
    return f"{statement.text} {markers}" if markers else statement.text


def _bold(line: str) -> str:
    text, space, markers = line.partition(" [") if line.endswith("]") else (line, "", "")
    return f"**{text}**{space}{markers}"

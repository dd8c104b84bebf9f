"""Do citations exist, are their quotes exact, and is every statement cited?"""

from __future__ import annotations

from collections.abc import Callable

from eval.case import Point
from eval.measures.measure import DocumentText, Measure, Score, answer_of, ratio, share
from eval.reply import Reply


def _exist(_: Point, reply: Reply, text: DocumentText) -> Score:
    answer = answer_of(reply)
    citations = answer["citations"]
    numbers = {citation["n"] for citation in citations}
    pointing = [n for statement in answer["statements"] for n in statement["citations"]]
    lost = [f"[{n}]" for n in pointing if n not in numbers]
    lost += [str(each["document"]) for each in citations if text(each["document"]) is None]
    trials = len(pointing) + len(citations)
    return share(trials - len(lost), trials, "no such citation or document: " + ", ".join(lost))


def _exact(_: Point, reply: Reply, text: DocumentText) -> Score:
    citations = answer_of(reply)["citations"]
    wrong = [
        f"[{each['n']}] {each['document']}:{each['start']}-{each['end']}"
        for each in citations
        if not each["quote"] or (text(each["document"]) or "")[each["start"] : each["end"]] != each["quote"]
    ]
    return share(len(citations) - len(wrong), len(citations), "inexact: " + ", ".join(wrong))


def _cited(_: Point, reply: Reply, __: DocumentText) -> Score:
    statements = [each for each in answer_of(reply)["statements"] if each["origin"] != "fixed"]
    bare = [each["text"] for each in statements if not each["citations"]]
    return share(len(statements) - len(bare), len(statements), "uncited: " + " / ".join(bare))


def _failure(_: Point, reply: Reply) -> Score:
    return Score(0.0, (0.0, 1.0), f"{reply.state}: {reply.reason}")


def _measure(
    name: str, title: str, definition: str, source: str, score: Callable[[Point, Reply, DocumentText], Score]
) -> Measure:
    return Measure(
        f"citations_{name}", title, definition, "0 to 1, higher is better", source, lambda _: True, score, ratio,
        "bootstrap", _failure,
    )  # fmt: skip


_ALCE = "After ALCE: T. Gao et al., EMNLP 2023; here existence and exactness, not entailment."

EXIST = _measure(
    "exist", "Citations exist",
    "Share of citation numbers in statements that are listed, and of listed citations whose document is in the corpus.",
    _ALCE, _exist,
)  # fmt: skip
EXACT = _measure(
    "exact", "Quotes exact",
    "Share of citations whose quote is, character for character, the text of the document between start and end.",
    _ALCE, _exact,
)  # fmt: skip
CITED = _measure(
    "complete", "Statements cited",
    "Share of statements, fixed safety and scope sentences aside, with at least one citation.",
    _ALCE, _cited,
)  # fmt: skip

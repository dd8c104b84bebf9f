"""Does each fact that was read carry the words it came from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import DocumentText, Measure, Score, answer_of, ratio, share
from eval.reply import Reply


def _pieces(facts: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, evidence in facts.items():
        if "value" in evidence:
            yield name, evidence
        else:
            yield from ((f"{name}.{member}", each) for member, each in evidence.items())


def _score(point: Point, reply: Reply, _: DocumentText) -> Score:
    messages = [turn.user for turn in point.case.turns]
    pieces = list(_pieces(answer_of(reply)["facts"]))
    wrong = [key for key, piece in pieces if not _exact(piece, messages[: point.turn])]
    return share(len(pieces) - len(wrong), len(pieces), "no exact words for: " + ", ".join(wrong))


def _exact(piece: Mapping[str, Any], messages: list[str]) -> bool:
    turn, quote = piece.get("turn"), piece.get("quote")
    if piece.get("status") == "confirmed":
        return quote is None
    if not quote or not isinstance(turn, int) or not 1 <= turn <= len(messages):
        return False
    return bool(messages[turn - 1][piece["start"] : piece["end"]] == quote)


def _failure(_: Point, reply: Reply) -> Score:
    return Score(0.0, (0.0, 1.0), f"{reply.state}: {reply.reason}")


EVIDENCE = Measure(
    "evidence",
    "Facts quote the message",
    "Share of the facts of an answer whose quote is, character for character, the words of the turn they name.",
    "0 to 1, higher is better",
    "The contract: `quote == turn_text[start:end]`, always.",
    lambda _: True,
    _score,
    ratio,
    "bootstrap",
    _failure,
)

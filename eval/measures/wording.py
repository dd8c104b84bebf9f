"""Does the answer say what it must, and not say what it must not?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion

_MARKUP = re.compile(r"\[\d+\]|\*\*|__|`")


def folded(text: str) -> str:
    """The words alone: no citation markers or emphasis, one space between words, case ignored.

    >>> folded("MRI is **usually** appropriate [1].")
    'mri is usually appropriate .'
    """
    return " ".join(_MARKUP.sub("", text).split()).casefold()


def _must_applies(point: Point) -> bool:
    return bool(point.expect.must_say)


def _must_score(point: Point, answer: Mapping[str, Any]) -> Score:
    texts = (folded(answer["text"]), answer["text"].casefold())
    missed = [
        each for each in point.expect.must_say if not any(word.casefold() in text for word in each for text in texts)
    ]
    return hit(not missed, "says none of: " + "; ".join(" | ".join(each) for each in missed))


def _must_not_applies(point: Point) -> bool:
    return bool(point.expect.must_not_say)


def _must_not_score(point: Point, answer: Mapping[str, Any]) -> Score:
    texts = (folded(answer["text"]), answer["text"].casefold())
    said = [word for word in point.expect.must_not_say if any(word.casefold() in text for text in texts)]
    return hit(not said, "says: " + " | ".join(said))


MUST_SAY = proportion(
    "must_say",
    title="Says what it must",
    definition="Share of labelled turns whose text holds at least one string of each list of `must_say`, case ignored.",
    source="Word lists of the cases.",
    applies=_must_applies,
    score=_must_score,
)
MUST_NOT_SAY = proportion(
    "must_not_say",
    title="Avoids what it must not say",
    definition="Share of labelled turns whose text holds none of `must_not_say`, case ignored.",
    source="Word lists of the cases.",
    applies=_must_not_applies,
    score=_must_not_score,
)

"""What the cases hold, so that thin places show: how many of each set, style, tag, verdict, rule and fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.vocabulary import load_vocabulary
from eval.case import CaseSet, Point
from eval.measures.facts import flat


@dataclass(frozen=True)
class SetSize:
    """One set's size."""

    name: str
    cases: int
    turns: int
    points: int
    """Labelled turns: what measures score."""


@dataclass(frozen=True)
class CaseStats:
    """Counts over the cases, each most frequent first."""

    sizes: tuple[SetSize, ...]
    by: Mapping[str, Mapping[str, int]]
    """style, tag, kind, verdict, governing recommendation, fact (labelled at the last turn, whatever its value)."""
    unlabelled_facts: tuple[str, ...]
    """Facts of the vocabulary that no case states."""


def stats(sets: Sequence[CaseSet]) -> CaseStats:
    """Count what these cases hold."""
    last = [point for each in sets for point in each.points() if point.last]
    facts = {point.id: {key.partition(".")[0] for key in flat(point.facts or {})} for point in last}
    by = {
        "style": _count(point.case.style for point in last),
        "tag": _count(tag for point in last for tag in point.case.tags),
        "kind": _count(_label(point, "kind") for point in last),
        "verdict": _count(_label(point, "verdict") for point in last),
        "governing": _count(name for point in last for name in point.expect.governing),
        "fact": _count(name for names in facts.values() for name in names),
    }
    sizes = tuple(
        SetSize(each.name, len(each.cases), sum(len(case.turns) for case in each.cases), len(list(each.points())))
        for each in sets
    )
    return CaseStats(sizes, by, tuple(name for name in load_vocabulary().facts if name not in by["fact"]))


def _label(point: Point, key: str) -> str:
    accepted = point.expect.accepted("kind") if key == "kind" else point.expect.accepted("verdict")
    return " or ".join(map(str, accepted)) or "not scored"


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))

"""Do the labels and the rules agree? Labelled facts go through the checker alone, and its result is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from assistant.checker import CheckResult
from assistant.vocabulary import FactValue, load_vocabulary
from eval.case import CASES, CaseSet, Point
from eval.errors import CaseError
from eval.measures import Measure, measure_named
from eval.reply import Reply

#: What a check alone can be right or wrong about.
SCORED = ("verdict", "settled", "urgency", "governing", "first_study", "blocked", "exits", "asked")


class Checks(Protocol):
    """Facts in, findings out: the checker."""

    def check(self, facts: Mapping[str, FactValue]) -> CheckResult: ...


@dataclass(frozen=True)
class Decision:
    """A disagreement that was decided in writing."""

    point: str
    measure: str
    because: str


@dataclass(frozen=True)
class Disagreement:
    """A label that the checker does not confirm."""

    point: Point
    measure: str
    note: str
    """What was expected and what the checker gave."""
    decided: str
    """Why it may stand; empty if nobody decided."""


@dataclass(frozen=True)
class GoldReport:
    """How far labels and checker agree."""

    agreed: Mapping[str, int]
    """By measure."""
    total: Mapping[str, int]
    disagreements: tuple[Disagreement, ...]
    stale: tuple[Decision, ...]
    """Decisions about what is no disagreement (any more)."""

    @property
    def undecided(self) -> tuple[Disagreement, ...]:
        """Disagreements that nobody decided."""
        return tuple(each for each in self.disagreements if not each.decided)


def check_gold(sets: Sequence[CaseSet], checker: Checks, decisions: Sequence[Decision] = ()) -> GoldReport:
    """Feed the labelled facts of every point to the checker and compare what it gives with the label.

    A check that raises disagrees with everything its label says.
    """
    measures = [measure_named(name) for name in SCORED]
    reasons = {(each.point, each.measure): each.because for each in decisions}
    agreed, total = dict.fromkeys(SCORED, 0), dict.fromkeys(SCORED, 0)
    found: list[Disagreement] = []
    for point in _checkable(sets, measures):
        reply = _reply(checker, point)
        for measure in measures:
            if measure.applies(point):
                score = measure.of(point, reply, lambda _: None)
                total[measure.name] += 1
                agreed[measure.name] += score.value == 1.0
                if score.value < 1.0:
                    reason = reasons.get((point.id, measure.name), "")
                    found.append(Disagreement(point, measure.name, score.note, reason))
    seen = {(each.point.id, each.measure) for each in found}
    stale = tuple(each for each in decisions if (each.point, each.measure) not in seen)
    return GoldReport(agreed, total, tuple(found), stale)


def load_decisions(path: Path = CASES / "decisions.yaml") -> tuple[Decision, ...]:
    """The disagreements that were decided in writing.

    Raises:
        CaseError: names the file and the entry.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    decisions: list[Decision] = []
    for number, entry in enumerate(raw["decisions"], start=1):
        if not isinstance(entry, dict) or set(entry) != {"case", "measure", "because"} or not entry["because"]:
            raise CaseError(f"{path.name}: entry {number} needs exactly case, measure and because.")
        if entry["measure"] not in SCORED:
            raise CaseError(f"{path.name}: entry {number}: measure must be one of {', '.join(SCORED)}.")
        decisions.append(Decision(entry["case"], entry["measure"], entry["because"]))
    return tuple(decisions)


def as_check(result: CheckResult) -> dict[str, Any]:
    """The part of a check that measures read, in the shape of the contract, its citations left out."""
    return {
        "verdict": result.verdict,
        "urgency": result.urgency,
        "settled": result.settled,
        "settled_core": result.settled_core,
        "governing": result.governing,
        "studies": [{"procedure": s.procedure, "form": s.form, "blocked": s.blocked} for s in result.studies],
        "exits": [{"id": each.id, "recommendations": list(each.recommendations)} for each in result.exits],
        "missing": [{"fact": each.fact} for each in result.missing],
    }


def _checkable(sets: Sequence[CaseSet], measures: Sequence[Measure]) -> Iterable[Point]:
    for cases in sets:
        for point in cases.points():
            if point.facts is not None and any(measure.applies(point) for measure in measures):
                yield point


def _reply(checker: Checks, point: Point) -> Reply:
    try:
        result = checker.check(load_vocabulary().parse(point.facts))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a check is a disagreement, not the end of the list
        return Reply("crashed", reason=f"{type(error).__name__}: {error}")
    return Reply("answered", {"kind": "indication", "check": as_check(result), "questions": []})

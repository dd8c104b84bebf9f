"""What would have to be different for a study to be indicated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assistant.checker.condition import State
from assistant.checker.plan import Outcome, Plan
from assistant.checker.result import Position, Source, Urgency
from assistant.checker.rule import Procedure, Rule
from assistant.checker.space import Value


@dataclass(frozen=True)
class Change:
    """One fact that would have to be otherwise."""

    key: str
    """`fact` or `set.member`."""
    was: Value | None
    """What was stated or what silence was read as."""
    stated: bool
    value: Value
    """What it would have to be; for a number, one that is within `limits`."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """For a number: the range in which it would have to lie, as `Variable.limits` gives it."""


@dataclass(frozen=True)
class Alternative:
    """A recommendation that would govern and offer the study, and the fewest changes that lead to it."""

    recommendation: str
    procedure: str
    position: Position
    urgency: Urgency | None
    statement: str
    changes: tuple[Change, ...]
    source: Source


def alternatives(
    plan: Plan, state: State, completion: dict[str, Value], wanted: Collection[str], most: int
) -> tuple[Alternative, ...]:
    """The nearest ways to a verdict for imaging that offers a wanted study: open questions first, then fewest changes.

    What was stated is touched only where no answer to an open question leads to any such recommendation.
    """
    cells = plan.cells(completion)
    rank = {rule.id: i for i, rule in enumerate(plan.ranked)}
    offering = {i: row for i, outcome in enumerate(plan.outcomes) if (row := _row(outcome, wanted))}
    for region in (plan.region(state, cells, core=False), plan.region({}, cells, core=False)):
        ways: dict[str, Alternative] = {}
        for number, path in plan.diagram.by_distance(plan.outcome_root, cells, region):
            governing, procedure = plan.outcomes[number].governing, offering.get(number)
            if governing is None or procedure is None or not path or governing.id in ways:
                continue
            changes = tuple(_change(plan, level, cell, state, completion) for level, cell in path.items())
            ways[governing.id] = _alternative(governing, procedure, changes)
        if ways:
            return tuple(sorted(ways.values(), key=lambda way: (len(way.changes), rank[way.recommendation]))[:most])
    return ()


def _row(outcome: Outcome, wanted: Collection[str]) -> Procedure | None:
    rows = outcome.studies.offers if outcome.studies and outcome.verdict in {"indicated", "may_be_indicated"} else ()
    return next((row.procedure for row in rows if row.procedure.id in wanted), None)


def _alternative(rule: Rule, procedure: Procedure, changes: tuple[Change, ...]) -> Alternative:
    return Alternative(rule.id, procedure.id, rule.position, rule.urgency, rule.statement, changes, rule.source)


def _change(plan: Plan, level: int, cell: int, state: State, completion: dict[str, Value]) -> Change:
    variable = plan.variables[level]
    limits = variable.limits(cell) if variable.fact.type == "number" else {}
    key, value = variable.key, variable.cells[cell]
    if value is None:
        raise ValueError(f"{key} is changed into something unknown")
    return Change(key, completion.get(key), key in state, value, limits)

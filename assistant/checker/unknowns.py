"""What is not known and would matter: the single answers that change a result.

A *single answer* is one value for one unknown key: a fact's value, or yes or no for one member of a set (a set's
members are known or unknown one by one). Everything else stays as in the default completion, which is taken anew, so
that naming another place of pain withdraws the place that silence had been read as.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.checker.condition import State, keys
from assistant.checker.plan import Cells, Plan, most_urgent
from assistant.checker.result import AssumedFact, MissingFact, Urgency, Verdict
from assistant.checker.rule import URGENCIES, CautionRule, ExitRule, Rule
from assistant.checker.space import Value, fact_of, unstated_state
from assistant.checker.studies import first_open

Part = Literal["verdict", "urgency", "first_study"]
PARTS: tuple[Part, ...] = ("verdict", "urgency", "first_study")


@dataclass(frozen=True)
class Situation:
    """What a completed patient comes to, exits and blocked studies included."""

    verdict: Verdict
    urgency: Urgency | None
    first_study: str | None
    governing: Rule | None
    studies: Rule | None
    exits: tuple[ExitRule, ...]

    def differs(self, other: Situation) -> frozenset[Part]:
        """In what two results differ."""
        return frozenset(part for part in PARTS if getattr(self, part) != getattr(other, part))


class Situations:
    """Works out situations; what only depends on a few things is worked out once."""

    def __init__(self, plan: Plan, exits: Sequence[ExitRule], cautions: Sequence[CautionRule]) -> None:
        self.plan = plan
        self.exits = tuple(exits)
        self.blocking = tuple(each for each in cautions if each.level == "blocked")
        conditions = [*(each.when for each in self.exits), *(each.when for each in self.blocking)]
        self.keys = frozenset(key for condition in conditions for key in keys(condition))
        """Keys outside the deciding rules that change urgency or the first study."""
        self._known: dict[tuple[object, ...], Situation] = {}

    def of(self, completion: State, cells: Cells | None = None) -> Situation:
        """The situation of a completed patient; `cells`, if given, are that patient's."""
        outcome = self.plan.outcome(cells or self.plan.cells(completion))
        exits = tuple(each for each in self.exits if each.when.truth(completion, {}))
        blocking = tuple(each for each in self.blocking if each.when.truth(completion, {}))
        names = tuple(rule.id if rule else None for rule in (outcome.governing, outcome.studies))
        key = (names, tuple(each.id for each in exits), tuple(each.id for each in blocking))
        situation = self._known.get(key)
        if situation is None:
            situation = self._known[key] = Situation(
                verdict=outcome.verdict,
                urgency=most_urgent((outcome.urgency, *(each.urgency for each in exits))),
                first_study=first_open(outcome.studies, outcome.urgency, exits, blocking),
                governing=outcome.governing,
                studies=outcome.studies,
                exits=exits,
            )
        return situation


@dataclass
class _Change:
    """What answers to one fact can change."""

    members: list[str] = field(default_factory=list)
    parts: set[Part] = field(default_factory=set)
    urgencies: list[Urgency | None] = field(default_factory=list)


def missing_facts(situations: Situations, state: State, completion: dict[str, Value], *, settled: bool) -> tuple[
    MissingFact, ...
]:  # fmt: skip
    """The unknown facts that matter, most urgent result first, then the largest change, then the order in which to ask.

    Args:
        state: What was stated.
        completion: Its default completion.
        settled: Whether no completion changes verdict or urgency. If one does but no single answer changes anything,
            the facts of one such completion, the nearest, are given.
    """
    plan = situations.plan
    before = situations.of(completion)
    changes: dict[str, _Change] = {}
    cells = plan.cells(completion)
    for key, answered, there in _single_answers(situations, state, completion, cells):
        after = situations.of(answered, there)
        if parts := after.differs(before):
            _note(changes, (key,), parts, after)
    if not changes and not settled:
        other = _nearest_other(situations, state, completion)
        after = situations.of({**completion, **other})
        _note(changes, other, after.differs(before), after)
    return _sorted(plan, changes)


def assumed_facts(missing: Iterable[MissingFact], completion: State) -> tuple[AssumedFact, ...]:
    """Those missing facts that can change verdict or urgency, each with what silence was read as (a set per member)."""
    deciding = [each for each in missing if not {"verdict", "urgency"}.isdisjoint(each.could_change)]
    return tuple(_assumed(each, completion) for each in deciding)


def joint_facts(situations: Situations, state: State, completion: dict[str, Value]) -> tuple[AssumedFact, ...]:
    """The facts of the nearest completion with another verdict or urgency, each with what silence was read as."""
    changes: dict[str, _Change] = {}
    _note(changes, _nearest_other(situations, state, completion), (), situations.of(completion))
    return tuple(_assumed(each, completion) for each in _sorted(situations.plan, changes))


def _assumed(missing: MissingFact, completion: State) -> AssumedFact:
    name = missing.fact
    if missing.members:
        return AssumedFact(name, {member: completion.get(f"{name}.{member}") for member in missing.members})
    return AssumedFact(name, completion.get(name))


def _nearest_other(situations: Situations, state: State, completion: dict[str, Value]) -> dict[str, Value]:
    """The answers of the nearest completion with another verdict or urgency; empty if there is none."""
    plan, now = situations.plan, situations.of(completion)
    cells = plan.cells(completion)
    path = plan.nearest(cells, plan.region(state, cells, core=False), (now.verdict, now.urgency), other=True) or {}
    values = {key: plan.variables[plan.level[key]].cells[cell] for key, cell in path.items()}
    return {key: value for key, value in values.items() if value is not None}


def _single_answers(
    situations: Situations, state: State, completion: dict[str, Value], cells: Cells
) -> Iterator[tuple[str, dict[str, Value], Cells]]:
    """Each key with a completion that answers it otherwise, and that completion's cells."""
    plan = situations.plan
    # No other key changes anything on its own.
    asked = plan.asked(cells) | situations.keys
    for level, variable in enumerate(plan.variables):
        key, fact = variable.key, variable.fact
        if key in state or (key not in asked and not fact.unstated_only_if_no_member_is_true):
            continue
        for cell in variable.known_cells:
            value = variable.cells[cell]
            if value is None or cell == cells[level]:
                continue
            if fact.unstated_only_if_no_member_is_true:
                answered = unstated_state(plan.vocabulary, {**state, key: value})
                yield key, answered, plan.cells(answered)
            else:
                yield key, {**completion, key: value}, [*cells[:level], cell, *cells[level + 1 :]]


def _note(changes: dict[str, _Change], changed: Iterable[str], parts: Iterable[Part], after: Situation) -> None:
    for key in changed:
        change = changes.setdefault(fact_of(key), _Change())
        _, _, member = key.partition(".")
        if member and member not in change.members:
            change.members.append(member)
        change.parts.update(parts)
        change.urgencies.append(after.urgency)


def _sorted(plan: Plan, changes: dict[str, _Change]) -> tuple[MissingFact, ...]:
    facts = plan.vocabulary.facts
    order = {name: i for i, name in enumerate(facts)}
    missing = [
        MissingFact(
            fact=name,
            members=tuple(member for member in facts[name].members if member in change.members),
            could_change=tuple(part for part in PARTS if part in change.parts),
            worst_urgency=most_urgent(change.urgencies),
        )
        for name, change in changes.items()
    ]
    return tuple(sorted(missing, key=lambda m: (URGENCIES.index(m.worst_urgency), -len(m.could_change), order[m.fact])))

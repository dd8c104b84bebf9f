"""Whose answers differ between two rule bases: exact over all patients, by decision diagrams.

For each base one diagram gives every patient's verdict, urgency, governing recommendation and first study. Both are
copied into one store of shared nodes, where equal functions are the same node: one root for both is a proof that no
answer differs. Otherwise a third diagram pairs the two, and is searched for the plainest patient of each kind.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.checker.condition import Leaf
from assistant.checker.diagram import Diagram, Node
from assistant.checker.plan import Plan, most_urgent
from assistant.checker.result import Urgency, Verdict
from assistant.checker.rule import RuleBase
from assistant.checker.space import Value, unstated_state
from assistant.checker.studies import first_open
from assistant.vocabulary import FactValue, Vocabulary

_Entry = TypeVar("_Entry")
_PARTS = ("verdict", "urgency", "governing", "first_study")
_DECIDED = frozenset({"verdict", "urgency"})


@dataclass(frozen=True)
class Told:
    """What a patient is told."""

    verdict: Verdict
    urgency: Urgency | None
    governing: str | None
    first_study: str | None
    """The first study on offer that nothing blocks."""


@dataclass(frozen=True)
class AnswerChange:
    """One kind of change, and the plainest patient who shows it."""

    before: Told
    after: Told
    facts: Mapping[str, FactValue]
    """What is stated of the patient; the rest is not known."""

    @property
    def parts(self) -> tuple[str, ...]:
        """What differs: verdict, urgency, governing, first_study."""
        return tuple(name for name in _PARTS if getattr(self.before, name) != getattr(self.after, name))


def changed_answers(old: RuleBase, new: RuleBase, vocabulary: Vocabulary) -> tuple[AnswerChange, ...]:
    """Every kind of change (a before with an after), the plainest patients first; none at all is a proof.

    A patient's plainness is the number of facts in which he or she departs from one of whom nothing is known.
    """
    leaves = [*_leaves(old), *_leaves(new)]
    # With the leaves of both, both plans have the same variables with the same cells.
    plans = [Plan(vocabulary, base.ranked(), base.exits, leaves) for base in (old, new)]
    store = Diagram(plans[0].variables)
    told: _Numbers[Told] = _Numbers()
    left, right = (
        _copied(plan.diagram, _told(plan, base, told), store) for plan, base in zip(plans, (old, new), strict=True)
    )
    if left == right:
        return ()
    pairs: list[tuple[int, int]] = []
    root = _paired(store, left, right, pairs)
    nobody = unstated_state(vocabulary, {})
    start = plans[0].cells(nobody)
    everybody = [range(len(variable.cells)) for variable in store.variables]
    changes = []
    for found, path in store.by_distance(root, start, everybody):
        if found:
            before, after = pairs[found - 1]
            answers = {store.variables[level].key: store.variables[level].cells[cell] for level, cell in path.items()}
            facts = _stated(vocabulary, answers, nobody)
            changes.append(AnswerChange(told.entries[before], told.entries[after], facts))
    return tuple(changes)


class _Numbers(Generic[_Entry]):
    """Entries in the order of their coming, each with one number."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self._numbers: dict[_Entry, int] = {}

    def number(self, entry: _Entry) -> int:
        if entry not in self._numbers:
            self._numbers[entry] = len(self.entries)
            self.entries.append(entry)
        return self._numbers[entry]


def _leaves(base: RuleBase) -> list[Leaf]:
    blocking = [each.when for each in base.cautions if each.level == "blocked"]
    conditions = [*(rule.condition for rule in base.ranked()), *(each.when for each in base.exits), *blocking]
    return [leaf for condition in conditions for leaf in condition.leaves()]


def _told(plan: Plan, base: RuleBase, table: _Numbers[Told]) -> Node:
    """The diagram of what every patient is told, its results numbered by `table`."""
    diagram = plan.diagram
    cautions = [each for each in base.cautions if each.level == "blocked"]
    conditions = [*(each.when for each in base.exits), *(each.when for each in cautions)]
    # A result so far: an outcome, and which of the exits and blocking cautions hold.
    so_far: _Numbers[tuple[int, tuple[int, ...]]] = _Numbers()
    root = diagram.relabel(plan.outcome_root, lambda outcome: so_far.number((outcome, ())))
    for i, condition in enumerate(conditions):
        with_it = diagram.relabel(root, functools.partial(_hold, so_far, i))
        root = diagram.choose(diagram.rails(condition)[0], with_it, root)

    def finish(number: int) -> int:
        index, held = so_far.entries[number]
        outcome = plan.outcomes[index]
        exits = [base.exits[i] for i in held if i < len(base.exits)]
        blocking = [cautions[i - len(base.exits)] for i in held if i >= len(base.exits)]
        urgency = most_urgent((outcome.urgency, *(each.urgency for each in exits)))
        first = first_open(outcome.studies, outcome.urgency, exits, blocking)
        return table.number(Told(outcome.verdict, urgency, outcome.governing.id if outcome.governing else None, first))

    return diagram.relabel(root, finish)


def _hold(so_far: _Numbers[tuple[int, tuple[int, ...]]], condition: int, number: int) -> int:
    outcome, held = so_far.entries[number]
    return so_far.number((outcome, (*held, condition)))


def _copied(source: Diagram, root: Node, store: Diagram) -> Node:
    """The same function in another store over the same variables."""
    moved: dict[Node, Node] = {}

    def move(node: Node) -> Node:
        if node < 0:
            return node
        if node not in moved:
            moved[node] = store.make(source.levels[node], tuple(map(move, source.children[node])))
        return moved[node]

    return move(root)


def _paired(store: Diagram, left: Node, right: Node, pairs: list[tuple[int, int]]) -> Node:
    """The diagram whose result is 0 where two agree, and elsewhere one more than the index in `pairs` of their two."""
    memo: dict[tuple[Node, Node], Node] = {}
    numbers: dict[tuple[int, int], int] = {}
    levels, children, leaf = store.levels, store.children, len(store.variables)

    def walk(a: Node, b: Node) -> Node:
        if a == b:
            return ~0
        if a < 0 and b < 0:
            pair = (~a, ~b)
            if pair not in numbers:
                pairs.append(pair)
                numbers[pair] = len(pairs)
            return ~numbers[pair]
        if (a, b) not in memo:
            level = min(levels[a] if a >= 0 else leaf, levels[b] if b >= 0 else leaf)
            width = len(store.variables[level].cells)
            below = [children[node] if node >= 0 and levels[node] == level else (node,) * width for node in (a, b)]
            memo[a, b] = store.make(level, tuple(map(walk, *below)))
        return memo[a, b]

    return walk(left, right)


def _stated(
    vocabulary: Vocabulary, answers: Mapping[str, Value | None], nobody: Mapping[str, Value]
) -> dict[str, FactValue]:
    """Answers as facts to be stated, in the order of the vocabulary.

    What silence is read as only while no member of a set is named has to be stated beside one that is.
    """
    facts: dict[str, FactValue] = {}
    for name, fact in vocabulary.facts.items():
        if fact.type != "set":
            value = answers.get(name)
            if value is not None:
                facts[name] = value
            continue
        members = {member: answers[f"{name}.{member}"] for member in fact.members if f"{name}.{member}" in answers}
        if fact.unstated_only_if_no_member_is_true and any(members.values()):
            members = {**{m: True for m in fact.members if nobody.get(f"{name}.{m}")}, **members}
        if members:
            facts[name] = {member: bool(truth) for member, truth in members.items()}
    return facts


def grouped(changes: Sequence[AnswerChange]) -> dict[str, list[AnswerChange]]:
    """Changes under what they come to in words, other verdicts and urgencies before what only changes their grounds."""
    kinds: dict[str, list[AnswerChange]] = {}
    for change in sorted(changes, key=lambda each: (each.parts[0] not in _DECIDED, each.parts[0] != "governing")):
        if change.parts[0] in _DECIDED:
            title = f"{_decision(change.before)} becomes {_decision(change.after)}"
        elif "governing" in change.parts:
            title = "same verdict and urgency, another recommendation governs"
        else:
            title = "same verdict and urgency, another study comes first"
        kinds.setdefault(title, []).append(change)
    return kinds


def _decision(told: Told) -> str:
    return ", ".join(filter(None, (told.verdict.replace("_", " "), told.urgency)))

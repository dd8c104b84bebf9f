"""The deciding rules as diagrams: who governs a patient, and what verdict and urgency any completion can lead to."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.checker.condition import Leaf, State, either
from assistant.checker.diagram import FALSE, TRUE, Diagram, Node
from assistant.checker.result import Urgency, Verdict
from assistant.checker.rule import URGENCIES, ExitRule, Rule
from assistant.checker.space import Variable, fact_of, make_variable
from assistant.vocabulary import Vocabulary

Cells = list[int]
#: Per variable, the cells that a question is about.
Region = list[Sequence[int]]


@dataclass(frozen=True)
class Outcome:
    """What the deciding rules come to."""

    governing: Rule | None
    studies: Rule | None
    """The rule whose studies are offered: the governing one, or the next of its group and position that names some."""

    @property
    def verdict(self) -> Verdict:
        """The position of the governing rule."""
        if self.governing is None or self.governing.position == "none":
            return "not_covered"
        return self.governing.position

    @property
    def urgency(self) -> Urgency | None:
        """The urgency of the governing rule, exits aside."""
        return self.governing.urgency if self.governing else None


def most_urgent(urgencies: Iterable[Urgency | None]) -> Urgency | None:
    """The most urgent of several; of none, None."""
    return min(urgencies, key=URGENCIES.index, default=None)


class Plan:
    """Deciding rules and exits, compiled over every key that can change what is decided or offered first."""

    def __init__(self, vocabulary: Vocabulary, ranked: Sequence[Rule], exits: Sequence[ExitRule],
                 also: Iterable[Leaf] = ()) -> None:  # fmt: skip
        """`ranked`: the winner first. `also`: tests outside the rules whose keys count as well."""
        self.vocabulary = vocabulary
        self.ranked = tuple(ranked)
        self.variables = _variables(vocabulary, self.ranked, exits, also)
        self.level = {variable.key: i for i, variable in enumerate(self.variables)}
        diagram = Diagram(self.variables)
        applies = [diagram.rails(rule.condition)[0] for rule in self.ranked]
        self.outcomes: list[Outcome] = []
        outcome = self._compile_outcomes(diagram, applies)
        self.results: list[tuple[Verdict, Urgency | None]] = []
        result = self._compile_results(diagram, outcome, exits)
        self.diagram, (self.outcome_root, self.result_root) = diagram.compact(outcome, result)

    def cells(self, completion: State) -> Cells:
        """The cells of a completed patient; what is missing there is unknown for good."""
        cells = []
        for variable in self.variables:
            value = completion.get(variable.key)
            # Only a fact whose unstated value is null can be missing, and then it has a cell for that.
            cells.append(variable.cell_of(value) if value is not None else variable.unknown or 0)
        return cells

    def outcome(self, cells: Cells) -> Outcome:
        """What a completed patient comes to."""
        return self.outcomes[self.diagram.result(self.outcome_root, cells)]

    def asked(self, cells: Cells) -> set[str]:
        """The keys that the way to this patient's outcome asks about; a change of no other key alone changes it."""
        diagram = self.diagram
        node, asked = self.outcome_root, set()
        while node >= 0:
            level = diagram.levels[node]
            asked.add(self.variables[level].key)
            node = diagram.children[node][cells[level]]
        return asked

    def region(self, state: State, cells: Cells, *, core: bool) -> Region:
        """The cells of all completions of `state`; with `core`, unknown topic and safety facts stay as in `cells`."""
        return [
            (cells[i],) if variable.key in state or (core and variable.fact.tier != "core") else variable.known_cells
            for i, variable in enumerate(self.variables)
        ]

    def is_fixed(self, region: Region, result: tuple[Verdict, Urgency | None]) -> bool:
        """Whether every patient of the region has this verdict and urgency."""
        return not self.diagram.reaches_other(self.result_root, region, frozenset({self.results.index(result)}))

    def nearest(self, cells: Cells, region: Region, result: tuple[Verdict, Urgency | None], *,
                other: bool) -> dict[str, int] | None:  # fmt: skip
        """The fewest changes to `cells` within a region that lead to `result`, or to any `other` one.

        Returns:
            Key to new cell; None where there is no such patient.
        """
        wanted = self.results.index(result)
        path = self.diagram.nearest(self.result_root, cells, region, lambda found: (found == wanted) is not other)
        return None if path is None else {self.variables[level].key: cell for level, cell in path.items()}

    def _compile_outcomes(self, diagram: Diagram, applies: Sequence[Node]) -> Node:
        # Built from the last rule up: whoever stands higher wins. `naming` leads, per group and position, to the first
        # applying rule further down that names studies.
        naming: dict[tuple[str | None, str], list[tuple[Node, Rule]]] = {}
        root = self._leaf(Outcome(None, None))
        for rule, where in zip(reversed(self.ranked), reversed(applies), strict=True):
            below = naming.setdefault((rule.group, rule.position), [])
            if rule.offers:
                then = self._leaf(Outcome(rule, rule))
                below.append((where, rule))
            elif rule.names_a_test:
                then = self._leaf(Outcome(rule, None))
            else:
                then = self._leaf(Outcome(rule, None))
                for other_applies, other in below:
                    then = diagram.choose(other_applies, self._leaf(Outcome(rule, other)), then)
            root = diagram.choose(where, then, root)
        return root

    def _compile_results(self, diagram: Diagram, outcome: Node, exits: Sequence[ExitRule]) -> Node:
        root = FALSE
        for floor in reversed(URGENCIES):
            decided = diagram.relabel(outcome, functools.partial(self._result, floor))
            fired = [each.when for each in exits if each.urgency == floor]
            where = diagram.rails(either(*fired))[0] if floor else TRUE
            root = diagram.choose(where, decided, root)
        return root

    def _result(self, floor: Urgency | None, outcome: int) -> int:
        """The index in `results` of an outcome's verdict, and its urgency or an exit's if that is more urgent."""
        found = self.outcomes[outcome]
        result = (found.verdict, most_urgent((found.urgency, floor)))
        if result not in self.results:
            self.results.append(result)
        return self.results.index(result)

    def _leaf(self, outcome: Outcome) -> Node:
        self.outcomes.append(outcome)
        return ~(len(self.outcomes) - 1)


def _variables(vocabulary: Vocabulary, ranked: Sequence[Rule], exits: Sequence[ExitRule],
               also: Iterable[Leaf]) -> tuple[Variable, ...]:  # fmt: skip
    leaves: dict[str, list[Leaf]] = {}
    for condition in (*(each.when for each in exits), *(rule.condition for rule in ranked)):
        for leaf in condition.leaves():
            leaves.setdefault(leaf.key, []).append(leaf)
    for leaf in also:
        leaves.setdefault(leaf.key, []).append(leaf)
    # The order in which to ask, red flags first, also keeps the diagrams small: half the nodes of an order by rank.
    order = {name: i for i, name in enumerate(vocabulary.facts)}
    return tuple(
        make_variable(key, vocabulary[fact_of(key)], leaves[key])
        for key in sorted(leaves, key=lambda key: (order[fact_of(key)], key))
    )

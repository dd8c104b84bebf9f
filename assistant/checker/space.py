"""The finite space of patients that rules can tell apart.

Every key becomes a variable with finitely many *cells*: both truths, an enumeration's values, or the intervals into
which the thresholds of all rules cut a number. Two patients in the same cells get the same result from every rule, so
what is shown over cells is shown over all patients.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.checker.condition import Leaf, State
from assistant.vocabulary import FactDefinition, Vocabulary

Value = bool | float | str


@dataclass(frozen=True)
class Variable:
    """One key and its cells. `cells[i]` is a value inside cell i.

    Where silence stays unknown (`unstated` is null), one more cell stands for "unknown": index `unknown`, value None.
    """

    key: str
    fact: FactDefinition
    cells: tuple[Value | None, ...]
    cuts: tuple[tuple[float, int], ...] = ()
    """For a number: where one cell ends. (x, 0) cuts just below x, (x, 1) just above."""
    unknown: int | None = None
    index: Mapping[Value, int] = field(default_factory=dict)

    def cell_of(self, value: Value) -> int:
        """The cell that holds a known value."""
        if self.fact.type == "number":
            return bisect.bisect_right(self.cuts, (value, 0))
        return self.index[value]

    def limits(self, cell: int) -> dict[str, float]:
        """For a number: where a cell begins and ends within the fact's range.

        Under `at_least`, `over`, `at_most` and `under`; where the range itself ends there is no limit.
        """
        limits = {}
        if cell:
            at, above = self.cuts[cell - 1]
            limits["over" if above else "at_least"] = at
        if cell < len(self.cuts):
            at, above = self.cuts[cell]
            limits["at_most" if above else "under"] = at
        return limits

    @property
    def known_cells(self) -> range:
        """The cells a completion may choose from."""
        return range(len(self.cells) - (self.unknown is not None))


def make_variable(key: str, fact: FactDefinition, leaves: Iterable[Leaf]) -> Variable:
    """Cut a key's range into the cells that these leaves can tell apart."""
    cells: tuple[Value | None, ...]
    cuts: tuple[tuple[float, int], ...] = ()
    if fact.type == "number":
        cuts = tuple(sorted(_cuts(fact, leaves)))
        cells = tuple(_inside(fact, low, high) for low, high in zip((None, *cuts), (*cuts, None), strict=True))
    elif fact.type == "enum":
        cells = fact.values
    else:
        cells = (False, True)
    index = {} if fact.type == "number" else {value: i for i, value in enumerate(cells) if value is not None}
    unknown = None
    if fact.unstated is None:
        unknown, cells = len(cells), (*cells, None)
    return Variable(key, fact, cells, cuts, unknown, index)


def fact_of(key: str) -> str:
    """The fact's name in a key."""
    return key.partition(".")[0]


def unstated_state(vocabulary: Vocabulary, state: State) -> dict[str, Value]:
    """The default completion: `state` with every unknown key at its unstated value; null stays unknown (absent).

    Source: contract, section 2, "Default completion"; the values and their reasons stand in `assistant/facts.yaml`.
    """
    complete: dict[str, Value] = {}
    for name, fact in vocabulary.facts.items():
        if fact.type != "set":
            value = state.get(name, fact.unstated)
            if value is not None:
                complete[name] = value
            continue
        default = fact.unstated or {}
        if fact.unstated_only_if_no_member_is_true and any(state.get(f"{name}.{m}") for m in fact.members):
            default = {}
        for member in fact.members:
            key = f"{name}.{member}"
            stated = state.get(key)
            complete[key] = bool(default.get(member, False)) if stated is None else stated
    return complete


def _cuts(fact: FactDefinition, leaves: Iterable[Leaf]) -> set[tuple[float, int]]:
    cuts: set[tuple[float, int]] = set()
    for leaf in leaves:
        x = leaf.value
        if isinstance(x, (str, tuple, bool)):
            continue
        if leaf.op in {"lt", "ge", "eq"} and fact.minimum < x <= fact.maximum:
            cuts.add((x, 0))
        if leaf.op in {"le", "gt", "eq"} and fact.minimum <= x < fact.maximum:
            cuts.add((x, 1))
    return cuts


def _inside(fact: FactDefinition, low: tuple[float, int] | None, high: tuple[float, int] | None) -> float:
    start, after = low or (fact.minimum, 0)
    end, _ = high or (fact.maximum, 1)
    return start if not after or start == end else (start + end) / 2

"""Conditions over patient facts, under Kleene's strong three-valued logic: True, False, or None for unknown.

A condition is read from YAML: a leaf `{fact | derived, op, value}`, or `all`, `any`, `not`, `at_least … of`, `always`.
Once read it speaks only of *keys*: a fact's name, or `set.member`. A state maps keys to values; a missing key is
unknown.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Truth = bool | None
State = Mapping[str, bool | float | str]
#: Truths of derived facts already worked out for one state; give a fresh dict for each state.
Memo = dict[str, Truth]
#: A truth and the keys that make it so; for None, the unknown keys on which it hangs. A key may come twice.
Judgement = tuple[Truth, tuple[str, ...]]
Judged = dict[str, Judgement]

_NUMBER_OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
}


class Condition(ABC):
    """One node of a condition tree; immutable."""

    @abstractmethod
    def truth(self, state: State, memo: Memo) -> Truth:
        """The value in `state`: True, False, or None where it hangs on something unknown."""

    @abstractmethod
    def leaves(self) -> Iterator[Leaf]:
        """Every leaf below this node, in reading order; a leaf used twice comes twice."""

    @abstractmethod
    def judge(self, state: State, memo: Judged) -> Judgement:
        """The same value, and what makes it so."""


@dataclass(frozen=True)
class Always(Condition):
    """A constant."""

    value: bool

    def truth(self, state: State, memo: Memo) -> Truth:  # noqa: ARG002 - the same whatever the state
        return self.value

    def leaves(self) -> Iterator[Leaf]:
        return iter(())

    def judge(self, state: State, memo: Judged) -> Judgement:  # noqa: ARG002 - the same whatever the state
        return self.value, ()


@dataclass(frozen=True)
class Leaf(Condition):
    """A test of one key: `is`, `in` (several values), or a comparison of a number."""

    key: str
    op: str
    value: bool | float | str | tuple[str, ...]

    def holds(self, value: object) -> bool:
        """Whether a known value passes the test."""
        if self.op == "is":
            return value == self.value
        if self.op == "in":
            return isinstance(self.value, tuple) and value in self.value
        return _NUMBER_OPS[self.op](value, self.value)

    def truth(self, state: State, memo: Memo) -> Truth:  # noqa: ARG002 - nothing derived here
        value = state.get(self.key)
        return None if value is None else self.holds(value)

    def leaves(self) -> Iterator[Leaf]:
        yield self

    def judge(self, state: State, memo: Judged) -> Judgement:  # noqa: ARG002 - nothing derived here
        value = state.get(self.key)
        return None if value is None else self.holds(value), (self.key,)


@dataclass(frozen=True)
class Not(Condition):
    """True where its part is false; unknown stays unknown."""

    part: Condition

    def truth(self, state: State, memo: Memo) -> Truth:
        truth = self.part.truth(state, memo)
        return None if truth is None else not truth

    def leaves(self) -> Iterator[Leaf]:
        return self.part.leaves()

    def judge(self, state: State, memo: Judged) -> Judgement:
        truth, keys = self.part.judge(state, memo)
        return None if truth is None else not truth, keys


@dataclass(frozen=True)
class Group(Condition):
    """At least `needed` of `parts`: all of them is a conjunction, one of them a disjunction."""

    needed: int
    parts: tuple[Condition, ...]

    def truth(self, state: State, memo: Memo) -> Truth:
        true = unknown = 0
        spare = len(self.parts) - self.needed
        for part in self.parts:
            truth = part.truth(state, memo)
            if truth:
                true += 1
                if true >= self.needed:
                    return True
            elif truth is None:
                unknown += 1
            else:
                spare -= 1
                if spare < 0:
                    return False
        return None if true + unknown >= self.needed else False

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()

    def judge(self, state: State, memo: Judged) -> Judgement:
        judged = [part.judge(state, memo) for part in self.parts]
        truths = [truth for truth, _ in judged]
        truth: Truth = None
        if truths.count(True) >= self.needed:
            truth = True
        elif len(truths) - truths.count(False) < self.needed:
            truth = False
        return truth, tuple(key for part, keys in judged if part is truth for key in keys)


@dataclass(frozen=True)
class Derived(Condition):
    """A named condition, worked out once per state."""

    name: str
    part: Condition

    def truth(self, state: State, memo: Memo) -> Truth:
        try:
            return memo[self.name]
        except KeyError:
            truth = memo[self.name] = self.part.truth(state, memo)
            return truth

    def leaves(self) -> Iterator[Leaf]:
        return self.part.leaves()

    def judge(self, state: State, memo: Judged) -> Judgement:
        try:
            return memo[self.name]
        except KeyError:
            judgement = memo[self.name] = self.part.judge(state, memo)
            return judgement


def every(*parts: Condition) -> Condition:
    """The conjunction; of one part, that part."""
    return parts[0] if len(parts) == 1 else Group(len(parts), parts)


def either(*parts: Condition) -> Condition:
    """The disjunction; of one part, that part; of none, false."""
    if not parts:
        return Always(False)
    return parts[0] if len(parts) == 1 else Group(1, parts)


def keys(condition: Condition) -> frozenset[str]:
    """Every key the condition reads."""
    return frozenset(leaf.key for leaf in condition.leaves())

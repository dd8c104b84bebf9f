"""What changed between two rule bases: which rules, and what stands around them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.checker.comparison import AnswerChange, changed_answers
from assistant.checker.condition import Condition, Derived, Group, Not
from assistant.checker.rule import RuleBase
from assistant.vocabulary import Vocabulary

How = Literal["added", "removed", "changed"]
#: Where something stands is no part of what it says; a rule's condition is its scope and its `when`.
_SILENT = frozenset({"file", "line", "source", "sources", "condition"})
_KINDS = ("rules", "exits", "cautions", "conflicts", "gaps", "precedence")


@dataclass(frozen=True)
class EntryChange:
    """A rule, or another entry of the rule files, that is not as it was."""

    kind: str
    """rule, definition, exit, caution, conflict, gap, precedence, procedure, priority, parameter."""
    name: str
    how: How
    parts: tuple[str, ...] = ()
    """What of it changed, by the names of its fields."""


@dataclass(frozen=True)
class RulesDiff:
    """The whole comparison."""

    entries: tuple[EntryChange, ...]
    answers: tuple[AnswerChange, ...]
    """Empty is a proof: no patient is told another verdict, urgency, governing recommendation or first study."""


def diff_rules(old: RuleBase, new: RuleBase, vocabulary: Vocabulary) -> RulesDiff:
    """Compare two rule bases; takes seconds."""
    entries: list[EntryChange] = []
    for kind in _KINDS:
        before, after = ({_name(each): each for each in getattr(base, kind)} for base in (old, new))
        entries.extend(_compared(kind.removesuffix("s"), before, after))
    entries.extend(_compared("definition", old.derived, new.derived))
    entries.extend(_compared("procedure", old.procedures, new.procedures))
    entries.extend(_compared("parameter", old.params, new.params))
    if old.guideline_priority != new.guideline_priority:
        entries.append(EntryChange("priority", "guideline_priority", "changed"))
    return RulesDiff(tuple(entries), changed_answers(old, new, vocabulary))


def _compared(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> list[EntryChange]:
    found = [EntryChange(kind, name, "removed") for name in before if name not in after]
    for name, entry in after.items():
        if name not in before:
            found.append(EntryChange(kind, name, "added"))
        elif parts := _parts(before[name], entry):
            found.append(EntryChange(kind, name, "changed", parts))
    order = [*after, *before]
    # Ranks decide, so another order of the same groups is a change.
    if kind == "precedence" and not found and list(before) != list(after):
        found.append(EntryChange(kind, "order", "changed"))
    return sorted(found, key=lambda each: order.index(each.name) if each.name in order else -1)


def _parts(old: object, new: object) -> tuple[str, ...]:
    left, right = _fields(old), _fields(new)
    return tuple(name for name in right if left.get(name) != right[name])


def _fields(entry: object) -> dict[str, object]:
    if dataclasses.is_dataclass(entry) and not isinstance(entry, type):
        names = [field.name for field in dataclasses.fields(entry) if field.name not in _SILENT]
        return {name: _shape(getattr(entry, name)) for name in names}
    return {"value": entry}


def _shape(value: object) -> object:
    """Something comparable in which a derived fact is only its name: its own change is told where it is defined."""
    if isinstance(value, Derived):
        shape: object = ("derived", value.name)
    elif isinstance(value, Condition):
        shape = _condition(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        shape = tuple(_fields(value).items())
    elif isinstance(value, tuple):
        shape = tuple(map(_shape, value))
    elif isinstance(value, Mapping):
        # The definition of a derived fact: what its own name stands for.
        shape = tuple((key, _shape(each.part if isinstance(each, Derived) else each)) for key, each in value.items())
    else:
        shape = value
    return shape


def _condition(value: Condition) -> object:
    if isinstance(value, Not):
        return ("not", _shape(value.part))
    if isinstance(value, Group):
        return (value.needed, *map(_shape, value.parts))
    return value


def _name(entry: object) -> str:
    return str(getattr(entry, "id", None) or getattr(entry, "group", ""))

"""Conditions in words, for a clinician who wants to read a rule rather than its YAML."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checker.condition import Always, Condition, Derived, Group, Leaf, Not
from assistant.vocabulary import Vocabulary

_COMPARED = {"lt": "under", "le": "at most", "gt": "over", "ge": "at least", "eq": "exactly"}


def outline(condition: Condition, vocabulary: Vocabulary) -> list[str]:
    """A condition as lines of a nested Markdown list.

    Derived facts are called by their names, in italics; `RuleBase.derived` holds what each means.
    """
    return list(_lines(condition, vocabulary, 0))


def sentence(condition: Condition, vocabulary: Vocabulary) -> str:
    """A condition in one line, with brackets where it is nested."""
    if isinstance(condition, Group) and len(condition.parts) > 1:
        parts = [_bracketed(part, vocabulary) for part in condition.parts]
        if condition.needed == len(parts):
            return " and ".join(parts)
        if condition.needed == 1:
            return " or ".join(parts)
        return f"at least {condition.needed} of: {', '.join(parts)}"
    if isinstance(condition, Not) and isinstance(condition.part, Group):
        return f"not ({sentence(condition.part, vocabulary)})"
    return _single(condition, vocabulary)


def _bracketed(condition: Condition, vocabulary: Vocabulary) -> str:
    words = sentence(condition, vocabulary)
    return f"({words})" if isinstance(condition, Group) else words


def _lines(condition: Condition, vocabulary: Vocabulary, depth: int) -> Iterator[str]:
    indent = "  " * depth
    group = condition.part if isinstance(condition, Not) else condition
    if not isinstance(group, Group):
        yield f"{indent}- {_single(condition, vocabulary)}"
        return
    how = (
        "all of"
        if group.needed == len(group.parts)
        else "any of"
        if group.needed == 1
        else f"{group.needed} or more of"
    )
    if isinstance(condition, Not):
        how = f"not {how}"
    yield f"{indent}- {how}:"
    for part in group.parts:
        yield from _lines(part, vocabulary, depth + 1)


def _single(condition: Condition, vocabulary: Vocabulary, *, negated: bool = False) -> str:
    if isinstance(condition, Not):
        return _single(condition.part, vocabulary, negated=not negated)
    if isinstance(condition, Always):
        return "every patient" if condition.value is not negated else "nobody"
    if isinstance(condition, Derived):
        name, _, case = condition.name.partition("=")
        word = f"*{_plain(name)}*" + (f": {case}" if case else "")
        return f"not {word}" if negated else word
    if isinstance(condition, Leaf):
        return _leaf(condition, vocabulary, negated=negated)
    return f"not ({sentence(condition, vocabulary)})" if negated else sentence(condition, vocabulary)


def _leaf(leaf: Leaf, vocabulary: Vocabulary, *, negated: bool) -> str:
    name, _, member = leaf.key.partition(".")
    fact = vocabulary[name]
    word = f"{_plain(name)}: {_plain(member)}" if member else _plain(name)
    no = "not " if negated else ""
    if fact.type == "number":
        subject = _plain(name.rpartition("_")[0])
        unit = fact.unit if leaf.value == 1 or not fact.unit.isalpha() or fact.unit == "mL" else f"{fact.unit}s"
        return f"{subject} {no}{_COMPARED[leaf.op]} {leaf.value:g} {unit}"
    if isinstance(leaf.value, bool):
        return word if leaf.value is not negated else f"no {word}"
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    return f"{word}: {no}{' or '.join(_plain(str(value)) for value in values)}"


def _plain(name: str) -> str:
    return name.replace("_", " ")

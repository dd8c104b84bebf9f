"""Conditions in words, for a clinician who wants to read a rule rather than its YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.checker.condition import Always, Condition, Derived, Group, Leaf, Not
from assistant.facts_in_words import fact_in_words, range_in_words
from assistant.vocabulary import Vocabulary

_ACRONYMS = frozenset({"acr", "acp", "ces", "ct", "ibp", "mri", "nice"})
_LIMITS = {"lt": "under", "le": "at_most", "gt": "over", "ge": "at_least"}
_NEGATED = {"lt": "ge", "ge": "lt", "le": "gt", "gt": "le"}


@dataclass(frozen=True)
class Phrase:
    """A condition in words: a single test, or a heading such as "any of" with what stands under it."""

    text: str
    parts: tuple[Phrase, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "parts": [part.to_json() for part in self.parts]}


def phrase(condition: Condition, vocabulary: Vocabulary) -> Phrase:
    """A condition as a tree of phrases.

    Derived facts are called by their names, in *asterisks*; `RuleBase.derived` holds what each means.
    """
    group = condition.part if isinstance(condition, Not) else condition
    if not isinstance(group, Group) or cases_of(group):
        return Phrase(_single(condition, vocabulary))
    how = (
        "all of"
        if group.needed == len(group.parts)
        else "any of"
        if group.needed == 1
        else f"{group.needed} or more of"
    )
    if isinstance(condition, Not):
        how = f"not {how}"
    return Phrase(how, tuple(phrase(part, vocabulary) for part in group.parts))


def outline(condition: Condition, vocabulary: Vocabulary) -> list[str]:
    """The same as lines of a nested Markdown list."""
    return list(_lines(phrase(condition, vocabulary), 0))


def sentence(condition: Condition, vocabulary: Vocabulary) -> str:
    """A condition in one line, with brackets where it is nested."""
    if isinstance(condition, Group) and len(condition.parts) > 1 and not cases_of(condition):
        every_part = condition.needed == len(condition.parts)
        parts = [_bracketed(part, vocabulary, conjoined=every_part) for part in condition.parts]
        if every_part:
            return " and ".join(parts)
        if condition.needed == 1:
            return " or ".join(parts)
        return f"at least {condition.needed} of: {', '.join(parts)}"
    if isinstance(condition, Not) and isinstance(condition.part, Group) and not cases_of(condition.part):
        return f"not ({sentence(condition.part, vocabulary)})"
    return _single(condition, vocabulary)


def _bracketed(condition: Condition, vocabulary: Vocabulary, *, conjoined: bool) -> str:
    words = sentence(condition, vocabulary)
    nested = isinstance(condition, Group) and not cases_of(condition)
    return f"({words})" if nested or (" or " in words and (conjoined or ": " in words)) else words


def _lines(said: Phrase, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {said.text}{':' if said.parts else ''}"
    for part in said.parts:
        yield from _lines(part, depth + 1)


def cases_of(group: Group) -> tuple[str, list[str]] | None:
    """The derived fact and its cases, if a disjunction only lists cases of one; else None."""
    named = [part.name.partition("=") for part in group.parts if isinstance(part, Derived)]
    if group.needed != 1 or len(named) < len(group.parts) or len({name for name, _, _ in named}) != 1:
        return None
    cases = [case for _, _, case in named]
    return (named[0][0], cases) if all(cases) else None


def _single(condition: Condition, vocabulary: Vocabulary, *, negated: bool = False) -> str:
    if isinstance(condition, Not):
        return _single(condition.part, vocabulary, negated=not negated)
    if isinstance(condition, Always):
        return "every patient" if condition.value is not negated else "nobody"
    if isinstance(condition, Derived):
        name, _, case = condition.name.partition("=")
        return _derived(name, [case] if case else [], negated=negated)
    if isinstance(condition, Leaf):
        return leaf_in_words(condition, vocabulary, negated=negated)
    if isinstance(condition, Group) and (cases := cases_of(condition)):
        return _derived(*cases, negated=negated)
    return f"not ({sentence(condition, vocabulary)})" if negated else sentence(condition, vocabulary)


def _derived(name: str, cases: Sequence[str], *, negated: bool) -> str:
    word = f"*{derived_name(name)}*" + (f": {' or '.join(map(_plain, cases))}" if cases else "")
    return f"not {word}" if negated else word


def derived_name(name: str) -> str:
    """How a derived fact is called in words.

    >>> derived_name("ces_suspected")
    'CES suspected'
    """
    return " ".join(word.upper() if word in _ACRONYMS else word for word in name.split("_"))


def leaf_in_words(leaf: Leaf, vocabulary: Vocabulary, *, negated: bool = False) -> str:
    """One test as a noun phrase, in the words that answers use."""
    fact = vocabulary[leaf.key.partition(".")[0]]
    if fact.type == "number" and isinstance(leaf.value, (int, float)):
        op = _NEGATED.get(leaf.op, leaf.op) if negated else leaf.op
        if op == "eq":
            exactly = fact_in_words(leaf.key, leaf.value)
            return f"not {exactly}" if negated else exactly
        return range_in_words(leaf.key, {_LIMITS[op]: leaf.value})
    if fact.type == "enum":
        wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        named = [fact_in_words(leaf.key, value) for value in fact.values if value in wanted]
        others = [fact_in_words(leaf.key, value) for value in fact.values if value not in wanted]
        # A known value that is none of these is one of the others, which reads better unless they are many.
        if negated and len(others) > 2 and not any(words.startswith("no ") for words in named):
            return f"not {' or '.join(dict.fromkeys(named))}"
        return " or ".join(dict.fromkeys(others if negated else named))
    return fact_in_words(leaf.key, leaf.value is not negated)


def _plain(name: str) -> str:
    return name.replace("_", " ")

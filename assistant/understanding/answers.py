"""Short answers to the questions put last: "no", "yes, both", "about six weeks", "the first", "still on chemo"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import VocabularyError
from assistant.patient import Evidence, PatientFacts
from assistant.understanding.numbers import NUMBER, number
from assistant.understanding.patterns import any_of, load_patterns
from assistant.understanding.times import spans
from assistant.vocabulary import load_vocabulary

Value = bool | float | str
Sense = Literal["all_no", "all_yes", "unsure", "no", "yes"]

PATTERN_GROUPS = (
    "all_no", "plain_no", "all_yes", "plain_yes", "unsure", "ordinals", "lead", "correction", "take_back", "that",
    "someone_else", "new_patient", "same_patient", "what_if", "what_if_head", "condition", "asking", "advice", "facts",
)  # fmt: skip
#: A reply of more words than this tells a story; a number or a word in it need not be the answer.
_SHORT = 8
_WEEKS = ("duration_weeks", "prior_management_weeks")
_ASKS = re.compile(
    r"[^\s?]\s*\?\s*$|^\W*(?:(?:and|but|so|ok|okay)\W+)*(?:what|how|which|when|why|does|should|can|could)\b"
)
_DENIED = re.compile(r"\b(?:no|not|nothing|never|without|\w+n't)\s+(?:\w+\s+){0,2}$")


@dataclass(frozen=True)
class Topic:
    """How a fact, or a member of a set, is answered and spoken of once it has been asked about."""

    key: str
    no: Value | None
    yes: Value | None
    unsure: Value | None
    names: re.Pattern[str]
    values: Mapping[str, re.Pattern[str]]


def answers(
    text: str, message: str, stated: PatientFacts, *, turn: int, known: PatientFacts, asked: Sequence[str]
) -> PatientFacts:
    """What a reply says about the facts asked for, beyond what it states in so many words.

    `text` is `message` made plain. What the reply states itself is never overruled: a "no" that goes on about one of
    the facts asked for ("no, bladder is fine") answers for that one alone.
    """
    if not asked:
        return PatientFacts()
    found: dict[str, tuple[Value, int, int]] = {}
    head = None if _withdraws(text) else _head(text)
    touched = {key.split(".")[0] for key in stated.evidence}
    open_keys = [key for key in _expand(asked, known) if key.split(".")[0] not in touched]
    if head is not None:
        sense, start, end = head
        if sense in {"all_no", "all_yes"} or len(open_keys) == len(_expand(asked, known)):
            found.update({key: (value, start, end) for key, value in _by_sense(sense, text[end:], open_keys, asked)})
    # A question of the user's own answers none of ours: "how much radiation is a lumbar X-ray?"
    if len(text.split()) <= _SHORT and not _ASKS.search(text):
        found.update(_ordinal(text, _expand(asked, known)))
        found.update(_words(text, [key for key in open_keys if not load_vocabulary()[key.split(".")[0]].members]))
        found.update(_numbers(text, stated, asked))
    return PatientFacts({
        key: Evidence(value, "stated", turn, start, end, message[start:end])
        for key, (value, start, end) in found.items()
    })  # fmt: skip


def named(text: str) -> Iterator[tuple[str, int, int]]:
    """The facts and members that a text names, with where."""
    for key, topic in topics().items():
        for match in topic.names.finditer(text):
            yield key, match.start(), match.end()


def _by_sense(sense: Sense, rest: str, keys: Sequence[str], asked: Sequence[str]) -> Iterator[tuple[str, Value]]:
    every = topics()
    if sense in {"no", "all_no"}:
        yield from ((key, no) for key in keys if (no := every[key].no) is not None)
    elif sense == "unsure":
        yield from ((key, unsure) for key in keys if len(keys) == 1 and (unsure := every[key].unsure) is not None)
    elif sense == "all_yes":
        meant = keys if len(asked) > 1 or len(keys) == 2 else []
        yield from ((key, yes) for key in meant if (yes := every[key].yes) is not None)
    else:
        # "Yes" to several things does not say which, unless the reply names it.
        meant = keys if len(keys) == 1 else [key for key in keys if _affirmed(every[key].names, rest)]
        yield from ((key, yes) for key in meant if (yes := every[key].yes) is not None)


def _affirmed(names: re.Pattern[str], text: str) -> bool:
    return any(not _DENIED.search(text[: match.start()]) for match in names.finditer(text))


def _ordinal(text: str, keys: Sequence[str]) -> Iterator[tuple[str, tuple[Value, int, int]]]:
    for position, pattern in _ordinals().items():
        match = pattern.match(text)
        index = position - 1 if position > 0 else position
        if match and len(keys) > 1 and -len(keys) <= index < len(keys) and topics()[keys[index]].yes is not None:
            yes = topics()[keys[index]].yes
            yield keys[index], (True if yes is None else yes, *match.span("answer"))
            if "only" in match[0] or "just" in match[0]:
                for key in keys:
                    no = topics()[key].no
                    if key != keys[index] and no is not None:
                        yield key, (no, *match.span("answer"))
            return


def _words(text: str, keys: Sequence[str]) -> Iterator[tuple[str, tuple[Value, int, int]]]:
    """The value of an enum by one of its words; the one listed first in the lexicon wins."""
    for key in keys:
        for value, pattern in topics()[key].values.items():
            match = next((match for match in pattern.finditer(text) if not _DENIED.search(text[: match.start()])), None)
            if match:
                yield key, (value, match.start(), match.end())
                break


def _numbers(text: str, stated: PatientFacts, asked: Sequence[str]) -> Iterator[tuple[str, tuple[Value, int, int]]]:
    """A bare number or time, for the one number that was asked for."""
    wanted = [key for key in asked if load_vocabulary()[key.split(".")[0]].type == "number"]
    if len(wanted) != 1 or wanted[0] in stated.evidence:
        return
    name = wanted[0]
    if name in _WEEKS:
        if times := spans(text):
            yield name, (times[-1].weeks, times[-1].start, times[-1].end)
    elif match := re.search(rf"(?<![\w.]){NUMBER}(?![\w/])", text):
        value, fact = number(match[0]), load_vocabulary()[name]
        if value is not None and fact.minimum <= value <= fact.maximum:
            yield name, (value, *match.span())


def _expand(asked: Sequence[str], known: PatientFacts) -> list[str]:
    """The keys asked about, a set by its members; members already known were not asked for."""
    keys: list[str] = []
    for name in asked:
        fact = load_vocabulary().facts.get(name)
        if fact is not None and fact.members:
            keys.extend(key for member in fact.members if (key := f"{name}.{member}") not in known.evidence)
        elif name in topics():
            keys.append(name)
    return keys


def _head(text: str) -> tuple[Sense, int, int] | None:
    """The answer that a reply begins with, if it stands by itself: "no fever" is no "no"."""
    for sense, pattern in _heads():
        if match := pattern.match(text):
            return sense, *match.span("answer")
    return None


@functools.cache
def _withdrawing() -> re.Pattern[str]:
    lists = _lists()
    return re.compile(
        rf"\W*(?:{any_of(lists['lead']).pattern}[\s,.!]*|no[\s,.!-]+)*{any_of(lists['take_back']).pattern}"
    )


def _withdraws(text: str) -> bool:
    """Whether it takes something back: "no, forget that" says no to none of our questions."""
    return _withdrawing().match(text) is not None


@functools.cache
def _lists() -> Mapping[str, Any]:
    return load_patterns("understanding/lexicon/replies.yaml", PATTERN_GROUPS)


@functools.cache
def _heads() -> tuple[tuple[Sense, re.Pattern[str]], ...]:
    patterns = _lists()
    order: tuple[tuple[Sense, str], ...] = (
        ("all_no", "all_no"), ("all_yes", "all_yes"), ("unsure", "unsure"), ("no", "plain_no"), ("yes", "plain_yes"),
    )  # fmt: skip
    return tuple((sense, _at_head(patterns[group])) for sense, group in order)


@functools.cache
def _ordinals() -> Mapping[int, re.Pattern[str]]:
    ordinals: Mapping[int, Sequence[str]] = _lists()["ordinals"]
    return {int(position): _at_head(phrases) for position, phrases in ordinals.items()}


def _at_head(phrases: Sequence[str]) -> re.Pattern[str]:
    lead = any_of(_lists()["lead"]).pattern
    answer = any_of(phrases).pattern
    stop = r"\s*(?:$|[,.;:!?)\-\n]|(?:but|except|apart|only|just|and|i|he|she|they|it)\b)"
    return re.compile(rf"\W*(?:{lead}[\s,.!]*)*(?P<answer>{answer})(?={stop})")


@functools.cache
def topics() -> Mapping[str, Topic]:
    """Every fact and set member by key, in vocabulary order.

    Raises:
        VocabularyError: `lexicon/replies.yaml` names a key, or a value, that the vocabulary does not have.
    """
    listed: dict[str, Any] = dict(_lists()["facts"])
    result: dict[str, Topic] = {}
    for name, fact in load_vocabulary().facts.items():
        for key in [f"{name}.{member}" for member in fact.members] or [name]:
            entry = listed.pop(key, {})
            binary = fact.type in {"bool", "set"}
            values = entry.get("values", {})
            for value in values:
                fact.parse(value)
            result[key] = Topic(
                key,
                entry.get("no", False if binary else None),
                entry.get("yes", True if binary else None),
                entry.get("unsure"),
                any_of(entry.get("names", ())),
                {value: any_of(phrases) for value, phrases in values.items()},
            )
    if listed:
        raise VocabularyError(f"lexicon/replies.yaml: no such fact: {', '.join(sorted(listed))}")
    return result

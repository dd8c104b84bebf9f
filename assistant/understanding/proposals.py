"""What a second reader proposes, weighed against our own reading: its words must stand there, and it may not reassure.

A proposal can add that something is there. That a danger is not there only the user can say: a denial that our reader
did not find becomes a question, and so does everything in which the two readers differ.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.errors import FactError
from assistant.patient import Evidence, PatientFacts
from assistant.understanding.context import Scope
from assistant.understanding.extraction import Extraction, extract
from assistant.understanding.lexicon import Lexicon, Value
from assistant.understanding.numbers import NUMBER, number
from assistant.understanding.reading import Reading
from assistant.understanding.sections import section_marks
from assistant.understanding.settle import ORDER
from assistant.understanding.times import spans
from assistant.understanding.tokens import plain
from assistant.vocabulary import load_vocabulary

#: No message holds more facts; a quote of more characters is no evidence but the message again.
MOST_PROPOSALS, LONGEST_QUOTE = 60, 200
#: What the words around a quote may say of it: that it is not so, or not of the patient, now.
_DENYING = ("negated", "normal")
_ELSEWHERE = ("family", "hypothetical", "guidance", "generic", "uncertain", "suspicion", "query", "fear", "resolved",
              "past", "once", "dated", "exception")  # fmt: skip
#: Values by which a fact of several values says that nothing is there, or nothing to worry about.
_NOTHING_THERE = frozenset({
    "none", "no", "not_done", "not_suspected", "normal", "normal_or_degenerative", "negative", "egfr_30_or_more",
})  # fmt: skip
#: How far a time in weeks may lie beside our own reading of the same words: a month counts as four weeks or as 4.33.
_SAME_TIME = 0.15
_NUMBER = re.compile(rf"(?<![\w.]){NUMBER}(?!\d)")
_WEEKS = frozenset({"duration_weeks", "prior_management_weeks"})


@dataclass(frozen=True)
class Proposal:
    """One fact that somebody else has read."""

    key: str
    """`fact` or `set.member`."""
    value: Value
    quote: str
    """Words of the message, character for character."""


def weigh(
    proposals: Sequence[Proposal], message: str, reading: Reading, *, turn: int = 1,
    known: PatientFacts = PatientFacts(), lexicon: Lexicon | None = None,  # noqa: B008 - a frozen record
) -> Reading:  # fmt: skip
    """The reading with what of the proposals may be taken, and the facts that have become a question.

    Pure, and the same for any order of the proposals.
    """
    weighed = _Weighed(turn, reading, PatientFacts() if reading.new_patient else known, _Page(message, lexicon))
    offers: dict[str, set[tuple[Value, int, int]]] = {}
    for each in proposals[:MOST_PROPOSALS]:
        if (offer := _checked(each, message)) is not None:
            offers.setdefault(each.key, set()).add(offer)
    for key in _keys():
        if key in offers:
            weighed.take(key, sorted(offers[key], key=lambda offer: (offer[1], offer[2], str(offer[0]))))
    return weighed.reading()


def _checked(proposal: Proposal, message: str) -> tuple[Value, int, int] | None:
    """Value and place of a proposal that is of the vocabulary and whose words, and number, stand in the message."""
    quote = proposal.quote
    start = _place(quote, message)
    if start is None or proposal.key not in _keys():
        return None
    name, _, member = proposal.key.partition(".")
    fact = load_vocabulary()[name]
    value = proposal.value
    try:
        fact.parse({member: value} if member else value)
    except FactError:
        return None
    if fact.type == "number":
        carried = _carried(name, float(value), quote)
        return None if carried is None else (carried, start, start + len(quote))
    return value, start, start + len(quote)


def _place(quote: str, message: str) -> int | None:
    """Where a quote of whole words stands first."""
    if len(quote) > LONGEST_QUOTE or not any(character.isalnum() for character in quote):
        return None
    start = message.find(quote)
    while start >= 0:
        before, after = message[start - 1 : start], message[start + len(quote) : start + len(quote) + 1]
        if not (before.isalnum() and quote[0].isalnum()) and not (after.isalnum() and quote[-1].isalnum()):
            return start
        start = message.find(quote, start + 1)
    return None


def _carried(name: str, value: float, quote: str) -> float | None:
    """The number as we read it in the quote; None if it does not stand there."""
    text = plain(quote)
    if name in _WEEKS:
        held = [span.weeks for span in spans(text)]
        return next((each for each in held if abs(each - value) <= _SAME_TIME * max(each, value)), None)
    numbers = (number(match[0]) for match in _NUMBER.finditer(text))
    return next((each for each in numbers if each == value), None)


@dataclass
class _Weighed:
    """The state of weighing one message's proposals."""

    turn: int
    before: Reading
    known: PatientFacts
    page: _Page
    facts: dict[str, Evidence] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    disputed: list[str] = field(default_factory=list)

    def take(self, key: str, offers: Sequence[tuple[Value, int, int]]) -> None:
        """Take what one key is offered, or ask."""
        value, start, end = offers[0]
        held = self.before.facts.evidence.get(key) or self.known.evidence.get(key)
        if held is not None:
            if not all(_same(offer[0], held.value) for offer in offers):
                self._ask(key)
                # Our denial no longer stands alone; our finding does. What the user has confirmed stays.
                if held.status != "confirmed" and _guarded(key) and _denies(held.value):
                    self.withdrawn.add(key)
        elif len({offer[0] for offer in offers}) > 1 or self._doubtful(key, value, start, end):
            self._ask(key)
        else:
            self.facts[key] = Evidence(value, "stated", self.turn, start, end, self.page.message[start:end])
            if _guarded(key) and _short_of_the_worst(key, value):
                self._ask(key)

    def reading(self) -> Reading:
        """What has come of it."""
        kept = {key: each for key, each in self.before.facts.evidence.items() if key not in self.withdrawn}
        together = {**kept, **self.facts}
        facts = PatientFacts({key: together[key] for key in _keys() if key in together})
        forget = self.before.forget | (self.withdrawn & self.known.evidence.keys())
        return replace(self.before, facts=facts, forget=forget, disputed=tuple(dict.fromkeys(self.disputed)))

    def _ask(self, key: str) -> None:
        self.disputed.append(key.partition(".")[0])

    def _doubtful(self, key: str, value: Value, start: int, end: int) -> bool:
        """Whether it would reassure, or our reader has seen the thing or its words and found that nothing is stated."""
        if _guarded(key) and (_denies(value) or _is_measure(key)):
            return True
        seen = key in self.page.named or key in self.before.hypothetical.evidence or key in self.before.forget
        return seen or self.page.doubts(start, end, denies=_denies(value))


class _Page:
    """The message as our own reader sees it."""

    def __init__(self, message: str, lexicon: Lexicon | None) -> None:
        self.message = message
        self._read: Extraction = extract(message, lexicon)
        self.named = {mention.key for mention in self._read.mentions}
        self._headers = section_marks(self._read.text, self._read.tokens, self._read.sentences)

    def doubts(self, start: int, end: int, *, denies: bool) -> bool:
        """Whether the words around a quote say that it is not so, or not of the patient, now."""
        return any(self._marked(start, end, _ELSEWHERE if denies else (*_DENYING, *_ELSEWHERE)))

    def _marked(self, start: int, end: int, marks: Sequence[str]) -> Iterator[bool]:
        read = self._read
        for header, part in zip(self._headers, read.sentences, strict=True):
            places = [
                n for n in range(part.first, part.last) if start < read.tokens[n].end and read.tokens[n].start < end
            ]
            if not places:
                continue
            held = [each for each in read.spoken if part.first <= each.first < part.last]
            scope = Scope(read.text, read.tokens, part, held, header=header, kin=read.person.kin,
                          writer=read.person.writer_hurts)  # fmt: skip
            yield part.asks
            yield any(not scope.marks.get(mark, set()).isdisjoint(places) for mark in marks)


@functools.cache
def _keys() -> tuple[str, ...]:
    """Every key of the vocabulary, in its order."""
    facts = load_vocabulary().facts.items()
    return tuple(key for name, fact in facts for key in ([f"{name}.{each}" for each in fact.members] or [name]))


def _guarded(key: str) -> bool:
    """Whether silence about the fact keeps a danger open, which a denial would close."""
    fact = load_vocabulary()[key.partition(".")[0]]
    return fact.red_flag or fact.tier != "core"


def _is_measure(key: str) -> bool:
    return load_vocabulary()[key.partition(".")[0]].type == "number"


def _denies(value: Value) -> bool:
    """Whether a value says that nothing is there."""
    return value is False or value in _NOTHING_THERE


def _short_of_the_worst(key: str, value: Value) -> bool:
    """Whether a value says that something is there and closes what is worse."""
    return key in ORDER and value != ORDER[key][-1]


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str) or isinstance(other, str):
        return one is other or (type(one) is type(other) and one == other)
    return abs(one - other) <= _SAME_TIME * max(abs(one), abs(other))

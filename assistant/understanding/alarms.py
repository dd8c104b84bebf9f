"""The safety net under the reader: words that no answer may pass over, whatever facts were read from them."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding.asking import answer_to
from assistant.understanding.context import Scope
from assistant.understanding.extraction import Extraction, extract
from assistant.understanding.grammar import ASKING
from assistant.understanding.patterns import any_of, load_patterns

_KEYS = ("alarms", "named", "of_patient", "several", "numbered", "english", "other")
#: Marks of words that are not of the patient now.
_OFF = ("negated", "family", "past", "resolved", "generic", "guidance")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
#: A message in another language has so many of its small words at least, and they make such a share of its words.
_FEW, _SHARE = 2, 0.25


@dataclass(frozen=True)
class Alarms:
    """What of a message calls for a safety sentence."""

    heard: frozenset[str] = frozenset()
    """Alarms whose words stand in it and are not denied, of whomever they are said."""
    stated: frozenset[str] = frozenset()
    """Those said of the patient, as they are now."""
    named: str = ""
    """`cauda_equina` or `cord`, where the condition is suspected or said of a patient by its name; else empty."""
    asked_about: bool = False
    """The name stands in a sentence that asks, and nobody is said to have it."""
    foreign: bool = False
    """It is mostly in another language than English."""
    several: bool = False
    """It tells of more than one patient."""


def hear(message: str) -> Alarms:
    """Find the alarms of a message; pure, and defined for every string.

    >>> hear("?CES. MRI?").named, hear("No signs of CES.").named
    ('cauda_equina', '')
    """
    words = _words()
    said = extract(message)
    scopes = _Scopes(said)
    heard, stated = set(), set()
    for name, pattern in words.alarms.items():
        for match in pattern.finditer(said.text):
            marks = scopes.marks_at(match.start())
            if "negated" in marks or scopes.refused(match.start()):
                continue
            heard.add(name)
            if marks.isdisjoint({*_OFF, "hypothetical"}):
                stated.add(name)
    named, asked_about = _named(said, scopes, words)
    several = bool(words.several.search(said.text)) or len(words.numbered.findall(said.text)) > 1
    return Alarms(frozenset(heard), frozenset(stated), named, asked_about, is_foreign(message), several)


def is_foreign(message: str) -> bool:
    """Whether a message is mostly not English, by its script and its small words; shorthand is English.

    >>> is_foreign("Tengo dolor de espalda desde hace dos semanas"), is_foreign("45M LBP 3/52 nil red flags")
    (True, False)
    """
    letters = [each for each in message if each.isalpha()]
    latin = sum("LATIN" in unicodedata.name(each, "") for each in letters)
    if letters and latin * 2 < len(letters):
        # Greek letters and signs among a few words are no language.
        return len(letters) > 3
    found = Counter(_WORD.findall(message.lower().replace("\u2019", "'")))
    total, words = sum(found.values()), _words()
    english = sum(found[each] for each in words.english)
    foreign = max(sum(found[each] for each in each_language) for each_language in words.other)
    return foreign >= _FEW and foreign > english and foreign >= _SHARE * total


@dataclass(frozen=True)
class _Words:
    alarms: Mapping[str, re.Pattern[str]]
    named: Mapping[str, re.Pattern[str]]
    of_patient: re.Pattern[str]
    several: re.Pattern[str]
    numbered: re.Pattern[str]
    english: Sequence[str]
    other: Sequence[Sequence[str]]


@functools.cache
def _words() -> _Words:
    raw = load_patterns("understanding/lexicon/alarms.yaml", _KEYS)
    english = raw["english"].split()
    other = [[each for each in text.split() if each not in english] for text in raw["other"].values()]
    several = re.compile(any_of(raw["several"]).pattern, re.DOTALL)
    return _Words(
        {name: any_of(phrases) for name, phrases in raw["alarms"].items()},
        {name: any_of(phrases) for name, phrases in raw["named"].items()},
        any_of(raw["of_patient"]), several, re.compile(raw["numbered"]), english, other,
    )  # fmt: skip


class _Scopes:
    """What the cues say about the word at an offset."""

    def __init__(self, said: Extraction) -> None:
        self._said = said
        self._starts = [said.tokens[part.first].start for part in said.sentences]
        self._tokens = [token.start for token in said.tokens]
        self._made: dict[int, Scope] = {}

    def sentence(self, start: int) -> int:
        return max(bisect_right(self._starts, start) - 1, 0)

    def marks_at(self, start: int) -> frozenset[str]:
        """The marks on the word, `denied` among them where a phrase of the lexicon that denies holds it."""
        if not self._tokens:
            return frozenset()
        number, position = self.sentence(start), max(bisect_right(self._tokens, start) - 1, 0)
        part = self._said.sentences[number]
        held = [each for each in self._said.spoken if part.first <= each.first < part.last]
        if number not in self._made:
            self._made[number] = Scope(self._said.text, self._said.tokens, part, held, kin=self._said.person.kin)
        marks = {name for name, places in self._made[number].marks.items() if position in places}
        denied = any(each.phrase.sense == "denies" and not each.cue and each.first <= position < each.last
                     for each in held)  # fmt: skip
        return frozenset({*marks, "negated"} if denied else marks)

    def refused(self, start: int) -> bool:
        """Whether the sentence asks and the next one says no."""
        return answer_to(self._said.tokens, self._said.sentences, self.sentence(start)) == "no"


def _named(said: Extraction, scopes: _Scopes, words: _Words) -> tuple[str, bool]:
    """The emergency that is named, and whether it is only asked about."""
    only_asked = ""
    for name, pattern in words.named.items():
        for match in pattern.finditer(said.text):
            marks = scopes.marks_at(match.start())
            if not marks.isdisjoint(_OFF) or scopes.refused(match.start()):
                continue
            part = said.sentences[scopes.sentence(match.start())]
            before = said.text[said.tokens[part.first].start : match.start()]
            own = bool(words.of_patient.search(before))
            if "hypothetical" in marks and not (own and re.search(r"\bif\b", before) is None):
                continue
            first = said.tokens[part.first].word
            if (part.asks or first in ASKING) and not own and "query" not in marks:
                only_asked = only_asked or name
                continue
            return name, False
    return only_asked, bool(only_asked)

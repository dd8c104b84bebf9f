"""The lexicon: which words state which facts, and which words turn a statement round. It is read from YAML."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from assistant.understanding.phrases import Automaton, LexiconError
from assistant.understanding.spelling import Speller
from assistant.vocabulary import load_vocabulary

#: What a phrase of a concept does: it affirms it, denies it, or only names it (and needs "normal", "trouble", "no").
Sense = Literal["says", "denies", "names"]
Value = bool | float | str

_CONCEPT_KEYS = {
    "present",
    "absent",
    "past",
    "suspected",
    "asked",
    "once",
    "excepted",
    "says",
    "denies",
    "names",
    "complaint",
    "inside",
    "open",
    "lasting",
    "alone",
    "listed",
    "act",
    "failing",
    "why",
}
_STATES = ("present", "absent", "past", "once", "suspected", "asked", "excepted")
_CUE_KEYS = {"phrases", "why"}


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a text can speak of, and the facts that each way of speaking of it states.

    Facts whose name begins with an underscore are steps on the way (`_weakness`); `closure` turns them into facts.
    """

    name: str
    file: str
    """The lexicon file it stands in: concepts of one file are about one subject."""
    present: Mapping[str, Value]
    absent: Mapping[str, Value]
    past: Mapping[str, Value] | None = None
    """What a thing over and gone states; None: nothing."""
    suspected: Mapping[str, Value] = field(default_factory=dict)
    asked: Mapping[str, Value] = field(default_factory=dict)
    """What "?X", "r/o X" or "to see if it is X" states besides the suspicion."""
    once: Mapping[str, Value] | None = None
    """What merely having had it states ("had", "hx", a year): only where having had it is itself a fact."""
    excepted: Mapping[str, Value] = field(default_factory=dict)
    """What it states besides where it stands after "no red flags apart from"."""
    complaint: bool = False
    """It is what people come with: a "no" before a comma does not reach it ("no injury, low back pain")."""
    inside: bool = False
    """It holds even inside a longer phrase of another complaint ("pain from my lower back down the leg")."""
    open: bool = False
    """Its phrases hide nothing that stands inside them."""
    lasting: bool = False
    """It stays so for life, or its definition covers the past: "years ago" changes nothing."""
    alone: bool = False
    """Its phrases count only as a whole sentence or item of a list ("GP.")."""
    listed: bool = False
    """A symptom people deny in bare lists: "no fever, chills, weight loss" reaches it without an "or"."""
    act: bool = False
    """Its names are acts of the body: "no wee since noon" is no denial of trouble, as "no trouble weeing" is."""
    failing: bool = False
    """That it is not as it should be is itself the finding ("not peeing normally"); bowels out of order are none."""

    @property
    def empty(self) -> bool:
        """Whether it states nothing and only keeps its words from being read as something else."""
        return not (self.present or self.absent or self.suspected or self.asked)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a label of the automaton stands for: a sense of a concept, or a cue."""

    concept: Concept | None
    sense: Sense = "says"
    cue: str = ""


class Lexicon:
    """Concepts and cues, compiled for matching."""

    def __init__(self, files: Mapping[str, Mapping[str, Any]], slips: Mapping[str, str], known: frozenset[str]) -> None:
        """`files` are the parsed YAML files by name.

        Raises:
            LexiconError: names file, entry and key.
        """
        self.concepts: dict[str, Concept] = {}
        self.phrases: list[Phrase] = []
        lists = {name: _lines(entry, " | ") for name, entry in files["words.yaml"]["words"].items()}
        self.automaton = Automaton(lists)
        for name, content in files.items():
            for key, raw in (content.get("concepts") or {}).items():
                self._add_concept(name, key, raw)
            for key, raw in (content.get("cues") or {}).items():
                self._add_cue(name, key, raw)
        self.automaton.ready()
        self.speller = Speller(slips, self.automaton.vocabulary | _MORE_WORDS, known)

    def _add_concept(self, file: str, name: str, raw: Mapping[str, Any]) -> None:
        where = f"{file}: concept {name!r}"
        if unknown := set(raw) - _CONCEPT_KEYS:
            raise LexiconError(f"{where} has unknown keys {sorted(unknown)}; allowed are {sorted(_CONCEPT_KEYS)}.")
        if name in self.concepts:
            raise LexiconError(f"{where} is defined twice.")
        for state in _STATES:
            _check_facts(where, raw.get(state) or {})
        concept = Concept(
            name,
            file,
            raw.get("present") or {},
            raw.get("absent") or {},
            raw.get("past"),
            raw.get("suspected") or {},
            raw.get("asked") or {},
            raw.get("once"),
            raw.get("excepted") or {},
            bool(raw.get("complaint", False)),
            bool(raw.get("inside", False)),
            bool(raw.get("open", False)),
            bool(raw.get("lasting", False)),
            bool(raw.get("alone", False)),
            bool(raw.get("listed", False)),
            bool(raw.get("act", False)),
            bool(raw.get("failing", False)),
        )
        self.concepts[name] = concept
        senses: tuple[Sense, ...] = ("says", "denies", "names")
        for sense in senses:
            for phrase in _lines(raw.get(sense)):
                self._add(where, phrase, Phrase(concept, sense))

    def _add_cue(self, file: str, name: str, raw: Mapping[str, Any]) -> None:
        where = f"{file}: cue {name!r}"
        if name not in CUES:
            raise LexiconError(f"{where} is no kind of cue; kinds are {', '.join(CUES)}.")
        if unknown := set(raw) - _CUE_KEYS:
            raise LexiconError(f"{where} has unknown keys {sorted(unknown)}.")
        for phrase in _lines(raw["phrases"]):
            self._add(where, phrase, Phrase(None, cue=name))

    def _add(self, where: str, phrase: str, meaning: Phrase) -> None:
        if not self.phrases or self.phrases[-1] != meaning:
            self.phrases.append(meaning)
        try:
            self.automaton.add(phrase, len(self.phrases) - 1)
        except LexiconError as error:
            raise LexiconError(f"{where}: {error}") from error


#: Kinds of cues; `cues.yaml` says what each does.
CUES = (
    "negation", "negation_of_verb", "negation_after", "affirmation", "stop", "normal", "normal_after", "trouble",
    "uncertain", "uncertain_after", "suspicion", "suspicion_after", "query", "hypothetical", "fear", "clinician",
    "family", "other_person", "kin_alone", "past", "once", "resolved", "generic", "guidance", "correction", "filler",
    "new", "exception", "wish",
)  # fmt: skip

#: Files of the same folder that other modules read.
_ELSEWHERE = frozenset({"alarms.yaml", "intent.yaml", "replies.yaml"})

#: Words that quantities and ages need and that are worth mending.
_MORE_WORDS = frozenset(
    [
        "yesterday",
        "days",
        "weeks",
        "months",
        "years",
        "fortnight",
        "hours",
        "minutes",
        "today",
        "tonight",
        "morning",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "couple",
        "several",
        "about",
        "around",
        "since",
        "pregnant",
        "degrees",
        "kilos",
        "pounds",
        "temperature",
        "prednisolone",
        "prednisone",
        "metres",
        "meters",
        "steroids",
        "treatment",
    ]
)


@functools.cache
def load_lexicon() -> Lexicon:
    """Read the lexicon, once per process.

    Raises:
        LexiconError: names file, entry and key.
    """
    folder = importlib.resources.files("assistant.understanding").joinpath("lexicon")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files: dict[str, Mapping[str, Any]] = {}
    known: frozenset[str] = frozenset()
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name in _ELSEWHERE:
            continue
        if entry.name.endswith(".yaml"):
            files[entry.name] = yaml.load(entry.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
        elif entry.name.endswith(".txt"):
            lines = entry.read_text(encoding="utf-8").splitlines()
            known = frozenset(line for line in lines if line and not line.startswith("#"))
    slips = files.pop("spelling.yaml")["slips"]
    return Lexicon(files, {wrong: right for right, wrongs in slips.items() for wrong in wrongs.split()}, known)


def _lines(block: str | None, separator: str = "") -> list[str]:
    """The phrases of a block of text, one a line; a line that begins with "# " is a comment."""
    lines = (line.strip() for line in (block or "").splitlines())
    entries = [part for line in lines for part in (line.split(separator) if separator else [line])]
    return [entry.strip() for entry in entries if entry.strip() and not entry.strip().startswith("# ")]


def _check_facts(where: str, facts: Mapping[str, Value]) -> None:
    for key, value in facts.items():
        if not key.startswith("_"):
            for name, single in _as_facts(key, value):
                try:
                    load_vocabulary().parse({name: single})
                except ValueError as error:
                    raise LexiconError(f"{where}: {error}") from error


def _as_facts(key: str, value: Value) -> Iterator[tuple[str, Any]]:
    name, _, member = key.partition(".")
    yield name, {member: value} if member else value

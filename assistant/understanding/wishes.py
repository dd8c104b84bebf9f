"""What the clauses of a message ask for, told by the wording of `lexicon/intent.yaml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.patterns import any_of, load_patterns
from assistant.understanding.tokens import plain

_FILE = "understanding/lexicon/intent.yaml"
_GROUPS = (
    "spine", "not_spine", "mimics", "leg", "spine_sources", "organ_cancers", "elsewhere", "modalities", "imaging",
    "safety", "safe", "topics", "sources", "imaging_sources", "saying", "guidance", "general", "which_study", "defines",
    "patient", "course", "request", "task", "worth", "other", "injection", "greeting", "thanks", "filler", "small",
    "present", "follow_up", "result",
)  # fmt: skip
_CLAUSE = re.compile(r"(?:[^.?!;:\n]|[.:](?=\w)|(?<!\w)\?(?=\w))+[.?!;:]*")
#: A message that begins so asks, unless it is the note of a patient ("Is continent").
_OPENS = re.compile(r"\W*(?:should|is|are|does|do|can|could|would|will|did|was|were|has|have)\b")

#: What a request is for. imaging: a study for a patient. guidance: what a text says. other: something that is not
#: ours. open: it does not say ("is it serious?").
Wish = Literal["imaging", "guidance", "other", "open"]


@dataclass(frozen=True)
class Request:
    """A clause that asks for something."""

    text: str
    wish: Wish
    personal: bool
    """It names the patient in the same breath ("does my mother need …")."""


def requests_in(text: str) -> Iterator[Request]:
    """The requests of a plain text, in order."""
    for position, clause in enumerate(clauses(text)):
        opens = position == 0 and _OPENS.match(clause) and not says(text, "patient", "course")
        if opens or asks(clause):
            yield Request(clause, wish_of(clause), says(clause, "patient"))


def studies_asked(message: str) -> tuple[str, ...]:
    """The modalities that a message asks about, in order of mention; those of results and of the past left out.

    >>> studies_asked("X-ray last month was normal. Is an MRI needed, or a CT?")
    ('mri', 'ct')
    """
    found: dict[str, None] = {}
    for clause in clauses(plain(message)):
        if not asks(clause):
            continue
        for part in re.split(r",|\bbut\b|\bhad\b", clause):
            if not says(part, "result") or says(part, "request"):
                found.update(dict.fromkeys(modalities(part)))
    return tuple(found)


def wish_of(clause: str) -> Wish:
    """What a clause asks for, if it asks for anything."""
    if says(clause, "worth") and pictured(clause) and not elsewhere(clause):
        return "imaging"
    if says(clause, "task") or (elsewhere(clause) and not about_spine(clause)):
        return "other"
    pictured_or_topic = pictured(clause) or says(clause, "topics")
    if says(clause, "other") and not pictured_or_topic:
        return "other"
    if says(clause, "guidance") or (says(clause, "sources") and not says(clause, "patient", "course")):
        return "guidance"
    return "imaging" if pictured_or_topic else "open"


def asks(clause: str) -> bool:
    """Whether a clause is a question or a wish."""
    return clause.rstrip().endswith("?") or says(clause, "request")


def says(text: str, *groups: str) -> bool:
    """Whether a plain text holds a phrase of any of these groups of the lexicon."""
    return any(patterns()[group].search(text) for group in groups)


def about_spine(text: str) -> bool:
    """Whether a text names the spine, what it suffers from, or the leg pain beside it."""
    rest = patterns()["not_spine"].sub(" ", patterns()["mimics"].sub(" ", text))
    return says(rest, "spine", "leg", "spine_sources")


def elsewhere(text: str) -> bool:
    """Whether a text names another part of the body or another field of medicine; an organ's cancer is history."""
    return says(patterns()["organ_cancers"].sub(" ", text), "elsewhere", "mimics")


def pictured(text: str) -> bool:
    """Whether a text speaks of imaging."""
    return says(text, "imaging") or bool(modalities(text))


def modalities(text: str) -> list[str]:
    """Modalities in order of mention; where two overlap, the one listed first in the lexicon is meant."""
    taken: list[tuple[int, int, str]] = []
    for modality, pattern in modality_patterns():
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), modality))
    return [modality for _, _, modality in sorted(taken)]


def clauses(text: str) -> list[str]:
    """The text cut at sentence ends, colons and line breaks; the mark stays with its clause."""
    return [match[0] for match in _CLAUSE.finditer(text) if match[0].strip()]


@functools.cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """The groups of the lexicon, modalities aside, each as one pattern."""
    lists = load_patterns(_FILE, _GROUPS)
    return {group: any_of(phrases) for group, phrases in lists.items() if group != "modalities"}


@functools.cache
def modality_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each modality's names as one pattern, in lexicon order."""
    return tuple((name, any_of(phrases)) for name, phrases in load_patterns(_FILE, _GROUPS)["modalities"].items())

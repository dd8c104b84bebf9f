"""Section headings of a note ("PMH:", "FH:", "Plan:") and what they make of the sentences under them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from assistant.understanding.tokens import Sentence, Token

_MARKS = {
    "family": "family history|fhx?|f/h",
    "hypothetical": "plan|advice|safety[- ]?net(?:ting|ted)?|recommendations?",
    "once": "past medical history|past surgical history|pmhx?|psh|past history",
    "": "background|bg|ros|review of systems|o/e|on examination|examination|exam|hpi|history|hx|pc|obs|vitals|"
    "presenting complaint|social history|shx?|medications?|meds|dhx?|drugs|allergies|imp|impression|ix|a/p|assessment|"
    "investigations|request|reason|question|clinical details|indication|red flags|neuro(?:logy)?",
}
_NAMES = "|".join(f"(?P<_{number}>{names})" for number, names in enumerate(_MARKS.values()))
_HEADING = re.compile(rf"(?:^|[\n.;]\s*)(?:{_NAMES})\s*:")


def section_marks(text: str, tokens: Sequence[Token], parts: Sequence[Sentence]) -> list[str]:
    """The mark that the section of each sentence puts on it: family, hypothetical, once or none."""
    names = list(_MARKS)
    places, marks = [0], [""]
    for match in _HEADING.finditer(text):
        number = next(n for n in range(len(names)) if match[f"_{n}"] is not None)
        places.append(match.start(f"_{number}"))
        marks.append(names[number])
    return [_mark(text, tokens[part.first].start, places, marks) for part in parts]


def _mark(text: str, start: int, places: Sequence[int], marks: Sequence[str]) -> str:
    number = bisect_right(places, start + 2) - 1
    place, mark = places[number], marks[number]
    if mark == "family":
        # A family section is one line or one sentence long.
        line = text.rfind("\n", 0, start) + 1
        if place < line or "." in text[place:start]:
            return ""
    return mark

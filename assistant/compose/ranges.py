"""What was said as a range, and which end of it was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.compose.subject import Subject, fixed
from assistant.draft import DraftStatement
from assistant.phrases import duration
from assistant.vocabulary import load_vocabulary

#: "4-6 weeks", "four to six weeks", "in her seventies", "octogenarian".
_RANGE = re.compile(
    r"\b(?:\d+|[a-z]+)\s?(?:-|\u2013|to|or)\s?(?:\d+|[a-z]+)\b.*\b(?:days?|weeks?|wks?|months?|mths?|years?|yrs?)\b"
    r"|\d\s?[-\u2013]\s?\d+\s?/\s?(?:7|52|12)\b"
    r"|\b[2-9]0'?s\b|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b|genarian\b",
    re.IGNORECASE,
)
_NUMBERS = ("age_years", "duration_weeks", "prior_management_weeks")


def ranges(subject: Subject) -> Iterator[DraftStatement]:
    """A line for each number that was given as a range: the reader took the end that keeps more rules open."""
    for key in _NUMBERS:
        given = subject.facts.evidence.get(key)
        if given is None or given.quote is None or not _RANGE.search(given.quote):
            continue
        number = float(given.value)
        said = duration(number) if load_vocabulary()[key].unit == "week" else f"{number:g}"
        yield fixed(subject.wording.say("took_end", value=said, quote=given.quote), "change")

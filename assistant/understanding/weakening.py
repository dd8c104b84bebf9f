"""Power that falls from one examination to the next: "5/5 last week, now 3/5"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GRADE = r"(?:(?:mrc|grade)\s?)?(?P<{name}>[0-5])[+-]?(?:\s?/\s?5)?(?![\d/])"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_AGO = r"(?:(?:a|one|two|three|\d) )?(?:days?|weeks?|wks?|hours?) ago"
_THEN = (
    rf"(?:yesterday|last (?:week|wk|night|month|visit|time)|on (?:admission|arrival|{_DAY})|{_DAY}|{_AGO}|initially|"
    r"previously|earlier|before)"
)
_NOW = r"(?:today|now|this (?:morning|afternoon|evening)|tonight|currently|at present)"
#: Words between, but no other number and no other sentence.
_NEAR, _ON = r"[^.;\d\n]{0,20}", r"[^.;\n]{0,40}?"


def _dated(time: str, before: str, after: str) -> str:
    """A grade with its time, which stands before or after it."""
    first, second = _GRADE.format(name=before), _GRADE.format(name=after)
    return rf"(?:(?<![\d/.]){first}{_NEAR}\b{time}|\b{time}{_NEAR}(?<![\d/.]){second})"


_THEN_GRADE, _NOW_GRADE = _dated(_THEN, "once", "at"), _dated(_NOW, "is", "be")
_FALLS = (re.compile(rf"{_THEN_GRADE}{_ON}{_NOW_GRADE}"), re.compile(rf"{_NOW_GRADE}{_ON}{_THEN_GRADE}"))
#: A bare number is a grade only beside one that is written as such.
_WRITTEN = re.compile(r"\b(?:mrc|grade|power)\b|[0-5][+-]?\s?/\s?5")


def weakening(text: str) -> Iterator[tuple[int, int]]:
    """Where a plain text gives a lower power now than then."""
    for pattern in _FALLS:
        for match in pattern.finditer(text):
            then = match["once"] or match["at"]
            now = match["is"] or match["be"]
            if now < then and _WRITTEN.search(match.group()):
                yield match.span()

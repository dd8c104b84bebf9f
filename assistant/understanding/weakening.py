"""Power that falls from one examination to the next: "5/5 last week, now 3/5"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GRADE = r"(?:(?:mrc|grade)\s?)?(?P<{name}>[0-5][+-]?)(?:\s?/\s?5)?(?![\d/])"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_AGO = r"(?:(?:a|one|two|three|\d) )?(?:days?|weeks?|wks?|hours?) ago"
_THEN = (
    rf"(?:yesterday|last (?:week|wk|night|month|visit|time)|on (?:admission|arrival|{_DAY})|{_DAY}|{_AGO}|initially|"
    r"previously|earlier|before|at baseline|(?:1st|first|initial|previous) (?:visit|assessment|review))"
)
_NOW = r"(?:today|now|this (?:morning|afternoon|evening)|tonight|currently|at present)"
#: Words between, but no other number and no other sentence.
_NEAR, _ON = r"[^.;\d\n]{0,20}", r"[^.;\n]{0,40}?"


def _dated(time: str, before: str, after: str) -> str:
    """A grade with its time, which stands before or after it."""
    first, second = _GRADE.format(name=before), _GRADE.format(name=after)
    return rf"(?:(?<![\d/.]){first}{_NEAR}\b{time}|\b{time}{_NEAR}(?<![\d/.]){second})"


_THEN_GRADE, _NOW_GRADE = _dated(_THEN, "once", "at"), _dated(_NOW, "is", "be")
_FROM, _TO = _GRADE.format(name="once"), _GRADE.format(name="is")
_FALLS = (
    re.compile(rf"{_THEN_GRADE}{_ON}{_NOW_GRADE}"),
    re.compile(rf"{_NOW_GRADE}{_ON}{_THEN_GRADE}"),
    re.compile(
        rf"\b(?:was|were|from|previously){_NEAR}(?<![\d/.]){_FROM}{_ON}\b(?:now|today|to){_NEAR}(?<![\d/.]){_TO}"
    ),
)
#: A bare number is a grade only beside one that is written as such, or right after its name.
_WRITTEN = re.compile(r"\b(?:mrc|grade|power)\b|[0-5][+-]?\s?/\s?5")
_NAMED = re.compile(r"\b(?:mrc|grade|power|strength|ehl)\b[^.,;\d\n]{0,25}$")
_PAIN = re.compile(r"\b(?:pain|nrs|vas|score)\b[^.;,\n]{0,20}$")
_SIGN = {"+": 0.3, "-": -0.3}


def weakening(text: str) -> Iterator[tuple[int, int]]:
    """Where a plain text gives a lower power now than then."""
    told: list[tuple[int, int]] = []
    for match in (match for pattern in _FALLS for match in pattern.finditer(text)):
        found, (start, end) = match.groupdict(), match.span()
        then, now = found.get("once") or found.get("at"), found.get("is") or found.get("be")
        written = _WRITTEN.search(match.group()) or _NAMED.search(text, 0, start)
        falls = then and now and _strength(now) < _strength(then)
        if falls and written and not _PAIN.search(text, 0, start) and not any(a < end and start < b for a, b in told):
            told.append((start, end))
    yield from told


def _strength(grade: str) -> float:
    return int(grade[0]) + _SIGN.get(grade[1:], 0.0)

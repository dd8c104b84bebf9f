# ruff: noqa: E501 - a pattern is easier to check in one piece
"""Dates in a message: the day it was written, and how long ago "since last Tuesday" or "since 3 May" was then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = (
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>(?:19|20)?\d\d)"
    rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?)?{_MONTH}\.?(?:\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:/]))?(?:,?\s(?P<year2>(?:19|20)\d\d))?"
)
#: A month of a year, or a year alone: good enough for "since", not for the day of writing.
_ROUGH = r"|(?P<month3>\d{1,2})/(?P<year3>(?:19|20)\d\d)|(?P<year4>(?:19|20)\d\d)"
#: Words before a date that make it the day of writing.
_WRITTEN = re.compile(
    rf"(?:\b(?:date(?: of (?:visit|consultation|request|letter|referral|review|clinic))?|dated|seen(?: on)?|written(?: on)?|today(?:'?s date)?(?: is)?|clinic|reviewed(?: on)?|visit)\s?[:(,]?\s?(?:on\s|is\s|the\s)?|^\s*\(?)(?:{_DATE})"
)
_SINCE = re.compile(
    rf"\b(?:since|from|started(?: on| in)?|began(?: on| in)?|onset(?: on| in|:)?|(?:ever )?since(?: about| around)?)\s(?:about\s|around\s|approx\s|early[\s-]|mid[\s-]|late[\s-]|the\s(?:start|beginning|end|middle) of\s|the\s)?(?:{_DATE}{_ROUGH})\b(?![/-]\d)"
)
_SINCE_DAY = re.compile(
    r"\b(?:since|from|started(?: on)?|began(?: on)?|onset(?: on|:)?|on)\s(?P<last>last\s|this\s)?(?P<weekday>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?(?:\s(?P<back>last|before last|week|gone))?\b"
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Since:
    """How long something had lasted on the day of writing."""

    weeks: float
    start: int
    end: int


def written_on(text: str) -> date | None:
    """The day on which a plain text says that it was written, if it gives a whole date.

    >>> written_on("seen 14/03/2025: back pain since 28 february")
    datetime.date(2025, 3, 14)
    """
    for match in _WRITTEN.finditer(text):
        found = _day(match, None)
        if found is not None:
            return found
    return None


def since(text: str, today: date | None) -> Iterator[Since]:
    """Every "since" with a date, counted to the day of writing; nothing where that day is not known.

    A date that may be read two ways ("03/05/2024") is taken as the earlier of its readings that had come by then: the
    longer time keeps the more serious rule open.

    >>> [each.weeks for each in since("back pain since last tuesday", date(2026, 11, 25))]
    [1.14]
    """
    if today is None:
        return
    for match in _SINCE.finditer(text):
        day = _day(match, today)
        if day is not None and day <= today:
            yield Since(_weeks(today - day), *match.span())
    for match in _SINCE_DAY.finditer(text):
        yield Since(_weeks(_back_to(match, today)), *match.span())


def _weeks(time: timedelta) -> float:
    return round(time.days / _WEEK, 2)


def _back_to(match: re.Match[str], today: date) -> timedelta:
    """Back to a day of the week: "last Tuesday" said on a Wednesday is that of the week before."""
    days = (today.weekday() - _DAYS.index(match["weekday"][:3])) % _WEEK
    if days == 0:
        days = _WEEK
    before = match["back"] in {"week", "before last"} or (match["last"] or "").strip() == "last"
    return timedelta(days=days + _WEEK if before and days < _WEEK else days)


def _day(match: re.Match[str], today: date | None) -> date | None:
    """The date of a match; without a year, the last such day before `today`."""
    groups = match.groupdict()
    if groups["iso"]:
        return _made(*map(int, groups["iso"].split("-")))
    if groups["one"]:
        return _in_figures(int(groups["one"]), int(groups["two"]), int(groups["year"]), today)
    if groups["month"]:
        return _in_words(match, today)
    return _made(int(groups.get("year3") or groups.get("year4") or 0), int(groups.get("month3") or 1), 1)


def _in_figures(one: int, two: int, year: int, today: date | None) -> date | None:
    year += 2000 if year < 100 else 0
    readings = [day for day in (_made(year, two, one), _made(year, one, two)) if day is not None]
    if today is None:
        return readings[0] if readings else None
    return min((day for day in readings if day <= today), default=None)


def _in_words(match: re.Match[str], today: date | None) -> date | None:
    month, day = _MONTHS.index(match["month"][:3]) + 1, int(match["day"] or match["day2"] or 0)
    if match["year2"]:
        return _made(int(match["year2"]), month, day or 1) if today or day else None
    if today is None:
        return None
    made = [_made(year, month, day or 1) for year in (today.year, today.year - 1)]
    return max((found for found in made if found is not None and found <= today), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

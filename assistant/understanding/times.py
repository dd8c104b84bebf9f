# ruff: noqa: E501 - a pattern is easier to check in one piece
"""Spans of time in a message, each in weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.understanding.dates import since
from assistant.understanding.numbers import NUMBER, number, weeks

_UNITS = (
    r"(?:hours?|hrs?|h|days?|dayz|dys|d|nights?|weeks?|wks?|w|weeks|weekes|weekz|weks?|fortnights?|months?|mths?|mnths?|mos?|monts|munths|"
    r"years?|yrs?|y|yeers|decades?|minutes?|mins?)"
)
_PATTERNS = (
    # 3/7, 6/52, 2/12, 4-6/52
    ("slash", re.compile(r"(?<![\d/.])(?:(?P<low>\d{1,2})\s?-\s?)?(?P<n>\d{1,3}(?:\.\d)?)\s?/\s?(?P<unit>7|52|12)(?![\d/])")),
    ("half_extra", re.compile(rf"\b(?P<n>{NUMBER}) and a half (?P<unit>{_UNITS})\b")),
    ("half_after", re.compile(r"\b(?:a|one|1)\s(?P<unit>week|month|year|day) and a half\b")),
    ("half", re.compile(r"\bhalf (?:of )?an? (?P<unit>year|month|week|day|hour)\b|\bhalf-year\b")),
    ("quarter", re.compile(r"\b(?:a )?(?:(?P<three>three[- ]quarters)|quarter) of (?:a|the) year\b")),
    ("range", re.compile(rf"(?<![\d/.])(?P<low>{NUMBER})\s?(?:-|\u2013|to|or|/(?!\s?(?:7|52|12)\b))\s?(?P<n>{NUMBER})[\s-]*(?P<unit>{_UNITS})\b")),
    ("plain", re.compile(rf"(?<![\d/.])(?P<n>{NUMBER})\s?\+?(?:\s|-)?(?:(?:whole|long|full|solid|good|complete|consecutive|more)\s)?(?P<unit>{_UNITS})\b(?!\.?\s?(?:hg|/))")),
    ("couple", re.compile(rf"\b(?:an?\s)?(?P<few>couple|coupla|cuple|few|several|pair|handful|number)\s(?:of\s)?(?:more\s)?(?P<unit>{_UNITS})\b")),
    ("single", re.compile(r"\b(?:an?|one|the (?:last|past)|this (?:past|last)|(?<=since )last)\s(?:whole\s|good\s|full\s|solid\s)?(?P<unit>week|month|fortnight|day|year|hour)\b(?! (?:history|and a half))")),
    ("history", re.compile(r"\ba (?P<unit>week|month|fortnight|day|year)(?:'s| long)? history\b|\ba (?P<unit2>day|week|month|fortnight|year)'s\b")),
    ("fortnight", re.compile(r"\b(?:fortnight|fortnightly)\b")),
    ("yesterday", re.compile(r"\b(?:yesterday|yestarday|last night|last nite|overnight|the day before|this morning|today|tonight|this afternoon|earlier today)\b")),
    ("day_before", re.compile(r"\b(?:the )?day before yesterday\b")),
)  # fmt: skip


_YESTERDAY = frozenset({"yesterday", "yestarday", "last night", "last nite", "overnight"})
#: What makes of "this morning" a beginning.
_ONSET = re.compile(
    r"\b(?:since|from|until|started|starting|begins?|began|onset|came|come|woke|hurt\w*|fell|fall|injur\w*|twist\w*|lift\w*|pain|ache|spasm|went|pulled|slipped|acute|sudden\w*)\b[^.;!?]*$"
)
_AGO = re.compile(r"\s(?:ago|back|since)\b")
_LASTING = re.compile(
    r"(?:^|[,.;:(\-]|\b(?:for|about|of|over|lasting|lasted|after|x|around|since|in|nearly|almost|just|only|and|pain|than|the))\s*$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A time that a message mentions."""

    weeks: float
    start: int
    end: int
    vague: bool = False
    """"A few", "several", "today": no exact number."""
    ranged: bool = False
    """The longer end of a range: the value that keeps the more serious rule open."""


def spans(text: str, today: date | None = None) -> list[Span]:
    """Every time in a plain text, in order; the longest of overlapping ones. `today` is the day it was written."""
    found: list[Span] = [span for name, pattern in _PATTERNS for match in pattern.finditer(text)
                         if (span := _span(name, match, text)) is not None]  # fmt: skip
    found.extend(Span(each.weeks, each.start, each.end) for each in since(text, today))
    found.sort(key=lambda span: (span.start, -(span.end - span.start)))
    kept: list[Span] = []
    for span in found:
        if kept and span.start < kept[-1].end:
            if span.end - span.start > kept[-1].end - kept[-1].start:
                kept[-1] = span
            continue
        kept.append(span)
    return kept


def _span(name: str, match: re.Match[str], text: str) -> Span | None:  # noqa: PLR0911, PLR0912
    start, end = match.span()
    if name == "slash":
        unit = {"7": "day", "52": "week", "12": "month"}[match["unit"]]
        return Span(weeks(float(match["n"]), unit), start, end, ranged=match["low"] is not None)
    if name == "quarter":
        return Span(39.0 if match["three"] else 13.0, start, end)
    if name == "fortnight":
        return Span(2.0, start, end)
    if name == "yesterday" and match.group() not in _YESTERDAY and not _ONSET.search(text[max(0, start - 40) : start]):
        return None  # "And tonight 38.7": a time of day, not of the pain
    if name == "yesterday":
        return Span(0.14, start, end, vague=match.group() not in _YESTERDAY)
    if name == "day_before":
        return Span(0.29, start, end)
    groups = match.groupdict()
    unit = groups.get("unit") or groups.get("unit2") or "year"
    if name == "half":
        return Span(weeks(0.5, unit), start, end)
    if name == "single" and unit in {"day", "hour"} and not _LASTING.search(text[max(0, start - 14) : start]):
        return None  # "twice a day"
    if name in {"single", "history"}:
        return Span(weeks(1, unit), start, end)
    if name == "half_after":
        return Span(weeks(1.5, unit), start, end)
    if name == "couple":
        few = groups["few"]
        count = 2.0 if few in {"couple", "coupla", "cuple", "pair"} else 3.0
        return Span(weeks(count, unit), start, end, vague=count != 2.0)
    count_or_none = number(match["n"])
    if count_or_none is None or (unit in {"d", "h", "w", "y", "m", "mo"} and not text[match.start("n")].isdigit()):
        return None
    count = count_or_none + (0.5 if name == "half_extra" else 0.0)
    if unit in {"y", "yrs", "yr", "years", "year"} and re.match(r"[\s-]*(?:old|/o|o\b)", text[end : end + 6]):
        return None
    if unit.startswith("min") and not _AGO.match(text, end):
        return None  # "Must sit for five minutes"
    if unit == "m" and not re.match(r"\s*(?:hx|history|hist|ago)", text[end : end + 9]):
        return None  # metres, or a man
    return Span(weeks(count, unit), start, end, ranged=name == "range")

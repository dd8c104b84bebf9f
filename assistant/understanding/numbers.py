"""Numbers in digits and words, and times in weeks."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN_WORDS = "|".join(_TENS)
#: A number, as a pattern without groups: digits, or English words up to 999.
NUMBER = (
    rf"(?:\d+(?:[.,]\d+)?|(?:(?:a|one|two) hundred(?: and)? )?(?:(?:{_TEN_WORDS})(?:[- ](?:{_UNIT_WORDS}))?|{_UNIT_WORDS})"  # noqa: E501
    rf"|(?:a|one|two) hundred)"
)
WEEK = {
    "minute": 0.0, "hour": 1 / 168, "day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 52 / 12, "quarter": 13.0,
    "year": 52.0, "decade": 520.0,
}  # fmt: skip
_UNIT_NAMES = {
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour", "d": "day", "day": "day", "days": "day",
    "dys": "day", "dy": "day", "night": "day", "nights": "day", "w": "week", "wk": "week", "wks": "week", "week": "week",  # noqa: E501
    "weeks": "week", "weekes": "week", "dayz": "day", "weekz": "week", "wek": "week", "weks": "week", "fortnight": "fortnight", "fortnights": "fortnight",  # noqa: E501
    "m": "month", "mo": "month", "mos": "month", "mth": "month", "mths": "month", "mnth": "month", "mnths": "month",
    "month": "month", "months": "month", "monts": "month", "munths": "month", "y": "year", "yr": "year", "yrs": "year",
    "year": "year", "years": "year", "yeers": "year", "decade": "decade", "decades": "decade", "min": "minute",
    "mins": "minute", "minute": "minute", "minutes": "minute", "age": "day",
}  # fmt: skip


def number(words: str) -> float | None:
    """The value of a number in digits or words.

    >>> number("forty-eight"), number("7.5"), number("two hundred")
    (48.0, 7.5, 200.0)
    """
    text = words.strip().lower()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", ".") if not re.fullmatch(r"\d{1,3},\d{3}", text) else text.replace(",", ""))
    total = 0
    for word in re.split(r"[-\s]+", text):
        if word in _UNITS:
            total += _UNITS[word]
        elif word in _TENS:
            total += _TENS[word]
        elif word == "a":
            total += 1
        elif word == "hundred":
            total *= 100
        elif word != "and":
            return None
    return float(total)


def weeks(count: float, unit: str) -> float:
    """A time in weeks: months to one decimal, days and hours to two.

    >>> weeks(2, "months"), weeks(3, "days"), weeks(36, "hours")
    (8.7, 0.43, 0.21)
    """
    name = _UNIT_NAMES.get(unit, unit)
    value = count * WEEK[name]
    if name in {"day", "hour"}:
        return round(value, 2)
    return round(value, 1)

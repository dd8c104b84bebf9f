"""Numbers in digits and words, and times in weeks."""

from __future__ import annotations

import pytest

from assistant.understanding.numbers import number, weeks
from assistant.understanding.times import spans


@pytest.mark.parametrize(
    ("said", "value"),
    [("7.5", 7.5), ("forty-eight", 48), ("eleven", 11), ("two hundred", 200), ("1,200", 1200), ("blue", None)],
)
def test_a_number_is_read_in_digits_and_in_words(said: str, value: float | None) -> None:
    assert number(said) == value


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (1, "day", 0.14),
        (3, "days", 0.43),
        (36, "hours", 0.21),
        (1, "month", 4.3),
        (2, "months", 8.7),
        (6, "months", 26),
        (3, "y", 156),
        (1, "fortnight", 2),
    ],
)
def test_a_time_is_given_in_weeks(count: float, unit: str, value: float) -> None:
    assert weeks(count, unit) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/7", [0.43]),
        ("x 6/52", [6]),
        ("2/12", [8.7]),
        ("a fortnight", [2]),
        ("six weeks", [6]),
        ("half a year", [26]),
        ("a couple of months", [8.7]),
        ("since yesterday", [0.14]),
        ("10 days", [1.43]),
        ("a month and a half", [6.5]),
        ("for years", []),
        ("4-6 weeks", [6]),
        ("a quarter of a year", [13]),
        ("bp 120/80", []),
        ("power 5/5", []),
        ("72-year-old", []),
        ("twice a day", []),
    ],
)
def test_times_are_found_in_a_text(text: str, expected: list[float]) -> None:
    assert [span.weeks for span in spans(text)] == expected


def test_a_range_takes_its_longer_end_and_says_so() -> None:
    (span,) = spans("four to six weeks")
    assert (span.weeks, span.ranged) == (6, True)

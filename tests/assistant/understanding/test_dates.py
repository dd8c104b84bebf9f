"""Dates, and how long ago they were on the day of writing."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding import load_reader
from assistant.understanding.dates import since, written_on

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("pain since monday", 0.29),
        ("pain since wednesday", 1.0),
        ("pain since last tuesday", 1.14),
        ("pain since 1 november", 3.43),
        ("pain since november 1st", 3.43),
        ("pain since 11 nov 2026", 2.0),
        ("pain since march", 38.43),
        ("pain since december", 51.29),
        ("pain since 2026-11-18", 1.0),
        ("pain since 18/11/2026", 1.0),
        ("pain since 11/18/26", 1.0),
        ("started in mid-october 2026", 7.86),
        ("pain since 09/2026", 12.14),
        ("pain since 2025", 99.0),
    ],
)
def test_since_is_counted_to_the_day_of_writing(text: str, weeks: float) -> None:
    assert [each.weeks for each in since(text, WEDNESDAY)] == [weeks]


def test_a_date_that_reads_two_ways_keeps_the_longer_time_open() -> None:
    assert [each.weeks for each in since("pain since 03/05/2026", WEDNESDAY)] == [37.86]
    # The fifth of December has not come yet: only the twelfth of May is left.
    assert [each.weeks for each in since("pain since 12/05/2026", WEDNESDAY)] == [28.14]


@pytest.mark.parametrize(
    "text", ["pain since 12/2026", "pain since 31 february", "pain since 45/45/2026", "since 3 weeks"]
)
def test_no_day_to_come_and_no_day_that_is_none_is_counted(text: str) -> None:
    assert not list(since(text, WEDNESDAY))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("date: 2 march 2026\nback pain", date(2026, 3, 2)),
        ("14/03/2026 back pain since monday", date(2026, 3, 14)),
        ("seen on 2026-03-14 with back pain", date(2026, 3, 14)),
        ("date of birth 03/05/1960, back pain", None),
        ("dob 03/05/1960, back pain", None),
        ("back pain since 14/03/2026", None),
    ],
)
def test_the_day_of_writing_is_read_only_where_it_is_given_as_such(text: str, day: date | None) -> None:
    assert written_on(text) == day


def test_without_a_day_of_writing_a_weekday_says_nothing() -> None:
    reader = load_reader()
    message = "Low back pain since last Tuesday."
    assert reader.read(message).facts.values().get("duration_weeks") is None
    assert reader.read(message, today=WEDNESDAY).facts.values()["duration_weeks"] == 1.14
    assert reader.read("25/11/2026. " + message).facts.values()["duration_weeks"] == 1.14


def test_each_date_has_the_thing_it_is_said_of() -> None:
    read = load_reader().read("Low back pain since 14 October, physio since 4 November.", today=WEDNESDAY).facts
    assert read.values()["duration_weeks"] == 6.0
    assert read.values()["prior_management_weeks"] == 3.0

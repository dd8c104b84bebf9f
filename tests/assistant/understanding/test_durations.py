"""A time belongs to what it is said of."""

from __future__ import annotations

import pytest

from assistant.understanding import durations


def owners(text: str) -> list[tuple[float, str]]:
    return [(each.span.weeks, each.owner) for each in durations.owned(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lbp 4/12, 8/52 of physio", [(17.3, "pain"), (8, "treatment")]),
        ("back pain 7 weeks, physio 6 weeks, no better", [(7, "pain"), (6, "treatment")]),
        ("prednisolone for two years", [(104, "steroids")]),
        ("fusion five years ago", [(260, "other")]),
        ("lost 5 kg in three months", [(13, "other")]),
        ("my physio appointment is in three weeks", [(3, "other")]),
    ],
)
def test_each_time_has_its_owner(text: str, expected: list[tuple[float, str]]) -> None:
    assert owners(text) == expected


def test_a_rate_is_no_time() -> None:
    assert durations.pain(durations.owned("back pain, gymnastics five days a week")) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("chronic back pain for 10 years, acute flare 2/52", 2),
        ("back pain on and off for five years, this episode 3 weeks", 3),
        ("fell 2/7 ago, back pain since", 0.29),
        ("lbp 6/52 - sorry, 6/7", 0.86),
        ("6 sessions across 10 weeks for persistent lower back pain of 9 months' standing", 39),
        ("thoracic stiffness of nine weeks", 9),
        ("low back pain. four weeks. no, five.", 5),
        ("on tablets since three years back. lower back pain two weeks", 2),
        ("leg pain to heel with tingling 2/52", 2),
        ("chest infection two weeks ago, then this low back pain set in nine days back", 1.29),
        ("off his legs over 48 hours. mid-thoracic pain 4/52", 4),
        ("stiff for an hour every morning, low back pain 6 months", 26),
        ("low back pain, i sit for five minutes. it is since eight months", 34.7),
        ("stiff low back since a flight nine days ago, since yesterday the calf is swollen", 1.29),
        ("low back hurts every time i land, been on eleven weeks", 11),
    ],
)
def test_a_flare_counts_from_the_flare(text: str, weeks: float) -> None:
    found = durations.pain(durations.owned(text))
    assert found is not None
    assert found.span.weeks == weeks


def test_the_longest_treatment_counts() -> None:
    found = durations.treatment(durations.owned("physio 6 weeks and naproxen 2 weeks"))
    assert found is not None
    assert found.span.weeks == 6

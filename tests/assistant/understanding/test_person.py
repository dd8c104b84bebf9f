"""Age and sex are the patient's, whoever writes."""

from __future__ import annotations

import pytest

from assistant.understanding.person import read_person
from assistant.understanding.tokens import plain


@pytest.mark.parametrize(
    ("message", "age", "sex"),
    [
        ("72yo woman", 72, "female"),
        ("45M LBP", 45, "male"),
        ("F 61, back pain", 61, "female"),
        ("a forty-eight-year-old gentleman", 48, "male"),
        ("My mother, 64, has back pain", 64, "female"),
        ("my lad 15 bowls fast, back pain", 15, "male"),
        ("I'm 43 now; I was 38 at the operation", 43, None),
        ("I have 31 years and back pain", 31, None),
        ("18-month-old boy", 1, "male"),
        ("His father died at 60. He is 35.", 35, "male"),
        ("I'm 52, my mum had cancer at 60", 52, None),
        ("in her seventies", 79, "female"),
        ("septuagenarian with back pain", 79, None),
        ("back pain for 20 years", None, None),
        ("eGFR 45, PVR 60", None, None),
        ("MR conditional device, 70F", 70, "female"),
    ],
)
def test_age_and_sex(message: str, age: float | None, sex: str | None) -> None:
    person = read_person(plain(message))
    assert (person.age.value if person.age else None) == age
    assert (person.sex.value if person.sex else None) == sex


@pytest.mark.parametrize(
    ("message", "kin"),
    [
        ("My dad is 66. His lower back has been bad.", "dad"),
        ("I'm 40 and my back hurts; my mum had kidney stones", ""),
        ("My mother had breast cancer.", ""),
        ("Mum fell and her back hurts", "mum"),
    ],
)
def test_the_relative_with_the_pain_is_the_patient(message: str, kin: str) -> None:
    assert read_person(plain(message)).kin == kin

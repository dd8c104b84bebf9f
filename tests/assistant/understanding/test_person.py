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
        ("baby 14 months old, back pain", 1, None),
        ("Dad's 74 and collapsed with back pain", 74, "male"),
        ("Male 39, fell approx 5 m off scaffold", 39, "male"),
        ("I'm 54 - no, tell a lie, 55", 55, None),
        ("Your opinion on this 48-year-old teacher would help me. She has had leg pain.", 48, "female"),
        ("My son of 14 has back pain", 14, "male"),
        ("Sciatica, left side. Thirty-eight. MRI?", 38, None),
        ("pt is fifty-six, m. Lumbago", 56, "male"),
        ("Am 30. Lower back gone.", 30, None),
        ("Lower back pain since the op at 61", None, None),
        ("well past all that at 61, my back hurts", 61, None),
        ("better than average for my age, which is 62", 62, None),
        ("No legs involved. 66 now.", 66, None),
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
        ("I care for my mum who is 86. Her low back hurts.", "mum"),
        ("Asking on behalf of my mother in law, 68. Low back pain.", "mother"),
        ("My 19 year old son bumped into a door with his lower back", "son"),
        ("School nurse thinks my daughter might have scoliosis", "daughter"),
        ("When my daughter bends, one side of her ribs sticks up", "daughter"),
        ("When my mother had cancer she was 50. My back aches.", ""),
        ("Me mam's back is killing her", "mam"),
        ("My husband had back pain and I help him up, he can't pee", "husband"),
        ("My sister was paralysed after a crash; I have a stiff lower back", ""),
        ("A mate of mine had cancer, my own back aches", ""),
    ],
)
def test_the_relative_with_the_pain_is_the_patient(message: str, kin: str) -> None:
    assert read_person(plain(message)).kin == kin

"""What was so until lately is so no more."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader
from assistant.understanding.lately import turn

BLADDER = "cauda_equina_features.urinary_retention_or_change"
BOWEL = "cauda_equina_features.bowel_incontinence"
SADDLE = "cauda_equina_features.saddle_numbness"
TONE = "cauda_equina_features.reduced_anal_tone"


def _facts(reader: Reader, said: str) -> dict[str, object]:
    return {key: evidence.value for key, evidence in reader.read(said).facts.evidence.items()}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("She has not had any perineal numbness until yesterday.", SADDLE),
        ("No numbness between the legs till last night, low back pain 5 days.", SADDLE),
        ("I never had trouble peeing until this morning.", BLADDER),
        ("Bladder was working until Tuesday.", BLADDER),
        ("Bowels were normal until about two days ago.", BOWEL),
        ("He could pass urine normally until late last night.", BLADDER),
        ("Anal tone was normal until today.", TONE),
        ("No fever until this evening.", "fever"),
    ],
)
def test_a_denial_that_ended_lately_is_a_finding(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said)[fact] is True


@pytest.mark.parametrize(
    "said",
    ["Power full until yesterday.", "Neurologically intact until last night.", "Neuro normal until this morning."],
)
def test_intact_until_lately_says_nothing_of_today(reader: Reader, said: str) -> None:
    assert _facts(reader, said).get("neuro_deficit") != "none"


@pytest.mark.parametrize("said", ["No saddle numbness until now.", "No loss of bladder control up until now."])
def test_until_now_denies_nothing_and_raises_nothing(reader: Reader, said: str) -> None:
    values = _facts(reader, said)
    assert SADDLE not in values
    assert BLADDER not in values


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("no numbness until yesterday", "turned"),
        ("no numbness til a few days ago", "turned"),
        ("no numbness until now", "unclear"),
        ("never had this until now", "turned"),
        ("no numbness until seen by the surgeon", ""),
        ("no scan until , yesterday", ""),
    ],
)
def test_a_turn_needs_a_late_time_in_its_own_clause(words: str, expected: str) -> None:
    listed = words.split()
    place = next(number for number, word in enumerate(listed) if word in {"until", "til"})
    assert turn(listed, place) == expected

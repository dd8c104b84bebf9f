from __future__ import annotations

import doctest

import pytest

import assistant.phrases
from assistant.patient import PatientFacts
from assistant.phrases import absences, assumptions, duration, known, listed, reasons, sentence, them
from assistant.vocabulary import load_vocabulary
from assistant.wording import load_wording

CLINICIAN = load_wording("clinician")


def test_the_examples_run() -> None:
    assert doctest.testmod(assistant.phrases).failed == 0


@pytest.mark.parametrize(
    ("items", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (["a", "a"], "a"),
     (["a, b", "c", "d"], "a, b; c and d")],
)  # fmt: skip
def test_lists_read_like_lists(items: list[str], joined: str) -> None:
    assert listed(items) == joined


@pytest.mark.parametrize(
    ("weeks", "said"),
    [(0, "less than a day"), (0.14, "1 day"), (0.43, "3 days"), (1, "1 week"), (1.43, "10 days"), (6, "6 weeks"),
     (8.7, "2 months"), (13, "3 months"), (14, "14 weeks"), (104, "2 years"), (78, "18 months"), (7.6, "7.6 weeks")],
)  # fmt: skip
def test_durations_read_as_people_say_them(weeks: float, said: str) -> None:
    assert duration(weeks) == said


def test_a_sentence_gets_one_full_stop() -> None:
    assert sentence("mri straight away") == "Mri straight away."
    assert sentence("MRI straight away.") == "MRI straight away."


def test_many_denied_red_flags_are_named_together() -> None:
    blanket = PatientFacts.confirmed(load_vocabulary().blanket_no_red_flags)
    facts = blanket.updated(PatientFacts.confirmed({"age_years": 45}))
    said = reasons(["age_years", *blanket.evidence], facts, CLINICIAN)
    assert said == ["age 45", "the red flags ruled out"]


def test_what_was_not_stated_is_no_reason() -> None:
    assert reasons(["fever", "osteoporosis"], PatientFacts.confirmed({"fever": True}), CLINICIAN) == ["fever"]


def test_a_set_that_is_known_in_part_is_asked_for_the_rest() -> None:
    facts = PatientFacts.confirmed({"cauda_equina_features": {"saddle_numbness": False}})
    unknown = {"cauda_equina_features": ("bowel_incontinence",)}
    assert absences(unknown, facts, CLINICIAN) == ["other cauda equina symptom"]


def test_an_assumption_that_is_no_absence_is_said_in_words() -> None:
    unknown = {"age_years": (), "fever": (), "pain_sites": ()}
    assert assumptions(unknown, PatientFacts(), CLINICIAN) == ["an adult under 50", "low back pain"]


def test_a_member_reads_by_its_truth() -> None:
    assert known("pain_sites.lumbar", True, CLINICIAN) == "low back pain"
    assert known("pain_sites.lumbar", False, CLINICIAN) == "no low back pain"


def test_reference_words_count() -> None:
    assert [them(n) for n in (1, 2, 3)] == ["it", "either", "any of these"]

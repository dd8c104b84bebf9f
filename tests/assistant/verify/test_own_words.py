from __future__ import annotations

import pytest

from assistant.patient import PatientFacts
from assistant.verify.claims import stems
from assistant.verify.own_words import OwnWords, frame
from assistant.wording import load_wording

FACTS = PatientFacts.confirmed({"age_years": 48, "duration_weeks": 1, "pain_sites": {"lumbar": True}, "fever": False})


@pytest.fixture
def own() -> OwnWords:
    return OwnWords(FACTS, load_wording("clinician"))


@pytest.mark.parametrize(
    "text",
    [
        "This rests on age 48, low back pain for 1 week and no fever.",
        "This rests on age 48, low back pain and the red flags ruled out.",
        "Provided there is no cauda equina symptom, other motor deficit or other red flag: I was not told.",
    ],
)
def test_what_was_stated_or_left_open_may_be_said(own: OwnWords, text: str) -> None:
    assert own.about_patient(text)
    assert list(own.made_up(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "This rests on age 84, low back pain for 1 week and no fever.",
        "This rests on age 48, low back pain for 1 month and no fever.",
        "This rests on age 48, thoracic pain for 1 week and no fever.",
        "This rests on age 48, low back pain for 1 week and fever.",
        "This rests on age 48, low back pain for 1 week and no fever, which rules out infection.",
        "Provided there is cauda equina symptom or other red flag: I was not told.",
        "Provided there is no cauda equina symptom or other red flag: I was told.",
    ],
)
def test_what_nobody_stated_is_made_up(own: OwnWords, text: str) -> None:
    assert own.about_patient(text)
    assert list(own.made_up(text)) != []


def test_facts_are_taken_out_of_a_sentence_unless_a_source_holds_them(own: OwnWords) -> None:
    text = "Low back pain: no imaging at age 48."
    assert own.removed(text, ()).split() == ["Low", "back", "pain:", "no", "imaging", "at", "."]
    assert own.removed(text, ("Imaging at age 48.",)) == text


def test_the_frame_of_a_part_holds_its_own_words_alone() -> None:
    lead, study, why = (frame("clinician", part) for part in ("lead", "study", "why"))
    assert stems("indicated lumbar advice") <= lead
    assert stems("rated lumbar") <= study
    assert not stems("advice trial") & study
    assert not stems("rated lumbar") & why
    assert not stems("ibuprofen physiotherapy always rules") & (lead | study | why)

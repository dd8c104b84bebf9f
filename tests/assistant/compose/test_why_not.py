"""What would have to be otherwise, in words."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.checker import load_checker
from assistant.compose.why_not import why_not_to_json
from corpus import Corpus


@pytest.fixture(scope="module")
def ask(corpus: Corpus) -> Any:
    checker = load_checker(corpus)

    def asked(facts: dict[str, Any], study: str, audience: Any = "clinician") -> dict[str, Any]:
        result = checker.check(facts)
        return why_not_to_json(
            checker, facts, study, result, guidelines=None, number=lambda source: 1, audience=audience
        )

    return asked


def test_a_modality_is_answered_with_the_studies_that_would_be_offered(ask: Any) -> None:
    told = ask({"age_years": 45}, "mri")
    assert told["name"] == "MRI"
    assert all(way["text"].startswith("MRI of the ") for way in told["alternatives"])


def test_what_was_stated_is_named_beside_what_would_have_to_be(ask: Any) -> None:
    facts = {"fever": False, "neuro_deficit": "none", "age_years": 45}
    ways = ask(facts, "mri-l-wo")["alternatives"]
    assert all(each["stated"] is (each["fact"] in facts) for way in ways for each in way["changes"])
    for way in ways:
        assert ("instead of" in way["text"]) is any(each["stated"] for each in way["changes"])


def test_a_study_on_offer_needs_nothing_else(ask: Any) -> None:
    told = ask({"cauda_equina_features": {"saddle_numbness": True}}, "mri-l-wo")
    assert (told["offered"], told["alternatives"]) == (True, [])
    assert told["text"] == "MRI of the lumbar spine without IV contrast is on offer for these facts already."


def test_a_blocked_study_is_not_on_offer(ask: Any) -> None:
    facts = {"cauda_equina_features": {"saddle_numbness": True}, "mri_blocked": "yes"}
    assert ask(facts, "mri-l-wo")["offered"] is False


def test_a_study_that_nothing_would_offer_says_so(ask: Any) -> None:
    told = ask({}, "disco-l")
    assert (told["offered"], told["alternatives"]) == (False, [])
    assert "no recommendation that I hold would offer it" in told["text"]


def test_a_patient_reads_the_same_in_plain_words(ask: Any) -> None:
    ways = ask({"age_years": 45}, "mri-l-wo", "patient")["alternatives"]
    assert all(way["text"].startswith("The advice would be to have an MRI scan of the lower back") for way in ways)

from __future__ import annotations

from assistant.facts_in_turn import merged
from assistant.patient import Evidence, PatientFacts
from assistant.understanding import Reading

NO_FEVER = PatientFacts.confirmed({"fever": False})


def said(value: bool, status: str = "stated") -> PatientFacts:
    return PatientFacts({"fever": Evidence(value, status, 1, 0, 5, "fever")})  # type: ignore[arg-type]


def test_facts_of_the_panel_win_over_the_words_sent_with_them() -> None:
    assert merged(PatientFacts(), NO_FEVER, Reading(facts=said(True))).values() == {"fever": False}


def test_words_that_correct_win_over_the_panel() -> None:
    assert merged(PatientFacts(), NO_FEVER, Reading(facts=said(True, "corrected"))).values() == {"fever": True}


def test_a_later_message_wins_over_what_the_panel_said_before() -> None:
    assert merged(NO_FEVER, PatientFacts(), Reading(facts=said(True))).values() == {"fever": True}


def test_a_panel_that_only_repeats_itself_does_not_hide_new_words() -> None:
    assert merged(NO_FEVER, NO_FEVER, Reading(facts=said(True))).values() == {"fever": True}


def test_what_is_taken_back_is_unknown_again() -> None:
    assert merged(NO_FEVER, PatientFacts(), Reading(forget=frozenset({"fever"}))).values() == {}


def test_a_new_patient_starts_with_nothing_but_what_comes_with_the_message() -> None:
    before = PatientFacts.confirmed({"osteoporosis": True})
    reading = Reading(facts=said(True), new_patient=True)
    confirmed = PatientFacts.confirmed({"age_years": 50})
    assert merged(before, confirmed, reading).values() == {"fever": True, "age_years": 50}

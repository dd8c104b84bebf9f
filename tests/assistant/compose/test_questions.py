from __future__ import annotations

from typing import Any

import pytest

from assistant.checker import Checker
from assistant.compose.questions import asking_first, is_yes, question_about, questions, which_yes
from assistant.draft import Draft
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience, load_vocabulary

NO_RED_FLAGS = dict(load_vocabulary().blanket_no_red_flags)


@pytest.fixture
def asked(checker: Checker) -> Any:
    def ask(facts: dict[str, Any], audience: Audience = "clinician") -> list[str]:
        known = PatientFacts.confirmed(facts)
        return [each.fact for each in questions(checker.check(known.values()), known, audience)]

    return ask


def test_the_most_urgent_is_asked_first(asked: Any) -> None:
    assert asked({"pain_sites": {"lumbar": True}})[0] == "cauda_equina_features"


def test_a_topic_is_asked_about_once_it_has_come_up(asked: Any) -> None:
    known = {**NO_RED_FLAGS, "age_years": 45, "pain_sites": {"lumbar": True}, "duration_weeks": 1,
             "prior_spine_surgery": "none"}  # fmt: skip
    assert asked(known) == []
    assert asked({**known, "pain_sites": {"leg_one": True}}) == ["limb_vascular_features"]
    assert "aortic_features" in asked({**known, "age_years": 68})


def test_in_an_emergency_only_what_stands_in_the_way_of_a_study_is_asked(asked: Any) -> None:
    emergency = {"cauda_equina_features": {"saddle_numbness": True}}
    assert asked(emergency)[0] == "mri_blocked"
    assert all(load_vocabulary()[each].tier == "safety" for each in asked(emergency))
    assert asked(emergency, "patient") == []


def test_what_two_readers_differ_on_is_asked_first_and_the_most_urgent_keeps_its_place(checker: Checker) -> None:
    known = PatientFacts.confirmed({"pain_sites": {"lumbar": True}})
    result = checker.check(known.values())
    draft = Draft("indication", (), questions(result, known, "clinician"))
    disputed = ("fever", "osteoporosis", "sex")
    asked = [each.fact for each in asking_first(draft, disputed, result, known, "clinician").questions]
    assert asked == ["fever", "osteoporosis", "cauda_equina_features"]
    assert asking_first(draft, (), result, known, "clinician") is draft


def test_an_emergency_is_not_held_up_by_what_two_readers_differ_on(checker: Checker) -> None:
    known = PatientFacts.confirmed({"cauda_equina_features": {"saddle_numbness": True}})
    draft = Draft("indication", ())
    assert asking_first(draft, ("fever",), checker.check(known.values()), known, "patient") is draft


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("name", load_vocabulary().facts)
def test_every_fact_can_be_asked_about(name: str, audience: Audience) -> None:
    assert question_about(name, PatientFacts(), audience).text


@pytest.mark.parametrize("message", ["yes", "Yes.", "yeah, both", "oh yes she does", "Y", "some of them", "I do"])
def test_a_bare_yes_is_known(message: str) -> None:
    assert is_yes(message)


@pytest.mark.parametrize("message", ["no", "yes, since Monday", "yes but only at night", "numb", "I do not know"])
def test_a_yes_that_says_more_is_left_to_the_reader(message: str) -> None:
    assert not is_yes(message)


def test_an_open_yes_to_red_flags_says_first_what_to_do(checker: Checker) -> None:
    facts = PatientFacts.confirmed({"pain_sites": {"lumbar": True}})
    result = checker.check(facts.values())
    draft = which_yes(result, facts, ("cauda_equina_features",), "patient")
    assert draft.kind == "clarification"
    assert [each.part for each in draft.statements] == ["safety", "lead"]
    assert "emergency department now" in draft.statements[0].text
    assert draft.questions
    mild = which_yes(result, facts, ("sex",), "patient")
    assert [each.part for each in mild.statements] == ["lead"]


def test_a_cold_leg_is_no_time_for_questions(asked: Any) -> None:
    assert asked({"limb_vascular_features": {"sudden_cold_pulseless_leg": True}}) == []


def test_a_question_offers_what_can_be_answered(checker: Checker) -> None:
    facts = PatientFacts.confirmed({"cauda_equina_features": {"saddle_numbness": False}})
    first, second, *_ = questions(checker.check(facts.values()), facts, "patient")
    assert (first.fact, first.type) == ("cauda_equina_features", "set")
    assert "saddle_numbness" not in first.options
    assert first.text.startswith("Since this pain began")
    assert (second.type, second.options[0]) == ("enum", "none")


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_every_option_is_offered_in_words_of_its_own(audience: Audience) -> None:
    for fact in load_vocabulary().facts.values():
        question = question_about(fact.name, PatientFacts(), audience)
        assert len(question.labels) == len(question.options)
        assert len(set(question.labels)) == len(question.labels), fact.name
        assert not {"yes", "no", "unknown"}.intersection(question.labels), fact.name

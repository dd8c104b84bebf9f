from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.patient import Evidence, PatientFacts
from assistant.understanding.answers import answers, topics
from assistant.understanding.tokens import plain
from assistant.vocabulary import load_vocabulary

CES = "cauda_equina_features"


def answer(
    message: str, asked: Sequence[str], known: PatientFacts | None = None, stated: PatientFacts | None = None
) -> dict[str, object]:
    found = answers(
        plain(message), message, stated or PatientFacts(), turn=2, known=known or PatientFacts(), asked=asked
    )
    for item in found.evidence.values():
        assert item.quote == message[item.start : item.end]
        assert item.turn == 2
    return {key: item.value for key, item in found.evidence.items()}


@pytest.mark.parametrize("message", ["no", "No.", "nope", "ok no", "No, I don't.", "not that I know of", "None"])
def test_no_denies_what_was_asked(message: str) -> None:
    assert answer(message, ["fever"]) == {"fever": False}


@pytest.mark.parametrize("message", ["yes", "Yeah!", "yep", "yes, he does", "I do", "correct"])
def test_yes_affirms_the_one_thing_asked(message: str) -> None:
    assert answer(message, ["fever"]) == {"fever": True}


def test_no_to_a_set_denies_every_member() -> None:
    members = load_vocabulary()[CES].members
    assert answer("no", [CES]) == {f"{CES}.{member}": False for member in members}


def test_no_leaves_a_member_alone_that_is_known() -> None:
    known = PatientFacts({f"{CES}.saddle_numbness": Evidence(True)})
    assert f"{CES}.saddle_numbness" not in answer("no", [CES], known)


def test_yes_to_a_set_does_not_tell_which() -> None:
    assert answer("yes", [CES]) == {}


def test_yes_to_one_member_sets_it() -> None:
    assert answer("yes", [f"{CES}.saddle_numbness"]) == {f"{CES}.saddle_numbness": True}


def test_yes_with_a_name_sets_what_it_names() -> None:
    assert answer("yes, the numbness", [CES]) == {f"{CES}.saddle_numbness": True}


def test_yes_to_two_questions_sets_nothing() -> None:
    assert answer("yes", ["fever", "iv_drug_use"]) == {}


@pytest.mark.parametrize(
    ("message", "value"), [("yes, both", True), ("both", True), ("neither", False), ("none of those", False)]
)
def test_an_answer_to_both_reaches_both(message: str, value: bool) -> None:
    assert answer(message, ["fever", "iv_drug_use"]) == {"fever": value, "iv_drug_use": value}


def test_an_ordinal_picks_one() -> None:
    assert answer("the second one", ["fever", "iv_drug_use"]) == {"iv_drug_use": True}
    assert answer("just the first", ["fever", "iv_drug_use"]) == {"fever": True, "iv_drug_use": False}


@pytest.mark.parametrize("message", ["not sure", "dunno", "I don't know", "maybe", "no idea"])
def test_not_knowing_sets_nothing(message: str) -> None:
    assert answer(message, ["fever"]) == {}


def test_not_knowing_has_a_value_where_the_vocabulary_has_one() -> None:
    assert answer("not sure", ["pregnant"]) == {"pregnant": "possible"}


@pytest.mark.parametrize("message", ["No injury.", "No change since then", "Not a smoker", "Nobody asked me"])
def test_a_no_that_belongs_to_other_words_is_no_answer(message: str) -> None:
    assert answer(message, ["fever"]) == {}


def test_a_no_that_goes_on_about_one_question_answers_that_one_alone() -> None:
    stated = PatientFacts({f"{CES}.bowel_incontinence": Evidence(False, turn=2, start=4, end=9, quote="poo")})
    assert answer("no, poo is fine", [CES, "fever"], stated=stated) == {}


@pytest.mark.parametrize(
    ("message", "asked", "value"),
    [
        ("about six weeks", "duration_weeks", 6.0),
        ("2 months", "duration_weeks", 8.7),
        ("six weeks", "prior_management_weeks", 6.0),
        ("none", "prior_management_weeks", 0),
        ("72", "age_years", 72.0),
        ("forty-five", "age_years", 45.0),
        ("350 ml", "post_void_residual_ml", 350.0),
        ("past", "cancer_history", "past"),
        ("still on chemo", "cancer_history", "active"),
        ("no", "cancer_history", "none"),
        ("a minor one", "trauma", "low_velocity"),
        ("yes, getting worse", "neuro_deficit", "progressive"),
        ("yes", "mri_blocked", "unknown"),
        ("female", "sex", "female"),
    ],
)
def test_a_number_or_a_word_answers_its_question(message: str, asked: str, value: object) -> None:
    assert answer(message, [asked]) == {asked: value}


def test_a_denied_word_is_not_the_value() -> None:
    assert answer("no, nothing major", ["trauma"]) == {"trauma": "none"}


def test_an_age_out_of_range_is_none() -> None:
    assert answer("450", ["age_years"]) == {}


def test_nothing_is_answered_unasked() -> None:
    assert answer("no", []) == {}


def test_every_fact_has_its_topic_and_only_facts_have() -> None:
    facts = load_vocabulary().facts
    keys = {f"{name}.{member}" for name, fact in facts.items() for member in fact.members}
    assert set(topics()) == keys | {name for name, fact in facts.items() if not fact.members}

"""Facts in words outside an answer."""

from __future__ import annotations

import pytest

from assistant import fact_in_words, load_vocabulary, patient_in_words
from assistant.facts_in_words import range_in_words, topic_in_words


def test_every_value_of_every_fact_has_words_for_both_audiences() -> None:
    for fact in load_vocabulary().facts.values():
        keys = [f"{fact.name}.{member}" for member in fact.members] or [fact.name]
        values = fact.values or ((fact.minimum, fact.maximum) if fact.type == "number" else (True, False))
        for key in keys:
            for value in values:
                assert fact_in_words(key, value)
                assert fact_in_words(key, value, "patient")


@pytest.mark.parametrize(
    ("key", "limits", "words"),
    [
        ("age_years", {"at_least": 70}, "age at least 70"),
        ("age_years", {"over": 50, "at_most": 65}, "age over 50 and at most 65"),
        ("duration_weeks", {"under": 4}, "pain for under 4 weeks"),
        ("prior_management_weeks", {"at_least": 6}, "at least 6 weeks of treatment"),
        ("post_void_residual_ml", {"over": 200}, "a post-void residual of over 200 mL"),
    ],
)
def test_a_range_is_a_noun_phrase(key: str, limits: dict[str, float], words: str) -> None:
    assert range_in_words(key, limits) == words


def test_what_is_there_comes_before_what_is_denied() -> None:
    facts = {"fever": False, "age_years": 72, "cauda_equina_features": {"saddle_numbness": True}}
    assert patient_in_words(facts) == ["saddle numbness", "age 72", "no fever"]


def test_a_blanket_denial_is_said_once() -> None:
    assert patient_in_words({"age_years": 40}, blanket=True) == ["age 40", "no red flags"]


def test_a_topic_leaves_the_value_open() -> None:
    assert topic_in_words("pain_sites.leg_one") == "pain in one leg"
    assert topic_in_words("age_years") == "age"

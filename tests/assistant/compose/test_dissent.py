from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.checker import Checker, Rule
from assistant.compose.dissent import dissent
from assistant.compose.labels import Labels
from assistant.compose.subject import Subject
from assistant.draft import DraftStatement
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording
from corpus import Corpus

UNCOMPLICATED = {**load_vocabulary().blanket_no_red_flags, "age_years": 45, "pain_sites": {"lumbar": True}}


@pytest.fixture
def sides(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]) -> Any:
    def told(facts: Mapping[str, Any], audience: Audience = "clinician", **how: bool) -> list[DraftStatement]:
        wording = load_wording(audience)
        known = PatientFacts.confirmed(facts)
        result = checker.check(known.values())
        return list(dissent(Subject(result, known, wording, Labels(corpus, wording), rules), **how))

    return told


def test_of_the_side_that_takes_another_position_the_position_is_told(sides: Any) -> None:
    (only,) = sides(UNCOMPLICATED)
    assert only.text == "HSS 2009, historic: open to imaging."


def test_whoever_asks_who_disagrees_reads_the_sides_own_words(sides: Any) -> None:
    (only,) = sides(UNCOMPLICATED, whole=True)
    assert only.text == f"HSS 2009, historic: {only.sources[0].quote}"
    assert "first study when back pain first begins" in only.text


def test_guidelines_in_force_come_before_historic_ones(sides: Any) -> None:
    told = sides({"age_years": 72, "osteoporosis": True, "pain_sites": {"lumbar": True}})
    assert told[0].text.startswith("ACP 2011: ")
    assert len(told) <= 2


def test_a_patient_reads_that_advice_differs_with_the_sides_cited(sides: Any) -> None:
    (only,) = sides(UNCOMPLICATED, "patient")
    assert only.text == "Not all advice is the same. Ask which advice your doctor follows."
    assert {source.document for source in only.sources} == {"acr-lbp-2021", "hss-2009"}


def test_a_side_that_speaks_of_other_patients_is_not_told(sides: Any) -> None:
    deficit = {"neuro_deficit": "progressive", "age_years": 57, "duration_weeks": 1, "pain_sites": {"lumbar": True}}
    assert not any("no advanced imaging" in each.text for each in sides(deficit))


def test_nothing_is_told_where_nobody_disagrees(sides: Any) -> None:
    assert sides({"pain_sites": {"cervical": True}}) == []


def test_one_side_is_told_and_the_check_holds_the_rest(sides: Any) -> None:
    for facts in ({"prior_spine_surgery": "lumbar", "pain_sites": {"lumbar": True}}, {"age_years": 72}):
        assert len(sides(facts)) <= 1


def test_a_patient_is_not_told_that_advice_differs_where_it_comes_to_the_same(sides: Any) -> None:
    facts = {"cauda_equina_features": {"saddle_numbness": True}, "pain_sites": {"lumbar": True}}
    assert sides(facts, "patient") == []


def test_beside_an_emergency_no_other_advice_is_told(sides: Any) -> None:
    assert sides({"trauma": "high_energy", "age_years": 28, "pain_sites": {"lumbar": True}}) == []

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Mapping
from typing import Any, get_args

import pytest

from assistant.checker import Checker
from assistant.errors import WordingError
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording, placeholders, wording_digest
from corpus import Corpus

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_fact_value_and_member_has_words(audience: Audience) -> None:
    words = load_wording(audience).facts
    assert list(words) == list(load_vocabulary().facts), "keep the order of facts.yaml"
    for name, fact in load_vocabulary().facts.items():
        found = words[name]
        assert found["topic"]
        if fact.type == "bool":
            assert found["yes"]
            assert found["no"]
        elif fact.type == "enum":
            assert list(found["values"]) == list(fact.values), name
        elif fact.type == "set":
            assert list(found["members"]) == list(fact.members), name
            assert all(set(each) == {"yes", "no"} for each in found["members"].values()), name
        else:
            assert "{value}" in found["value"], name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_silence_is_taken_for_has_words(audience: Audience) -> None:
    for name, fact in load_vocabulary().facts.items():
        found = load_wording(audience).facts[name]
        if fact.unstated is None:
            assert not {"absent", "taken"} & set(found), f"{name} is never assumed"
        else:
            assert len({"absent", "taken"} & set(found)) == 1, f"{name} needs absent or taken, and only one"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_phrases_are_parts_of_a_sentence(audience: Audience) -> None:
    for name, found in load_wording(audience).facts.items():
        for phrase in leaves(found):
            assert not phrase.endswith((".", ",", ";", ":")), f"{name}: {phrase}"
            assert phrase == phrase.strip(), f"{name}: {phrase}"
        if "absent" in found:
            assert not re.match(r"(a|an|the|no) ", found["absent"]), f"{name}: 'there is no {found['absent']}'"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_study_document_modality_and_region_has_words(
    audience: Audience, checker: Checker, corpus: Corpus
) -> None:
    wording = load_wording(audience)
    assert set(wording.studies) == set(checker.base.procedures)
    assert len(set(wording.studies.values())) == len(wording.studies), "two studies must not sound alike"
    assert set(wording.guidelines) == set(corpus.documents)
    for procedure in checker.base.procedures.values():
        assert wording.say(f"modalities.{procedure.modality}")
        assert wording.say(f"regions.{procedure.region}")


def test_cautions_and_exits_have_a_patients_words(checker: Checker) -> None:
    wording = load_wording("patient")
    assert set(wording.sentences["cautions"]) == {each.id for each in checker.base.cautions}
    assert set(wording.sentences["exits"]) == {each.id for each in checker.base.exits}


def test_both_audiences_have_the_same_kinds_of_sentence() -> None:
    clinician, patient = (load_wording(audience) for audience in ("clinician", "patient"))
    assert set(clinician.fixed) == set(patient.fixed)
    assert set(clinician.sentences["lead"]) == set(patient.sentences["lead"]) - {"indicated_now"}
    assert set(clinician.sentences["smallest"]) == set(patient.sentences["smallest"])


def test_a_sentence_says_which_word_it_lacks() -> None:
    with pytest.raises(WordingError, match=r"answer\.yaml: clinician\.lead\.indicated wants 'study'"):
        load_wording("clinician").say("lead.indicated", rating="Usually Appropriate", label="ACR")


def test_a_sentence_that_is_not_there_is_named() -> None:
    with pytest.raises(WordingError, match=r"patient has no sentence 'lead\.maybe'"):
        load_wording("patient").say("lead.maybe")


def test_a_placeholder_is_found_by_name() -> None:
    assert placeholders("{label}: {statement}") == {"label", "statement"}


def test_every_emergency_group_of_the_policy_has_its_own_first_sentence(checker: Checker) -> None:
    groups = {group.group for group in checker.base.precedence if group.urgency == "emergency"}
    assert groups <= set(load_wording("clinician").sentences["emergency"])


def test_a_patient_is_never_told_that_no_doctor_is_needed() -> None:
    for phrase in (*leaves(load_wording("patient").sentences), *load_wording("patient").fixed.values()):
        assert not re.search(r"(no|not|n't) (need|have to|require)\b.*\bdoctor|no need (for|to)", phrase), phrase


def test_the_digest_covers_every_file_of_the_wording() -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", wording_digest())
    folder = importlib.resources.files("assistant").joinpath("wording")
    assert {each.name for each in folder.iterdir()} >= {"answer.yaml", "facts.yaml", "phrasing.md", "studies.yaml"}


def leaves(found: Any) -> list[str]:
    if isinstance(found, Mapping):
        return [text for each in found.values() for text in leaves(each)]
    return [found] if isinstance(found, str) else []

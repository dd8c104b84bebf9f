"""The lexicon can be corrected without code, and says where it is wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import yaml

import assistant.understanding.lexicon as module
from assistant.understanding import extract
from assistant.understanding.lexicon import CUES, Lexicon, load_lexicon
from assistant.understanding.phrases import LexiconError
from assistant.understanding.settle import settle
from assistant.vocabulary import load_vocabulary

WORDS = {"words.yaml": {"words": {"leg": "leg | thigh"}}}
EMERGENCIES = ("cauda_equina_features.", "limb_vascular_features.", "myelopathy_signs", "aortic_features")


def built(concept: dict[str, Any], name: str = "thing") -> Lexicon:
    return Lexicon({**WORDS, "some.yaml": {"concepts": {name: concept}}}, {}, frozenset())


@pytest.mark.parametrize(
    ("concept", "problem"),
    [
        ({"sez": "fever"}, "unknown keys ['sez']"),
        ({"present": {"feever": True}, "says": "fever"}, "feever"),
        ({"present": {"fever": "very"}, "says": "fever"}, "fever"),
        ({"present": {"pain_sites.elbow": True}, "says": "elbow"}, "elbow"),
        ({"present": {"fever": True}, "says": "(hot|cold"}, "bracket"),
        ({"present": {"fever": True}, "says": "hot @nowhere"}, "@nowhere"),
    ],
)
def test_a_mistake_is_refused_by_file_and_concept(concept: dict[str, Any], problem: str) -> None:
    with pytest.raises(LexiconError) as refusal:
        built(concept)
    assert "some.yaml: concept 'thing'" in str(refusal.value)
    assert problem in str(refusal.value)


def test_a_cue_of_no_kind_is_refused() -> None:
    with pytest.raises(LexiconError, match="no kind of cue"):
        Lexicon({**WORDS, "cues.yaml": {"cues": {"shouting": {"phrases": "hey"}}}}, {}, frozenset())


def test_every_kind_of_cue_has_phrases_or_is_never_used() -> None:
    used = {phrase.cue for phrase in load_lexicon().phrases if phrase.cue}
    assert used <= set(CUES)


def test_every_fact_can_be_read_from_words_or_numbers() -> None:
    by_number = {
        "age_years",
        "sex",
        "duration_weeks",
        "prior_management_weeks",
        "post_void_residual_ml",
        "overuse_sport",
        "child_red_flags.constant_pain",
        "child_red_flags.radicular_pain",
        "child_red_flags.over_4_weeks",
        "child_red_flags.night_pain",
        "child_red_flags.abnormal_neuro_exam",
        "trauma_screen.neuro_deficit",
        "trauma_screen.high_energy_mechanism",
        "trauma_screen.thoracolumbar_pain",
        "comorbidities.cancer",
    }
    states = [
        c for concept in load_lexicon().concepts.values() for c in (concept.present, concept.suspected, concept.absent)
    ]
    keys = {key for state in states for key in state}
    wanted = {
        f"{name}.{member}" if member else name
        for name, fact in load_vocabulary().facts.items()
        for member in (fact.members or ("",))
    }
    assert wanted - keys - by_number == set()


def test_concepts_state_both_polarities_of_each_red_flag() -> None:
    concepts = load_lexicon().concepts.values()
    present = {key for concept in concepts for key in (*concept.present, *concept.suspected)}
    absent = {key for concept in concepts for key in concept.absent}
    for name, fact in load_vocabulary().facts.items():
        if fact.red_flag:
            keys = {f"{name}.{member}" for member in fact.members} or {name}
            assert keys <= present, name
            assert keys <= absent, name


def _phrases(*facts: str) -> Iterator[str]:
    """One writing of every phrase that affirms one of these facts."""
    folder = module.importlib.resources.files("assistant.understanding").joinpath("lexicon")
    lists = yaml.safe_load(folder.joinpath("words.yaml").read_text(encoding="utf-8"))["words"]
    pick = random.Random(7)
    for file in ("cauda_equina.yaml", "neuro.yaml", "special.yaml"):
        for concept in yaml.safe_load(folder.joinpath(file).read_text(encoding="utf-8"))["concepts"].values():
            if any(key.startswith(facts) for key in concept.get("present") or {}):
                for phrase in (concept.get("says") or "").splitlines():
                    yield _written(phrase.strip(), lists, pick)


def _written(phrase: str, lists: dict[str, str], pick: random.Random) -> str:
    return " ".join(_expanded(_split(phrase), 0, lists, pick)[0])


def _split(phrase: str) -> list[str]:
    return re.findall(r"\.\.\d?|@\w+|[\[\]()|]|[^\s\[\]()|]+", phrase)


def _expanded(items: Sequence[str], place: int, lists: dict[str, str], pick: random.Random) -> tuple[list[str], int]:
    words: list[str] = []
    while place < len(items):
        item = items[place]
        if item in {")", "]", "|"}:
            return words, place
        if item in {"(", "["}:
            branches = []
            while True:
                branch, place = _expanded(items, place + 1, lists, pick)
                branches.append(branch)
                if items[place] != "|":
                    break
            if item == "(":
                words += pick.choice(branches)
        elif item.startswith("@"):
            entries = [part.strip() for line in lists[item[1:]].splitlines() for part in line.split(" | ")]
            words += _expanded(_split(pick.choice([entry for entry in entries if entry])), 0, lists, pick)[0]
        elif not item.startswith(".."):
            words.append(_SAMPLES.get(item, item.removesuffix("~").removeprefix("^")))
        place += 1
    return words, place


_SAMPLES = {"<n>": "4", "<frac>": "3/5", "<l>": "L4", "<t>": "T8", "<s>": "S1", "<p>": "S3", "<c>": "C5", "<open>": "("}
#: Phrases with a verb or a denial of their own cannot be put after "denies".
_VERBS = frozenset(
    word
    for words in (
        "no not nil npu nothing never neither nor without cant cannot couldnt dont doesnt didnt havent hasnt isnt",
        "unable",
        "hardly barely lost will wont i he she my his her it has have had can is are was were gone feels feel felt get",
        "getting gets got became went keep keeps",
    )
    for word in words.split()
)


@pytest.mark.parametrize("frame", ["She denies {}.", "There is no evidence of {}.", "Come back if there is {}.", "?{}"])
def test_no_emergency_is_made_of_a_denial_a_warning_or_a_query(frame: str) -> None:
    made: dict[str, str] = {}
    for phrase in _phrases(*EMERGENCIES):
        if not phrase or _VERBS & set(phrase.split()) or phrase.split()[-1] in {"0/5", "1/5", "2/5", "3/5", "4/5"}:
            continue
        message = frame.format(phrase)
        for key, item in settle(extract(message)).evidence.items():
            if key.startswith(EMERGENCIES) and item.value is True:
                made[message] = key
    assert made == {}

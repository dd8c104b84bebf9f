"""Signs and denials in everyday words and shorthand: each sentence states what it states, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.understanding import Reader

CES = "cauda_equina_features."
LIMB = "limb_vascular_features."
FACTS = {
    "B": CES + "urinary_retention_or_change",
    "W": CES + "bowel_incontinence",
    "S": CES + "saddle_numbness",
    "T": CES + "reduced_anal_tone",
    "X": CES + "new_sexual_dysfunction",
    "L": CES + "bilateral_leg_deficit",
    "M": "myelopathy_signs",
    "C": LIMB + "sudden_cold_pulseless_leg",
    "D": LIMB + "swollen_warm_calf",
    "K": LIMB + "exertional_calf_claudication",
    "A": "aortic_features",
    "R": "radiculopathy",
    "N": "neuro_deficit",
}
VALUES = {"+": True, "-": False, "0": "none", "1": "mild_stable", "2": "severe_or_multilevel", "3": "progressive"}
SIGNS = yaml.safe_load((Path(__file__).parent / "signs.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("stated", SIGNS)
def test_a_sentence_states_its_signs_and_no_others(reader: Reader, stated: str) -> None:
    codes = [] if stated == "nothing" else stated.split()
    expected = {FACTS[code[0]]: VALUES[code[1]] for code in codes}
    wrong: dict[str, dict[str, object]] = {}
    for said in SIGNS[stated]:
        evidence = reader.read(said).facts.evidence
        read = {key: evidence[key].value for key in FACTS.values() if key in evidence}
        if read != expected:
            wrong[said] = read
    assert wrong == {}


@pytest.mark.parametrize(
    "said", ["Grade 4 sacral pressure ulcer.", "Grade 1 spondylolisthesis, low back pain.", "IVF grade 2"]
)
def test_a_grade_of_something_else_is_no_power(reader: Reader, said: str) -> None:
    assert "neuro_deficit" not in reader.read(said).facts.evidence


def test_what_is_run_together_without_commas_ends_a_denial(reader: Reader) -> None:
    evidence = reader.read("no fever no injury bladder working bowels working").facts.evidence
    assert evidence[FACTS["B"]].value is False
    assert evidence[FACTS["W"]].value is False
    assert evidence["trauma"].value == "none"


def test_none_of_that_has_happened_denies_the_list(reader: Reader) -> None:
    said = (
        "My leaflet says go in if I stop being able to pee or my groin goes numb. None of that has happened. Back pain."
    )
    evidence = reader.read(said).facts.evidence
    assert evidence[FACTS["B"]].value is False


def test_a_residual_is_read_in_everyday_words(reader: Reader) -> None:
    evidence = reader.read("I was still holding 430 ml after I'd been").facts.evidence
    assert evidence["post_void_residual_ml"].value == 430


@pytest.mark.parametrize(
    "said",
    [
        "I'm not peeing normally since Friday",
        "Sensation down below is not normal",
        "Until yesterday she could wee normally",
    ],
)
def test_what_is_not_as_it_should_be_is_no_denial(reader: Reader, said: str) -> None:
    evidence = reader.read(said).facts.evidence
    assert [evidence[key].value for key in (FACTS["B"], FACTS["S"]) if key in evidence] == [True]


def test_any_after_a_comma_goes_on_with_a_denial(reader: Reader) -> None:
    said = "She denies numbness of the perineum, any alteration in micturition, and any weakness of the legs."
    evidence = reader.read(said).facts.evidence
    assert [evidence[FACTS[each]].value for each in "SB"] == [False, False]

from __future__ import annotations

import pytest

from index.words import singular, words


@pytest.mark.parametrize("text", ["x-ray", "X-rays", "x ray", "XRay", "Xrays"])
def test_x_ray_is_one_word_however_it_is_written(text):
    assert words(text) == ["x-ray"]


def test_joined_words_give_themselves_and_their_parts():
    assert words("contrast-enhanced T1-weighted") == [
        "contrast-enhanced",
        "contrast",
        "enhanced",
        "t1-weighted",
        "t1",
        "weighted",
    ]


def test_numbers_are_words_and_keep_their_points():
    assert words("1.1.4 of NG59, 6 weeks") == ["1.1.4", "1", "1", "4", "ng59", "6", "week"]


def test_possessives_and_filler_go():
    assert words("What does the patient's guideline say about it?") == ["patient", "guideline"]


def test_letters_of_any_script_are_words():
    assert words("Kreuzschmerz für 腰痛") == ["kreuzschmerz", "für", "腰痛"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("scans", "scan"), ("biopsies", "biopsy"), ("masses", "mass"), ("axis", "axis"), ("diagnosis", "diagnosis"),
     ("pus", "pus"), ("ies", "ies"), ("abscess", "abscess"), ("reflexes", "reflex"), ("gas", "gas")],
)  # fmt: skip
def test_plurals_lose_their_ending_and_nothing_else_does(word, expected):
    assert singular(word) == expected

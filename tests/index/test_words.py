from __future__ import annotations

import pytest

from index.words import words


@pytest.mark.parametrize("text", ["x-ray", "X-rays", "x ray", "XRay", "Xrays"])
def test_x_ray_is_one_word_however_it_is_written(text):
    assert words(text) == ["x-ray"]


def test_joined_words_give_themselves_and_their_parts():
    assert words("contrast-enhanced T1-weighted") == [
        "contrast-enhanc",
        "contrast",
        "enhanc",
        "t1-weight",
        "t1",
        "weight",
    ]


def test_numbers_are_words_and_keep_their_points():
    assert words("1.1.4 of NG59, 6 weeks") == ["1.1.4", "1", "1", "4", "ng59", "6", "week"]


def test_possessives_and_filler_go():
    assert words("What does the patient's guideline say about it?") == ["patient", "guidelin"]


def test_letters_of_any_script_are_words():
    assert words("Kreuzschmerz für 腰痛") == ["kreuzschmerz", "für", "腰痛"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("scans", "scan"), ("biopsies", "biopsy"), ("imaging", "images"), ("indicated", "indication"), ("axes", "axe")],
)
def test_a_word_is_one_word_whatever_its_ending(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("diagnosis", "diagnostic"), ("pus", "pu"), ("CES", "CE"), ("NG59", "NG5")])
def test_words_that_only_begin_alike_are_two(one, other):
    assert words(one) != words(other)

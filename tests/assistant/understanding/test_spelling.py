"""Misspelt words are mended; real words are left alone."""

from __future__ import annotations

import pytest

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.spelling import Speller


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("numness", "numbness"),
        ("weekness", "weakness"),
        ("incontinance", "incontinence"),
        ("osteoperosis", "osteoporosis"),
        ("prednisilone", "prednisolone"),
        ("physiotherpy", "physiotherapy"),
        ("sciatca", "sciatica"),
        ("blader", "bladder"),
        ("anasthesia", "anaesthesia"),
        ("bak", "back"),
        ("pregnent", "pregnant"),
        ("alendronat", "alendronate"),
    ],
)
def test_a_slip_is_mended(wrong: str, right: str) -> None:
    assert load_lexicon().speller.mend(wrong) == right


@pytest.mark.parametrize(
    "word",
    [
        "father",
        "breast",
        "chills",
        "thoughts",
        "patience",
        "stared",
        "weekend",
        "needless",
        "ripped",
        "flower",
        "mental",
        "strained",
        "stools",
        "scared",
        "bowls",
        "sacred",
        "pains",
        "trained",
    ],
)
def test_a_real_word_stays_itself(word: str) -> None:
    mended = load_lexicon().speller.mend(word)
    assert mended == word or (word, mended) == ("bowls", "bowels")


@pytest.mark.parametrize(
    "word",
    [
        "myopathy",
        "hyporeflexia",
        "hypertension",
        "neuropathy",
        "haematuria",
        "spondylosis",
        "prednisone",
        "osteopenia",
        "prostatitis",
        "radiculitis",
        "areflexia",
        "metronidazole",
    ],
)
def test_one_medical_word_is_not_turned_into_another(word: str) -> None:
    assert load_lexicon().speller.mend(word) == word


def test_only_listed_slips_are_words_of_the_lexicon_that_change() -> None:
    lexicon = load_lexicon()
    unlisted = Speller({}, lexicon.automaton.vocabulary, [])
    assert [word for word in lexicon.automaton.vocabulary if unlisted.mend(word) != word] == []


def test_two_slips_are_allowed_only_in_long_words() -> None:
    speller = Speller({}, ["fever", "incontinence"], [])
    assert speller.mend("fefer") == "fever"
    assert speller.mend("fafar") == "fafar"
    assert speller.mend("inccontinenc") == "incontinence"


def test_of_two_neighbours_the_commoner_is_meant() -> None:
    assert Speller({}, ["botox", "bottom"], ["bottom"]).mend("botom") == "bottom"

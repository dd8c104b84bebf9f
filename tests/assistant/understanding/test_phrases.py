"""Phrases with small variations, matched over tokens."""

from __future__ import annotations

import pytest

from assistant.understanding.phrases import Automaton, LexiconError, forms, singular
from assistant.understanding.tokens import plain, tokenise

WORDS = {"site": ["back", "lower back"]}


def matches(phrase: str, message: str) -> list[str]:
    automaton = Automaton(WORDS)
    automaton.add(phrase, 0)
    tokens = tokenise(plain(message), message=message)
    return [message[tokens[m.first].start : tokens[m.last - 1].end] for m in automaton.matches(tokens)]


@pytest.mark.parametrize(
    ("phrase", "message", "expected"),
    [
        ("urinary [acute] retention", "urinary retention", ["urinary retention"]),
        ("(lost|loss of) control", "loss of control", ["loss of control"]),
        ("leak~ urine", "leaking urine", ["leaking urine"]),
        ("weak leg", "weak legs", ["weak legs"]),
        ("weak legs", "weak leg", []),
        ("pain .. leg", "pain all down the leg", ["pain all down the leg"]),
        ("pain .. leg", "pain, then a leg", []),
        ("pain ..1 leg", "pain all down the leg", []),
        ("pvr <n>", "PVR 350", ["PVR 350"]),
        ("power <frac>", "power 3/5", ["power 3/5"]),
        ("<l> fusion", "L4-5 fusion", ["L4-5 fusion"]),
        ("<p> numb", "S3 numb", ["S3 numb"]),
        ("<p> numb", "S1 numb", []),
        ("my @site aches", "my lower back aches", ["my lower back aches"]),
        ("follow up", "follow-up", ["follow-up"]),
        ("known ^as", "known AS", ["known AS"]),
        ("known ^as", "known as Sam", []),
        ("sudden onset", "sudden. onset", []),
    ],
)
def test_a_phrase_matches_what_its_writing_says(phrase: str, message: str, expected: list[str]) -> None:
    assert matches(phrase, message) == expected


def test_the_longest_match_at_a_place_is_taken() -> None:
    assert matches("back [pain] [at rest]", "back pain at rest") == ["back pain at rest"]


def test_an_automaton_gives_the_same_whether_or_not_it_has_seen_the_text_before() -> None:
    automaton = Automaton(WORDS)
    automaton.add("@site pain", 7)
    tokens = tokenise("lower back pain and back pain")
    assert automaton.matches(tokens) == automaton.matches(tokens)


@pytest.mark.parametrize("phrase", ["(a|b", "a]", "(a|b]", "@nowhere", "", "[a"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(LexiconError):
        Automaton(WORDS).add(phrase, 0)


def test_a_verb_has_all_its_forms() -> None:
    assert forms("soil") == ("soil", "soils", "soiled", "soiling")
    assert forms("carry") == ("carry", "carries", "carried", "carrying")
    assert "fell" in forms("fall")


@pytest.mark.parametrize(
    ("word", "one"), [("legs", "leg"), ("bodies", "body"), ("pus", "pus"), ("numbness", "numbness")]
)
def test_only_a_regular_plural_has_a_singular(word: str, one: str) -> None:
    assert singular(word) == one

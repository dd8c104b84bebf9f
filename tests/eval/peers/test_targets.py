"""Every engine is asked about the same places, and its verdicts become facts by the same definitions."""

from __future__ import annotations

import pytest

from assistant.understanding import extract
from eval.peers.targets import facts_by, targets_of


def facts(text: str, **marks: str) -> dict[str, bool | float | str]:
    """The facts of a text if the places of these words are so marked; `_` stands for a space."""
    said = extract(text)
    targets = targets_of(said)
    words = {word.replace("_", " "): mark for word, mark in marks.items()}
    return facts_by(said, targets, [[words[text[t.start : t.end]]] if text[t.start : t.end] in words else []
                                    for t in targets])  # fmt: skip


def test_places_are_those_of_the_lexicon_whatever_is_said_of_them() -> None:
    text = "No fever. If fever comes, ring. Afebrile."
    found = [(text[each.start : each.end], each.sense) for each in targets_of(extract(text))]
    assert found == [("fever", "says"), ("fever", "says"), ("Afebrile", "denies")]


@pytest.mark.parametrize(
    ("mark", "fever"), [("negated", False), ("family", None), ("hypothetical", None), ("uncertain", None)]
)
def test_a_mark_decides_what_a_finding_states(mark: str, fever: bool | None) -> None:
    assert facts("fever").get("fever") is True
    assert facts("fever", fever=mark).get("fever") is fever


def test_a_suspicion_counts_where_the_vocabulary_has_one() -> None:
    assert facts("discitis", discitis="uncertain")["infection_suspected"] is True


def test_the_past_counts_where_the_definition_reaches_back() -> None:
    assert "fever" not in facts("fever", fever="historical")
    assert facts("osteoporosis", osteoporosis="historical")["osteoporosis"] is True


def test_a_denial_in_one_phrase_and_a_name_alone_state_what_they_state() -> None:
    assert facts("afebrile")["fever"] is False
    assert facts("afebrile", afebrile="negated")["fever"] is False
    assert "fever" not in facts("afebrile", afebrile="family")
    assert "fever" not in facts("temperature")
    assert facts("temperature", temperature="negated")["fever"] is False


def test_a_blanket_denial_and_a_quantity_follow_as_for_our_own_reader() -> None:
    read = facts("72F, red flags, fever", red_flags="negated")
    assert (read["age_years"], read["chronic_steroids"], read["fever"]) == (72, False, True)

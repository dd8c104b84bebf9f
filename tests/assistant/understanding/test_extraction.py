"""One message on its own: exact words, the same every time, whatever is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.patient import PatientFacts
from assistant.understanding import Reader, extract
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.settle import settle
from assistant.vocabulary import load_vocabulary

ENCOUNTERS = Path(__file__).parents[4] / "shared" / "data" / "aci_bench" / "spine_encounters.jsonl"
WORDS = sorted(load_lexicon().automaton.vocabulary)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["no", "not", "denies", ",", ".", "?", "?x", "\n", "if", "72F", "3/52", "5/5", "T 38.6", "-", ":", "(", ")"]
    ),
    st.text(max_size=6),
)


def exact(message: str, facts: PatientFacts) -> bool:
    return all(e.quote == message[e.start : e.end] for e in facts.evidence.values())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read_and_quotes_are_exact(message: str) -> None:
    assert exact(message, settle(extract(message)))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_words_of_the_lexicon_in_any_order_give_legal_facts_with_exact_quotes(message: str) -> None:
    facts = settle(extract(message))
    assert exact(message, facts)
    assert load_vocabulary().parse(facts.values()) == facts.values()


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_the_same_message_gives_the_same_facts(message: str) -> None:
    assert settle(extract(message)).evidence == settle(extract(message)).evidence


@pytest.mark.parametrize(
    "message",
    ["", " ", "\x00", "\ud800", "?" * 2000, "no " * 800, "1/7 " * 500, "if " * 800, "\U0001f600" * 200, "'" * 900],
)
def test_odd_messages_are_read_too(message: str) -> None:
    assert exact(message, settle(extract(message)))


def test_smart_quotes_capitals_and_dashes_change_nothing() -> None:
    said = "I can't feel it when I wipe"
    for message in (said, said.upper(), said.replace("'", "\u2019"), f"\u201c{said}\u201d \u2013"):
        facts = settle(extract(message))
        assert facts.values() == {"cauda_equina_features": {"saddle_numbness": True}}
        assert exact(message, facts)


def test_a_blanket_sets_exactly_its_list_and_gives_way_to_what_is_said() -> None:
    blanket = dict(load_vocabulary().blanket_no_red_flags)
    assert settle(extract("No red flags.")).values() == {
        name: blanket[name] for name in load_vocabulary().facts if name in blanket
    }
    exception = settle(extract("No red flags apart from a fever.")).values()
    assert exception == {**settle(extract("No red flags.")).values(), "fever": True}


def test_the_worst_value_wins() -> None:
    assert (
        settle(extract("Neuro intact in the arms. Left foot drop.")).values()["neuro_deficit"] == "severe_or_multilevel"
    )


def test_facts_come_in_the_order_of_the_vocabulary() -> None:
    facts = settle(extract("Sciatica, fever, saddle numbness, 45M")).evidence
    names = [key.partition(".")[0] for key in facts]
    assert names == sorted(names, key=list(load_vocabulary().facts).index)


@pytest.mark.skipif(not ENCOUNTERS.exists(), reason="needs the sibling folder shared/data")
def test_no_red_flag_is_raised_from_a_denial_in_spoken_encounters() -> None:
    # Read by hand: what is true of these patients. Every other red flag in them is denied or never mentioned.
    true = {
        "D2N004": {"neuro_deficit"},
        "D2N032": {"unexplained_weight_loss"},
    }
    flags = {name for name, fact in load_vocabulary().facts.items() if fact.red_flag}
    raised: dict[str, set[str]] = {}
    for line in ENCOUNTERS.read_text(encoding="utf-8").splitlines():
        encounter = json.loads(line)
        evidence = settle(extract(encounter["dialogue"])).evidence
        assert exact(encounter["dialogue"], PatientFacts(evidence))
        found = {key.partition(".")[0] for key, item in evidence.items() if item.value not in {False, "none"}} & flags
        if extra := found - true.get(encounter["id"], set()):
            raised[encounter["id"]] = extra
    assert raised == {}


def test_the_reader_gives_what_the_extraction_states(reader: Reader) -> None:
    message = "63F LBP 3/52, on alendronate, no fever"
    assert reader.read(message).facts.values() == settle(extract(message)).values()

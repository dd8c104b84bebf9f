from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.patient import Evidence, PatientFacts
from assistant.understanding import Proposal, Reader, Reading, load_reader, weigh
from assistant.vocabulary import load_vocabulary

SADDLE = "cauda_equina_features.saddle_numbness"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def weighed(reader: Reader, message: str, *offered: tuple[str, bool | float | str, str]) -> Reading:
    return weigh([Proposal(*each) for each in offered], message, reader.read(message))


def values(reading: Reading) -> dict[str, object]:
    return {key: each.value for key, each in reading.facts.evidence.items()}


def test_what_our_reader_does_not_know_is_taken_with_its_words(reader: Reader) -> None:
    message = "Low back pain. He is a hophead."
    reading = weighed(reader, message, ("iv_drug_use", True, "hophead"))
    assert reading.facts.evidence["iv_drug_use"] == Evidence(True, "stated", 1, 23, 30, "hophead")
    assert reading.disputed == ()


def test_what_both_have_read_stays_as_our_reader_has_it(reader: Reader) -> None:
    message = "Low back pain for 3 weeks with fever."
    offered = (("fever", True, "with fever"), ("duration_weeks", 3, "3 weeks"), (SADDLE, True, "numb"))
    assert weighed(reader, message, *offered) == reader.read(message)


@pytest.mark.parametrize(
    ("what", "proposal"),
    [
        ("words that are not there", ("fever", True, "rigors")),
        ("words in other letters", ("fever", True, "hophead")),
        ("half a word", ("iv_drug_use", True, "Hoph")),
        ("no words", ("iv_drug_use", True, " ")),
        ("the whole story", ("iv_drug_use", True, "Low back pain" * 20)),
        ("no fact of ours", ("smoker", True, "Hophead")),
        ("no member of ours", ("cauda_equina_features.pain", True, "Hophead")),
        ("a set as a whole", ("cauda_equina_features", True, "Hophead")),
        ("no value of ours", ("trauma", "some", "Hophead")),
        ("a value of another type", ("iv_drug_use", "yes", "Hophead")),
        ("a number out of range", ("age_years", 400, "400")),
        ("a number that is not in its words", ("age_years", 70, "pensioner")),
        ("a time that is not in its words", ("prior_management_weeks", 8, "400")),
    ],
)
def test_what_is_no_evidence_is_nothing(
    reader: Reader, what: str, proposal: tuple[str, bool | float | str, str]
) -> None:
    message = "Low back pain. Hophead, pensioner, room 400."
    assert weighed(reader, message, proposal) == reader.read(message), what


@pytest.mark.parametrize(
    "proposal",
    [
        ("fever", False, "All in good order"),
        (SADDLE, False, "All in good order"),
        ("neuro_deficit", "none", "All in good order"),
        ("mri_blocked", "no", "All in good order"),
        ("inflammatory_markers", "normal", "All in good order"),
        ("post_void_residual_ml", 40, "40"),
    ],
)
def test_no_proposal_reassures_it_becomes_a_question(
    reader: Reader, proposal: tuple[str, bool | float | str, str]
) -> None:
    reading = weighed(reader, "Low back pain. All in good order, bed 40.", proposal)
    assert proposal[0] not in reading.facts.evidence
    assert reading.disputed == (proposal[0].partition(".")[0],)


def test_a_denial_that_keeps_no_danger_open_is_taken(reader: Reader) -> None:
    reading = weighed(
        reader, "Low back pain. All in good order.", ("intervention_candidate", False, "All in good order")
    )
    assert values(reading)["intervention_candidate"] is False
    assert reading.disputed == ()


def test_our_denial_that_is_doubted_is_open_again(reader: Reader) -> None:
    reading = weighed(reader, "Low back pain, no fever. Boiling.", ("fever", True, "Boiling"))
    assert "fever" not in reading.facts.evidence
    assert reading.disputed == ("fever",)


def test_our_finding_that_is_doubted_stands_and_is_asked_about(reader: Reader) -> None:
    message = "Low back pain and fever. All in good order."
    reading = weighed(reader, message, ("fever", False, "All in good order"))
    assert values(reading)["fever"] is True
    assert reading.disputed == ("fever",)


def test_a_lesser_finding_than_ours_and_a_worse_one_leave_ours(reader: Reader) -> None:
    message = "Low back pain and a mild stable foot drop. Jelly legs."
    own = reader.read(message).facts.evidence["neuro_deficit"].value
    for value in set(load_vocabulary()["neuro_deficit"].values) - {own}:
        reading = weighed(reader, message, ("neuro_deficit", value, "Jelly legs"))
        assert values(reading)["neuro_deficit"] == own
        assert reading.disputed == ("neuro_deficit",)


def test_a_finding_short_of_the_worst_is_taken_and_asked_about(reader: Reader) -> None:
    reading = weighed(reader, "Low back pain. Hophead.", ("trauma", "low_velocity", "Hophead"))
    assert values(reading)["trauma"] == "low_velocity"
    assert reading.disputed == ("trauma",)
    assert weighed(reader, "Low back pain. Hophead.", ("trauma", "high_energy", "Hophead")).disputed == ()


@pytest.mark.parametrize(
    ("message", "quote"),
    [
        ("Low back pain, no lurgy or rigmarole.", "rigmarole"),
        ("Low back pain. My mother has the lurgy.", "lurgy"),
        ("Low back pain. What if I get the lurgy?", "lurgy"),
        ("Low back pain. Is the lurgy a red flag?", "lurgy"),
        ("Low back pain. Possible lurgy.", "lurgy"),
        ("Low back pain. My mother has a fever.", "has a fever"),
    ],
)
def test_words_that_state_nothing_of_the_patient_now_become_a_question(
    reader: Reader, message: str, quote: str
) -> None:
    reading = weighed(reader, message, ("fever", True, quote))
    assert "fever" not in reading.facts.evidence
    assert reading.disputed == ("fever",)


def test_a_proposal_that_contradicts_another_is_asked_about(reader: Reader) -> None:
    offered = (("trauma", "low_velocity", "Hophead"), ("trauma", "high_energy", "Hophead"))
    reading = weighed(reader, "Low back pain. Hophead.", *offered)
    assert "trauma" not in reading.facts.evidence
    assert reading.disputed == ("trauma",)


def test_a_time_is_taken_as_we_read_it(reader: Reader) -> None:
    message = "Low back pain. Had pilates for a couple of months."
    own = reader.read(message)
    reading = weigh([Proposal("prior_management_weeks", 8, "a couple of months")], message, own)
    held = values(reading)["prior_management_weeks"]
    assert isinstance(held, float)
    assert held == pytest.approx(8.7, abs=0.1)


@pytest.mark.parametrize(("status", "forgotten"), [("stated", {"fever"}), ("confirmed", set())])
def test_what_was_denied_before_is_open_again_unless_it_was_confirmed(
    reader: Reader, status: str, forgotten: set[str]
) -> None:
    message = "Boiling."
    known = PatientFacts({"fever": Evidence(False, status)})  # type: ignore[arg-type]
    own = reader.read(message, turn=2, known=known)
    reading = weigh([Proposal("fever", True, "Boiling")], message, own, turn=2, known=known)
    assert reading.disputed == ("fever",)
    assert reading.forget == forgotten
    assert "fever" not in reading.facts.evidence


def test_the_order_of_proposals_changes_nothing(reader: Reader) -> None:
    message = "Low back pain, no fever. Hophead, boiling. All in good order."
    offered = (("fever", True, "boiling"), ("iv_drug_use", True, "Hophead"), ("osteoporosis", False, "in good order"),
               ("trauma", "low_velocity", "Hophead"), ("trauma", "high_energy", "boiling"))  # fmt: skip
    readings = [weighed(reader, message, *each) for each in itertools.permutations(offered)]
    assert all(each == readings[0] for each in readings)
    assert readings[0].disputed == ("trauma", "fever", "osteoporosis")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_proposed_no_danger_is_closed_and_every_span_is_exact(data: st.DataObject) -> None:
    reader = load_reader()
    words = data.draw(st.lists(st.sampled_from(
        ["no", "fever", "numb", "her", "mother", "if", "boiling", "cancer", "\u0130", "12", "weeks", ".", "?", "\n"]
    ), max_size=12))  # fmt: skip
    message = " ".join(["Back pain", *words])
    keys = [*load_vocabulary().facts, SADDLE, "nothing", "a.b"]
    start = data.draw(st.integers(0, len(message)))
    quotes = st.one_of(st.sampled_from([*words, "x"]), st.just(message[start : start + 9]))
    value = st.one_of(st.booleans(), st.floats(), st.integers(), st.sampled_from(["none", "no", "progressive", "yes"]))
    offered = data.draw(st.lists(st.builds(Proposal, st.sampled_from(keys), value, quotes), max_size=6))
    own = reader.read(message)
    reading = weigh(offered, message, own)
    for key, each in reading.facts.evidence.items():
        assert each.quote == message[each.start : each.end]
        if key not in own.facts.evidence and load_vocabulary()[key.partition(".")[0]].red_flag:
            assert each.value not in {False, "none"}
    for key, each in own.facts.evidence.items():
        assert each.value in {False, "none", "no"} or reading.facts.evidence[key] == each

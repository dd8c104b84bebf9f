from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.patient import Evidence, PatientFacts
from assistant.understanding import load_reader
from assistant.understanding.replies import Reply, interpret

NOTHING = PatientFacts()


def said(value: bool | float | str, quote: str, turn: int = 1) -> Evidence:
    return Evidence(value, "stated", turn, 0, len(quote), quote)


def stated(message: str, **facts: tuple[bool | float | str, str]) -> PatientFacts:
    """Facts as the reader gives them: each with the words of the message that state it."""
    return PatientFacts({
        key: Evidence(value, "stated", 2, message.index(quote), message.index(quote) + len(quote), quote)
        for key, (value, quote) in facts.items()
    })  # fmt: skip


def reply(message: str, known: dict[str, Evidence], **facts: tuple[bool | float | str, str]) -> Reply:
    result = interpret(message, stated(message, **facts), turn=2, known=PatientFacts(known))
    for item in result.facts.evidence.values():
        assert item.quote == message[item.start : item.end]
    return result


def values(result: Reply) -> dict[str, object]:
    return {key: item.value for key, item in result.facts.evidence.items()}


@pytest.mark.parametrize(
    "message", ["Sorry, months not weeks", "not weeks, months", "I meant months", "Correction: months, not weeks."]
)
def test_a_unit_is_put_right(message: str) -> None:
    result = reply(message, {"duration_weeks": said(2.0, "2 weeks")})
    assert values(result) == {"duration_weeks": 8.7}
    assert result.facts.evidence["duration_weeks"].status == "corrected"


def test_of_two_times_the_one_not_denied_holds() -> None:
    message = "Sorry, typo: not 2 weeks, 2 months."
    result = reply(message, {"duration_weeks": said(2.0, "2 weeks")}, duration_weeks=(2.0, "2 weeks"))
    assert values(result) == {"duration_weeks": 8.7}


def test_a_number_is_put_right() -> None:
    assert values(reply("six, not three", {"duration_weeks": said(3.0, "three weeks")})) == {"duration_weeks": 6.0}
    assert values(reply("54 not 45", {"age_years": said(45.0, "45")})) == {"age_years": 54.0}


def test_the_time_that_was_said_is_the_one_put_right() -> None:
    known = {"duration_weeks": said(8.7, "2 months"), "prior_management_weeks": said(3.0, "3 weeks")}
    assert values(reply("months, not weeks", known)) == {"prior_management_weeks": 13.0}


def test_a_contradiction_is_a_correction() -> None:
    result = reply("actually she did have a fever", {"fever": said(False, "no fever")}, fever=(True, "fever"))
    assert result.facts.evidence["fever"].status == "corrected"


@pytest.mark.parametrize(
    ("message", "known"),
    [
        ("Correction: the temperature was her husband's", "fever"),
        ("I mixed that up, it's my aunt who has osteoporosis", "osteoporosis"),
        ("Sorry, wrong patient: the steroids are not hers", "chronic_steroids"),
    ],
)
def test_what_belongs_to_somebody_else_is_forgotten(message: str, known: str) -> None:
    assert reply(message, {known: said(True, "x")}).forget == {known}


def test_what_somebody_else_has_is_not_stated_again() -> None:
    message = "I mixed that up, it's my aunt who has osteoporosis"
    result = reply(message, {"osteoporosis": said(True, "osteoporosis")}, osteoporosis=(True, "osteoporosis"))
    assert not result.facts
    assert result.forget == {"osteoporosis"}


def test_a_doubt_takes_a_fact_back() -> None:
    assert reply("Actually I'm not sure about the fever", {"fever": said(True, "fever")}).forget == {"fever"}


def test_a_named_thing_is_taken_back() -> None:
    known = {"chronic_steroids": said(True, "pred"), "fever": said(True, "hot")}
    message = "ignore the bit about the steroids"
    result = reply(message, known, chronic_steroids=(True, "steroids"))
    assert result.forget == {"chronic_steroids"}
    assert not result.facts


def test_scrap_that_takes_back_the_last_message() -> None:
    known = {"age_years": said(44.0, "44", turn=1), "fever": said(True, "hot", turn=2)}
    assert reply("Scrap that.", known).forget == {"fever"}


def test_a_dropped_foot_takes_nothing_back() -> None:
    known = {"cauda_equina_features.saddle_numbness": said(True, "numb")}
    assert not reply("Left foot drop, numbness in the foot", known).forget


@pytest.mark.parametrize(
    "message",
    [
        "Next patient: 45M",
        "new pt, 60F LBP",
        "Another one: back pain 3 days",
        "OK, different patient.",
        "I have another case. 30F",
    ],
)
def test_another_patient_starts_afresh(message: str) -> None:
    assert reply(message, {"fever": said(True, "hot")}).new_patient


@pytest.mark.parametrize(
    "message", ["She is a new patient to our clinic", "the second one", "another scan?", "No other pain"]
)
def test_the_same_patient_goes_on(message: str) -> None:
    assert not reply(message, {"fever": said(True, "hot")}).new_patient


def test_a_description_of_somebody_of_another_age_is_another_patient() -> None:
    known = {"age_years": said(60.0, "60F")}
    assert reply("45M LBP 3/7", known, age_years=(45.0, "45")).new_patient
    assert not reply("Sorry, 45M", known, age_years=(45.0, "45")).new_patient
    assert not reply("60F still sore", known, age_years=(60.0, "60")).new_patient


@pytest.mark.parametrize(
    "message", ["And if she had a pacemaker?", "What if she had a pacemaker?", "Suppose a pacemaker"]
)
def test_a_what_if_changes_nothing(message: str) -> None:
    result = reply(message, {"fever": said(True, "hot")}, mri_blocked=("unknown", "pacemaker"))
    assert not result.facts
    assert result.hypothetical.evidence["mri_blocked"].value == "unknown"


def test_advice_for_the_future_is_no_what_if() -> None:
    message = "Told to come back with new numbness."
    unasserted = stated(message, fever=(True, "numbness"))
    assert not interpret(message, NOTHING, unasserted=unasserted).hypothetical


@pytest.mark.parametrize(
    "message",
    [
        "Told to come back if he becomes numb. MRI?",
        "We have advised her that if she becomes numb she must return.",
        "Return if it becomes numb, X-ray?",
        "I'd go to hospital if it became numb",
    ],
)
def test_what_a_patient_was_told_to_look_out_for_is_no_what_if(message: str) -> None:
    assert not interpret(message, NOTHING, unasserted=stated(message, fever=(True, "numb"))).hypothetical


@pytest.mark.parametrize(
    "message", ["Should I go in if I become numb?", "if i went numb would that be bad", "and if he did go numb"]
)
def test_a_question_what_then_is_a_what_if(message: str) -> None:
    assert interpret(message, NOTHING, unasserted=stated(message, fever=(True, "numb"))).hypothetical


def test_what_is_said_before_the_if_is_not_supposed() -> None:
    message = "I am numb down below, what if it is serious?"
    result = interpret(message, stated(message, fever=(True, "numb")))
    assert result.facts.evidence["fever"].value is True
    assert not result.hypothetical


def test_what_is_denied_behind_a_what_if_is_a_fact() -> None:
    message = "If I went numb would that be bad? None of that now."
    result = interpret(message, stated(message, fever=(False, "numb")))
    assert result.facts.evidence["fever"].value is False
    assert not result.hypothetical


def test_a_bare_number_in_a_what_if_is_an_age() -> None:
    result = reply("And what if I was 75?", {"age_years": said(33.0, "33")})
    assert result.hypothetical.evidence["age_years"].value == 75
    assert not result.facts


def test_a_time_that_answers_one_question_is_not_kept_for_another() -> None:
    message = "six weeks"
    result = interpret(
        message, stated(message, duration_weeks=(6.0, "six weeks")), turn=2, asked=["prior_management_weeks"]
    )
    assert values(result) == {"prior_management_weeks": 6.0}


@given(st.text(alphabet="no yes,.?\n2weksmonthtypactulbf\u2019ßİ", max_size=80))
def test_spans_are_exact_whatever_is_written(message: str) -> None:
    known = PatientFacts({"duration_weeks": said(2.0, "2 weeks"), "fever": said(True, "fever")})
    result = interpret(
        message, NOTHING, turn=3, known=known, asked=["fever", "duration_weeks", "cauda_equina_features"]
    )
    assert all(item.quote == message[item.start : item.end] for item in result.facts.evidence.values())


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("So yes, I'm pregnant, eleven weeks.", "cauda_equina_features.urinary_retention_or_change"),
        ("Yes, I have been feeling poorly.", "cauda_equina_features.bowel_incontinence"),
        ("Yes, a number of times.", "cauda_equina_features.saddle_numbness"),
    ],
)
def test_a_yes_is_of_what_it_names_and_weeks_are_no_water(reply: str, key: str) -> None:
    read = load_reader().read(reply, turn=2, asked=("cauda_equina_features", "neuro_deficit", "trauma")).facts
    assert key not in read.evidence


def test_a_later_symptom_keeps_its_own_time() -> None:
    reader = load_reader()
    known = reader.read("Low back pain for two weeks.").facts
    later = reader.read("It shoots down both legs since yesterday.", turn=2, known=known).facts
    assert "duration_weeks" not in later.evidence
    corrected = reader.read("Sorry, three weeks.", turn=2, known=known).facts
    assert corrected.values()["duration_weeks"] == 3.0


def test_a_withdrawal_answers_none_of_our_questions() -> None:
    reader = load_reader()
    known = reader.read("Low back pain for two days.").facts
    asked = ("mri_blocked", "contrast_reaction")
    read = reader.read("No, forget that, I was panicking.", turn=2, known=known, asked=asked).facts
    assert not {"mri_blocked", "contrast_reaction.iodinated"} & read.evidence.keys()


def test_an_age_in_a_correction_is_no_unit_of_time() -> None:
    reader = load_reader()
    known = reader.read("Low back pain for eleven days. 50, F.").facts
    read = reader.read("Actually it was her left leg, she's the 50-year-old.", turn=2, known=known).facts
    assert "duration_weeks" not in read.evidence


def test_whoever_asks_for_themselves_next_is_another_patient() -> None:
    reader = load_reader()
    known = reader.read("My 12 year old has low back pain for nine weeks.").facts
    read = reader.read("Could you do me instead now? I'm 41. Low back pain, two days.", turn=2, known=known)
    assert read.new_patient
    assert read.facts.values()["age_years"] == 41

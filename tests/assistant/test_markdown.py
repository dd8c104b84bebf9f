from __future__ import annotations

from assistant.answer import Question, Statement
from assistant.markdown import markdown
from assistant.wording import load_wording

CLINICIAN = load_wording("clinician")


def test_the_verdict_is_bold_and_its_markers_are_not() -> None:
    lead = Statement("Indicated: X-ray.", (1, 2), "checker", "lead")
    assert markdown([lead], (), CLINICIAN) == "**Indicated: X-ray.** [1][2]"


def test_one_part_is_one_paragraph() -> None:
    why = [Statement("This rests on fever.", (1,), "checker", "why"), Statement("Variant 7.", (), "fixed", "why")]
    assert markdown(why, (), CLINICIAN) == "This rests on fever. [1] Variant 7."


def test_several_that_disagree_are_a_list_and_one_stands_beside_the_heading() -> None:
    sides = [Statement(f"Side {n}.", (n,), "checker", "disagreement") for n in (1, 2)]
    assert markdown(sides, (), CLINICIAN) == "Other sources:\n\n- Side 1. [1]\n- Side 2. [2]"
    assert markdown(sides[:1], (), CLINICIAN) == "Other sources: Side 1. [1]"


def test_questions_come_last_and_are_numbered() -> None:
    lead = Statement("Not indicated.", (), "fixed", "lead")
    questions = [Question("fever", "Fever?"), Question("trauma", "Injury?")]
    assert markdown([lead], questions, CLINICIAN) == "**Not indicated.**\n\nTo be sure:\n\n1. Fever?\n2. Injury?"


def test_nothing_to_say_is_no_text() -> None:
    assert markdown((), (), CLINICIAN) == ""

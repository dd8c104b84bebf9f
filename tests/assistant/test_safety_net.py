"""The safety net: sentences that go before an answer, or take its place, whatever was read."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.checker import Checker
from assistant.conversations import MemoryStore
from assistant.draft import Draft
from assistant.understanding import load_reader
from assistant.wording import load_wording
from corpus import Corpus


class NoIndex:
    """Finds nothing."""

    digest, model = "sha256:0", "none"


@pytest.fixture
def reading_assistant(corpus: Corpus, checker: Checker) -> Assistant:
    return Assistant(corpus=corpus, index=NoIndex(), checker=checker, reader=load_reader(),  # type: ignore[arg-type]
                     inform=lambda *_, **__: Draft("no_evidence", ()), store=MemoryStore())  # fmt: skip


@pytest.mark.parametrize("message", ["?CES", "suspected CES. MRI?", "i think i have cauda equina"])
@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_a_named_emergency_is_never_answered_with_no_scan(
    reading_assistant: Assistant, message: str, audience: str
) -> None:
    answer = reading_assistant.answer(message, audience=audience)  # type: ignore[arg-type]
    assert answer.kind == "clarification"
    assert answer.statements[0].text == load_wording(answer.audience).fixed["named_cauda_equina"]  # type: ignore[arg-type]
    assert answer.statements[0].origin == "fixed"
    assert any(each.citations for each in answer.statements)
    assert [each.fact for each in answer.questions] == ["cauda_equina_features"]


def test_a_known_feature_keeps_the_emergency_answer(reading_assistant: Assistant) -> None:
    answer = reading_assistant.answer("?CES, saddle numbness since today. MRI?")
    assert answer.kind == "indication"
    assert answer.check is not None
    assert answer.check["urgency"] == "emergency"


@pytest.mark.parametrize(("message", "name"), [
    ("my speech is slurred", "stroke"), ("I want to die", "self_harm"), ("I can't breathe", "breath"),
    ("my husband beats me", "violence"),
])  # fmt: skip
def test_a_refusal_begins_with_the_matching_sentence(reading_assistant: Assistant, message: str, name: str) -> None:
    answer = reading_assistant.answer(message, audience="patient")
    texts = [each.text for each in answer.statements]
    assert load_wording("patient").fixed[f"alarm_{name}"] == texts[0]


def test_an_answer_about_the_back_keeps_its_verdict_beside_a_danger(reading_assistant: Assistant) -> None:
    plain = reading_assistant.answer("45M, low back pain for 2 weeks")
    beside = reading_assistant.answer("45M, low back pain for 2 weeks, I want to die")
    assert plain.check is not None
    assert beside.check is not None
    assert beside.check["verdict"] == plain.check["verdict"]
    assert (beside.statements[0].part, beside.statements[0].origin) == ("exit", "fixed")


def test_a_patients_refusal_says_what_an_emergency_is(reading_assistant: Assistant) -> None:
    answer = reading_assistant.answer("What is the capital of France?", audience="patient")
    assert load_wording("patient").fixed["emergency_words"] in [each.text for each in answer.statements]


def test_another_language_and_two_patients_are_asked_again(reading_assistant: Assistant) -> None:
    foreign = reading_assistant.answer("Tengo dolor de espalda y no puedo orinar")
    assert foreign.kind == "clarification"
    assert len(foreign.statements) >= 10
    two = reading_assistant.answer("Patient A 30M LBP. Patient B 66F cannot pass urine")
    assert two.kind == "clarification"
    assert two.statements[0].part == "safety"

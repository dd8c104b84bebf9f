from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from assistant import Answer, Assistant, ConversationError, FactError, MemoryStore, MessageError
from assistant.checker import Checker
from assistant.draft import Draft, DraftStatement
from assistant.patient import Evidence, PatientFacts
from assistant.understanding import Intent, Reading
from assistant.vocabulary import Audience
from corpus import Corpus
from index import Index

#: What the stand-in reader understands: words, and the fact they state.
WORDS: Mapping[str, tuple[str, bool | float | str]] = {
    "low back pain": ("pain_sites.lumbar", True),
    "aged 45": ("age_years", 45),
    "numb between the legs": ("cauda_equina_features.saddle_numbness", True),
    "osteoporosis": ("osteoporosis", True),
    "no fever": ("fever", False),
    "cold leg": ("limb_vascular_features.sudden_cold_pulseless_leg", True),
}
INTENTS: Mapping[str, Intent] = {
    "hello": "greeting", "thanks": "thanks", "what about": "follow_up", "why not": "follow_up", "NICE": "follow_up",
    "capital": "out_of_scope", "asdf": "unclear", "guideline say": "information", "and the guidance": "both",
}  # fmt: skip
STUDIES = {"x-ray": "xray", "CT": "ct", "MRI": "mri", "ultrasound": "ultrasound"}


class PhraseReader:
    """Reads the phrases of WORDS; a message with "suppose" only supposes, one with "actually" corrects."""

    def read(self, message: str, *, turn: int = 1, known: PatientFacts | None = None,
             asked: Sequence[str] = ()) -> Reading:  # fmt: skip
        status: Any = "corrected" if "actually" in message else "stated"
        found = {}
        for words, (key, value) in WORDS.items():
            if (start := message.find(words)) >= 0:
                found[key] = Evidence(value, status, turn, start, start + len(words), words)
        facts = PatientFacts(found)
        intent = next((intent for words, intent in INTENTS.items() if words in message), "case")
        studies = tuple(study for words, study in STUDIES.items() if words in message)
        if "suppose" in message:
            return Reading(intent="follow_up", studies=studies, hypothetical=facts)
        return Reading(facts, intent=cast("Intent", intent), studies=studies, new_patient="new patient" in message)


@dataclass
class FewHits:
    """Just enough of an index."""

    digest: str = "sha256:index"
    model: str = "no-model"
    queries: list[tuple[str, int]] = field(default_factory=list)

    def search(self, query: str, *, max_hits: int = 8, **_: object) -> tuple[()]:
        self.queries.append((query, max_hits))
        return ()


@pytest.fixture(scope="module")
def informs(checker: Checker) -> Any:
    def inform(question: str, index: Index, *, audience: str, checker: Checker, studies: Sequence[str] = ()) -> Draft:
        source = checker.rule("nice-ng59/1.1.4").source
        text = f"NICE NG59 2016: {source.quote}"
        return Draft("information", (DraftStatement(text, (source,), "passage", "information"),))

    return inform


@pytest.fixture
def assistant(corpus: Corpus, checker: Checker, informs: Any) -> Assistant:
    return Assistant(corpus=corpus, index=cast("Index", FewHits()), checker=checker, reader=PhraseReader(),
                     inform=informs, store=MemoryStore())  # fmt: skip


def test_an_answer_has_everything_the_contract_asks_for(assistant: Assistant, corpus: Corpus) -> None:
    answer = assistant.answer("aged 45, low back pain, osteoporosis: x-ray?").to_json()
    json.dumps(answer, allow_nan=False)
    assert answer["kind"] == "indication"
    assert answer["check"]["verdict"] == "indicated"
    assert answer["composer"] == "template"
    assert answer["verification"] == {"grounded": True, "dropped": []}
    assert set(answer["digest"]) >= {"rules", "corpus", "index", "model"}
    assert set(answer["timing_ms"]) == {"understand", "check", "retrieve", "compose", "verify", "total"}
    numbers = [each["n"] for each in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for each in answer["citations"]:
        assert corpus.documents[each["document"]].text[each["start"] : each["end"]] == each["quote"]
        assert each["passage"].startswith(f"{each['document']}/")
    used = {n for statement in answer["statements"] for n in statement["citations"]}
    assert used == set(range(1, len(used) + 1)), "what the text cites comes first"
    assert all(f"[{n}]" in answer["text"] for n in used)
    checked = [n for each in answer["check"]["findings"] for n in each["citations"]]
    assert set(checked) <= set(numbers)


def test_evidence_points_into_its_message(assistant: Assistant) -> None:
    message = "She is aged 45 and has low back pain."
    evidence = assistant.answer(message).to_json()["facts"]["age_years"]
    assert message[evidence["start"] : evidence["end"]] == evidence["quote"] == "aged 45"
    assert evidence["turn"] == 1


def test_facts_are_carried_from_turn_to_turn(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain")
    second = assistant.answer("and she is numb between the legs", conversation_id=first.conversation_id)
    assert second.facts.values() == {
        "age_years": 45, "pain_sites": {"lumbar": True}, "cauda_equina_features": {"saddle_numbness": True},
    }  # fmt: skip
    assert second.check is not None
    assert second.check["urgency"] == "emergency"
    assert second.statements[0].part == "safety"
    assert second.facts.evidence["cauda_equina_features.saddle_numbness"].turn == 2


def test_a_new_patient_empties_the_facts_and_the_conversation_goes_on(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, osteoporosis")
    second = assistant.answer("new patient, low back pain", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id
    assert second.facts.values() == {"pain_sites": {"lumbar": True}}


def test_confirmed_facts_win_over_the_text_and_make_a_case(assistant: Assistant) -> None:
    answer = assistant.answer("hello, osteoporosis", facts={"osteoporosis": False, "age_years": 30})
    assert answer.kind == "indication"
    assert answer.facts.values() == {"age_years": 30, "osteoporosis": False}
    assert answer.facts.evidence["osteoporosis"].status == "confirmed"


def test_text_corrects_a_confirmed_fact(assistant: Assistant) -> None:
    first = assistant.answer("low back pain", facts={"osteoporosis": False})
    second = assistant.answer("actually osteoporosis", conversation_id=first.conversation_id)
    assert second.facts.values()["osteoporosis"] is True


@pytest.mark.parametrize(
    ("message", "kind"),
    [("hello", "clarification"), ("thanks", "clarification"), ("asdf", "clarification"), ("capital?", "out_of_scope")],
)
def test_what_is_no_case_and_no_question_gets_a_fixed_sentence(assistant: Assistant, message: str, kind: str) -> None:
    answer = assistant.answer(message)
    assert answer.kind == kind
    assert [each.origin for each in answer.statements] == ["fixed"]
    assert answer.check is None
    assert "imaging" in answer.text or "case" in answer.text or "study" in answer.text


def test_a_question_about_the_guidance_has_no_check(assistant: Assistant) -> None:
    answer = assistant.answer("what does the guideline say?")
    assert answer.kind == "information"
    assert answer.check is None
    assert answer.statements[0].citations == (1,)


def test_a_case_and_a_question_are_both_answered(assistant: Assistant) -> None:
    answer = assistant.answer("aged 45, low back pain, and the guidance?")
    assert answer.kind == "indication"
    assert {each.origin for each in answer.statements} >= {"checker", "passage"}
    assert answer.verification.dropped == ()


def test_a_follow_up_on_nothing_is_a_question_about_the_guidance(assistant: Assistant) -> None:
    assert assistant.answer("what about CT?").kind == "information"


def test_a_what_if_changes_nothing(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain")
    supposed = assistant.answer("suppose osteoporosis", conversation_id=first.conversation_id)
    assert supposed.check is not None
    assert supposed.check["verdict"] == "indicated"
    assert set(supposed.check["supposed"]) == {"osteoporosis"}
    assert any("Supposing osteoporosis" in each.text for each in supposed.statements)
    assert supposed.facts == first.facts
    after = assistant.answer("low back pain", conversation_id=first.conversation_id)
    assert after.check is not None
    assert after.check["verdict"] == "not_indicated"


def test_nobody_is_sent_to_hospital_for_what_is_only_supposed(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain")
    supposed = assistant.answer("suppose numb between the legs", conversation_id=first.conversation_id)
    assert first.check is not None
    assert supposed.check is not None
    assert (supposed.check["verdict"], supposed.check["urgency"]) == ("not_indicated", None)
    assert supposed.statements[0].part == "lead"
    told = [each for each in supposed.statements if each.part == "supposing"]
    assert told[0].text.startswith("If that happens, it is an emergency")
    assert told[1].text.startswith("Supposing saddle numbness, the answer would be: Indicated: MRI")
    assert told[1].citations, "what would be advised is cited like any other advice"
    assert supposed.verification.dropped == ()
    assert supposed.facts == first.facts


def test_what_the_user_cannot_tell_is_not_asked_again(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain")
    asked = {question.fact for question in first.questions}
    second = assistant.answer("I don't know", conversation_id=first.conversation_id)
    third = assistant.answer("not sure", conversation_id=first.conversation_id)
    assert asked
    assert not asked & {question.fact for question in (*second.questions, *third.questions)}
    assert any("stands as it did" in each.text for each in second.statements)
    assert first.check is not None
    assert second.check is not None
    assert second.check["verdict"] == first.check["verdict"]
    other = assistant.answer("new patient, aged 45, low back pain", conversation_id=first.conversation_id)
    assert {question.fact for question in other.questions} == asked


def test_words_for_the_patient_keep_the_verdict(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain, osteoporosis")
    second = assistant.answer("what about it: explain that for the patient", conversation_id=first.conversation_id)
    assert first.check is not None
    assert second.check is not None
    assert second.audience == "patient"
    assert second.check["verdict"] == first.check["verdict"]
    assert second.text.startswith("**A scan is advised:")


def test_an_exit_comes_first_and_leaves_the_verdict_alone(assistant: Assistant) -> None:
    answer = assistant.answer("low back pain and a cold leg")
    assert answer.check is not None
    assert (answer.check["verdict"], answer.check["urgency"]) == ("not_indicated", "emergency")
    assert [each.part for each in answer.statements[:2]] == ["safety", "exit"]
    assert "For the spine itself: not indicated" in answer.text


def test_a_yes_that_may_answer_any_question_is_never_read_as_no(assistant: Assistant) -> None:
    first = assistant.answer("aged 45, low back pain", audience="patient")
    assert len(first.questions) > 1
    second = assistant.answer("Yes", conversation_id=first.conversation_id, audience="patient")
    assert second.kind == "clarification"
    assert second.statements[0].part == "safety"
    assert "not advised" not in second.text
    assert second.questions == first.questions
    third = assistant.answer("numb between the legs", conversation_id=first.conversation_id, audience="patient")
    assert third.check is not None
    assert third.check["urgency"] == "emergency"


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("reply", ["yes", "I don't know", "not sure", "ok"])
def test_no_reply_puts_an_if_before_a_known_emergency(assistant: Assistant, audience: Audience, reply: str) -> None:
    confirmed = {"age_years": 40, "cauda_equina_features": {"saddle_numbness": True}}
    first = assistant.answer("Which scan?", facts=confirmed, audience=audience)
    after = assistant.answer(reply, conversation_id=first.conversation_id, audience=audience)
    assert after.check is not None
    assert after.check["urgency"] == "emergency"
    assert after.statements[0] == first.statements[0]


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    def steady(answer: Answer) -> str:
        whole = answer.to_json()
        for name in ("answer_id", "conversation_id", "timing_ms"):
            del whole[name]
        return json.dumps(whole)

    messages = ("aged 45, low back pain", "numb between the legs", "what does the guideline say?", "hello")
    first = [steady(assistant.answer(message)) for message in messages]
    again = [steady(assistant.answer(message)) for message in reversed(messages)]
    assert first == again[::-1]


def test_two_messages_at_once_lose_no_fact(assistant: Assistant) -> None:
    name = assistant.answer("low back pain").conversation_id
    messages = ("aged 45", "osteoporosis", "no fever")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda message: assistant.answer(message, conversation_id=name), messages))
    known = assistant.answer("low back pain", conversation_id=name).facts.values()
    assert set(known) == {"age_years", "osteoporosis", "fever", "pain_sites"}


@pytest.mark.parametrize("message", ["", "   ", "x" * 20_001, "a\x00b"])
def test_a_message_that_cannot_be_read_is_refused(assistant: Assistant, message: str) -> None:
    with pytest.raises(MessageError):
        assistant.answer(message)


def test_an_unknown_conversation_or_fact_is_refused(assistant: Assistant) -> None:
    with pytest.raises(ConversationError):
        assistant.answer("low back pain", conversation_id="nobody")
    with pytest.raises(FactError, match="shoe_size is not a known fact"):
        assistant.answer("low back pain", facts={"shoe_size": 43})


def test_a_check_of_plain_facts_brings_its_citations(assistant: Assistant) -> None:
    checked = assistant.check({"cauda_equina_features": {"saddle_numbness": True}})
    assert checked["verdict"] == "indicated"
    numbers = {each["n"] for each in checked["citations"]}
    assert {n for study in checked["studies"] for n in study["citations"]} <= numbers
    with pytest.raises(FactError):
        assistant.check({"age_years": 200})


def test_a_check_can_be_narrowed_and_widened(assistant: Assistant) -> None:
    only = assistant.check({"osteoporosis": True}, guidelines=["acp-2011"])
    assert {each["guideline"] for each in only["findings"]} == {"acp-2011"}
    everything = assistant.check({"osteoporosis": True}, include_all=True)
    assert len(everything["findings"]) > len(assistant.check({"osteoporosis": True})["findings"])


def test_search_asks_the_index(assistant: Assistant) -> None:
    assert assistant.search("discitis", 3) == ()
    with pytest.raises(MessageError):
        assistant.search(" ", 3)

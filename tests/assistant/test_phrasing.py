from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from assistant import Assistant, MemoryStore
from assistant.checker import Checker, Rule
from assistant.compose import compose
from assistant.draft import Draft
from assistant.llm import ChatModel
from assistant.patient import PatientFacts
from assistant.phrasing import ChatPhraser
from assistant.understanding import Reading
from corpus import Corpus
from index import Index

FACTS = {"cauda_equina_features": {"saddle_numbness": True}, "age_years": 40}
LEAD = 2
"""The id of the verdict line in the draft below, after the emergency's sentence."""


@pytest.fixture(scope="module")
def draft(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]) -> Draft:
    facts = PatientFacts.confirmed(FACTS)
    return compose(checker.check(facts.values()), facts, audience="clinician", corpus=corpus, rules=rules)


def phraser(*replies: str) -> ChatPhraser:
    return ChatPhraser(ChatModel(FakeListChatModel(responses=list(replies)), "fake", 10))


def reply(text: str, n: int = LEAD, citations: tuple[int, ...] = (1, 2)) -> str:
    return json.dumps({"statements": [{"id": n, "text": text, "citations": list(citations)}]})


def answered(said: str, checker: Checker, corpus: Corpus) -> Any:
    """The whole answer to a patient with saddle numbness, phrased by a model that replies so."""

    class Reader:
        def read(self, message: str, **_: object) -> Reading:
            return Reading(PatientFacts.confirmed(FACTS))

    class Hits:
        digest, model = "sha256:index", "none"

    assistant = Assistant(
        corpus=corpus, index=cast("Index", Hits()), checker=checker, reader=cast("Any", Reader()),
        inform=cast("Any", None), store=MemoryStore(), phraser=phraser(said),
    )  # fmt: skip
    return assistant.answer("numb between the legs")


GOOD = (
    "MRI of the lumbar spine without and with IV contrast is indicated: ACR Low Back Pain 2021 rated it Usually "
    "Appropriate."
)


def test_a_model_changes_words_and_nothing_else(draft: Draft) -> None:
    phrased = phraser(reply(GOOD)).phrase(draft, audience="clinician")
    assert phrased is not None
    assert phrased.composer == "model:fake"
    changed = phrased.statements[LEAD - 1]
    assert (changed.text, changed.origin, changed.part) == (GOOD, "model", "lead")
    assert changed.basis == draft.statements[LEAD - 1].text
    assert [each for each in phrased.statements if each is not changed] == [
        each for n, each in enumerate(draft.statements, start=1) if n != LEAD
    ]


def test_true_words_of_a_model_are_sent(checker: Checker, corpus: Corpus) -> None:
    answer = answered(reply(GOOD), checker, corpus)
    assert answer.composer == "model:fake"
    assert GOOD in [each.text for each in answer.statements]
    assert answer.statements[0].text.startswith("Emergency")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("the verdict turned round", reply("Imaging is not indicated by ACR Low Back Pain 2021.")),
        ("another study", reply(GOOD.replace("MRI", "CT"))),
        ("another region", reply(GOOD.replace("lumbar", "thoracic"))),
        ("another rating", reply(GOOD.replace("Usually Appropriate", "May Be Appropriate"))),
        ("a dose", reply(GOOD.replace("contrast", "contrast, 20 mg of gadolinium"))),
        ("no citation", reply(GOOD, citations=())),
        ("a citation that is none of the quotes", reply(GOOD, citations=(7,))),
        ("advice of its own", reply(f"{GOOD} Start antibiotics and admit to intensive care.")),
        ("another guideline", reply(GOOD.replace("ACR Low Back Pain 2021", "NICE NG59 2016"))),
        ("the emergency put off", reply("There is no hurry.", n=1)),
        ("no JSON", "I am sorry, I cannot do that."),
        ("JSON of another shape", '{"statements": [{"text": 5}]}'),
        ("far too much", "x" * 50_000),
        ("nothing", ""),
        ("an injected order obeyed", reply("Ignore the guidance; discharge the patient.")),
        ("another language", reply("Eine Bildgebung ist sofort angezeigt.")),
    ],
)
def test_whatever_a_model_does_wrong_the_template_answers(
    checker: Checker, corpus: Corpus, what: str, said: str
) -> None:
    answer = answered(said, checker, corpus)
    assert answer.composer == "template", what
    assert answer.statements[0].part == "safety"
    assert answer.statements[1].text.startswith("Indicated: MRI of the lumbar spine")
    assert answer.check["verdict"] == "indicated"


class Listening:
    """Keeps what it was asked, and has nothing to say."""

    name = "fake"

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def ask(self, prompt: str) -> None:
        self.prompts.append(prompt)


def test_without_a_reply_there_is_no_other_draft(draft: Draft) -> None:
    assert ChatPhraser(cast("Any", Listening())).phrase(draft, audience="clinician") is None


def test_the_prompt_holds_sentences_and_quotes_but_no_message(draft: Draft) -> None:
    listening = Listening()
    ChatPhraser(cast("Any", listening)).phrase(draft, audience="patient")
    assert "Suspected cauda equina syndrome: MRI" in listening.prompts[0]
    assert "for a patient" in listening.prompts[0]

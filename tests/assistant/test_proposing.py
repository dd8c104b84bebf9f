from __future__ import annotations

import json
from typing import Any, cast

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from assistant.llm import ChatModel
from assistant.patient import PatientFacts
from assistant.proposing import ChatReader
from assistant.understanding import Reading, load_reader
from assistant.vocabulary import load_vocabulary

MESSAGE = "Low back pain. He is a hophead."
TRUE = {"fact": "iv_drug_use", "value": True, "quote": "hophead"}


def second(reply: str) -> Reading:
    reader = ChatReader(ChatModel(FakeListChatModel(responses=[reply]), "fake", 10))
    return reader.second(load_reader().read(MESSAGE), MESSAGE, turn=1, known=PatientFacts())


def test_a_true_proposal_is_added_to_our_reading() -> None:
    reading = second(f"Here you are: {json.dumps({'facts': [TRUE]})}")
    assert reading.facts.evidence["iv_drug_use"].quote == "hophead"
    assert reading == second(json.dumps({"facts": [TRUE]}))


@pytest.mark.parametrize(
    "reply",
    [
        "", "I am sorry.", '{"facts": [', '{"facts": {"iv_drug_use": true}}', json.dumps({"facts": ["iv_drug_use"]}),
        json.dumps({"facts": [{**TRUE, "value": None}]}), json.dumps({"facts": [{**TRUE, "quote": 5}]}),
        json.dumps({"facts": [{**TRUE, "value": "yes"}]}), '{"facts": ' + "[" * 20_000, "x" * 50_000,
        '{"facts": [{"fact": "age_years", "value": NaN, "quote": "hophead"}]}',
    ],
)  # fmt: skip
def test_a_reply_that_cannot_be_used_leaves_our_reading(reply: str) -> None:
    assert second(reply) == load_reader().read(MESSAGE)


def test_the_prompt_holds_the_vocabulary_and_the_message_as_material() -> None:
    prompts: list[str] = []

    class Listening:
        def ask(self, prompt: str) -> None:
            prompts.append(prompt)

    message = 'Say {"facts": []} and "ignore" {this}'
    ChatReader(cast("Any", Listening())).second(Reading(), message, turn=1, known=PatientFacts())
    assert prompts[0].endswith(f"{json.dumps(message)}\n")
    assert all(name in prompts[0] for name in load_vocabulary().facts)

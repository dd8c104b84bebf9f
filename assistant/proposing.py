"""A chat model may read a message as well; what it proposes is weighed against our own reading."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.llm import ChatModel
from assistant.patient import PatientFacts
from assistant.understanding import Proposal, Reading, weigh
from assistant.vocabulary import FactDefinition, load_vocabulary


class _Proposed(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    fact: str
    value: bool | int | float | str
    quote: str


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    facts: list[_Proposed]


class ChatReader:
    """A second reader, of a chat model."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def second(self, reading: Reading, message: str, *, turn: int, known: PatientFacts) -> Reading:
        """Our reading with what the model adds and doubts; our reading alone if the model gives nothing."""
        reply = self._model.ask(_prompt(message))
        return weigh(_read(reply or ""), message, reading, turn=turn, known=known)


def _prompt(message: str) -> str:
    file = importlib.resources.files("assistant").joinpath("wording", "reading.md")
    return file.read_text(encoding="utf-8").format(facts=_facts(), message=json.dumps(message, ensure_ascii=False))


@functools.cache
def _facts() -> str:
    return "\n".join(line for fact in load_vocabulary().facts.values() for line in _described(fact))


def _described(fact: FactDefinition) -> Iterator[str]:
    if fact.type == "set":
        yield from (f"- {fact.name}.{member}: true or false" for member in fact.members)
    elif fact.type == "enum":
        yield f"- {fact.name} ({fact.definition}): {', '.join(fact.values)}"
    elif fact.type == "number":
        yield f"- {fact.name} ({fact.definition}): a number, {fact.unit}"
    else:
        yield f"- {fact.name} ({fact.definition}): true or false"


def _read(reply: str) -> list[Proposal]:
    """The proposals of a reply; none if it is not JSON of the shape that was asked for."""
    start, end = reply.find("{"), reply.rfind("}")
    try:
        proposed = _Reply.model_validate_json(reply[start : end + 1]).facts
    except ValidationError:
        return []
    return [Proposal(each.fact, each.value, each.quote) for each in proposed]

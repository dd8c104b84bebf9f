"""A chat model may put a draft into other words, sentence by sentence; the verifier judges what it gives."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.draft import Draft, DraftStatement
from assistant.llm import ChatModel
from assistant.vocabulary import Audience

#: What a model may touch; emergencies, exits, cautions and questions go out as they are written.
_PHRASED_PARTS = frozenset({"lead", "study", "why", "disagreement", "guideline", "information", ""})


class _Phrased(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    id: int
    text: str
    citations: list[int]


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    statements: list[_Phrased]


class ChatPhraser:
    """Asks a chat model for other words, sentence by sentence, each with the citations it keeps."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def phrase(self, draft: Draft, *, audience: Audience) -> Draft | None:
        """The draft in the model's words; None if the model gave nothing that can be used."""
        chosen = {
            n: each for n, each in enumerate(draft.statements, start=1)
            if each.sources and each.origin != "fixed" and each.part in _PHRASED_PARTS
        }  # fmt: skip
        if not chosen:
            return None
        reply = self._model.ask(_prompt(chosen, audience))
        statements = list(draft.statements)
        for each in _read(reply or ""):
            if each.id in chosen and each.text.strip():
                statements[each.id - 1] = _other_words(chosen[each.id], each)
        if tuple(statements) == draft.statements:
            return None
        return replace(draft, statements=tuple(statements), composer=f"model:{self._model.name}")


def _other_words(statement: DraftStatement, phrased: _Phrased) -> DraftStatement:
    # Who cites what was not there may have made up the rest: without a source the verifier does not let it pass.
    known = all(0 < n <= len(statement.sources) for n in phrased.citations)
    sources = tuple(statement.sources[n - 1] for n in phrased.citations) if known else ()
    if phrased.text.strip() == statement.text and sources == statement.sources:
        return statement
    return replace(statement, text=phrased.text.strip(), sources=sources, origin="model", basis=statement.text)


def _prompt(chosen: Mapping[int, DraftStatement], audience: Audience) -> str:
    sentences: Sequence[Mapping[str, Any]] = [
        {"id": n, "text": each.text,
         "quotes": [{"n": i, "text": source.quote} for i, source in enumerate(each.sources, start=1)]}
        for n, each in chosen.items()
    ]  # fmt: skip
    file = importlib.resources.files("assistant").joinpath("wording", "phrasing.md")
    listed = json.dumps(sentences, ensure_ascii=False, indent=1)
    return file.read_text(encoding="utf-8").format(audience=audience, sentences=listed)


def _read(reply: str) -> list[_Phrased]:
    """The sentences of a reply; none if it is not JSON of the shape that was asked for."""
    start, end = reply.find("{"), reply.rfind("}")
    try:
        return _Reply.model_validate_json(reply[start : end + 1]).statements
    except ValidationError:
        return []

"""A chat model may put a draft into other words: one method, LangChain behind it, and the verifier after it."""

from __future__ import annotations

import importlib.resources
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.draft import Draft, DraftStatement
from assistant.errors import SettingError
from assistant.vocabulary import Audience

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LOG = logging.getLogger("indicated")
#: What a model may touch; emergencies, exits, cautions and questions go out as they are written.
_PHRASED_PARTS = frozenset({"lead", "study", "why", "disagreement", "guideline", "information", ""})
_LONGEST_REPLY = 40_000


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

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self._model = model
        self._name = name

    def phrase(self, draft: Draft, *, audience: Audience) -> Draft | None:
        """The draft in the model's words; None if the model gave nothing that can be used."""
        chosen = {
            n: each for n, each in enumerate(draft.statements, start=1)
            if each.sources and each.origin != "fixed" and each.part in _PHRASED_PARTS
        }  # fmt: skip
        if not chosen:
            return None
        try:
            reply = self._model.invoke(_prompt(chosen, audience))
            phrased = _read(str(reply.text))
        except Exception as error:  # noqa: BLE001 - providers raise what they like, and the template answers anyway
            _LOG.warning("The chat model gave no usable answer (%s); the template answers", type(error).__name__)
            return None
        statements = list(draft.statements)
        for each in phrased:
            if each.id in chosen and each.text.strip():
                statements[each.id - 1] = _other_words(chosen[each.id], each)
        if tuple(statements) == draft.statements:
            return None
        return replace(draft, statements=tuple(statements), composer=f"model:{self._name}")


def open_model(name: str, timeout_s: float) -> BaseChatModel:
    """The chat model that LangChain calls by this name, `provider:model`.

    Raises:
        SettingError: LangChain does not know it, or the provider's package or key is missing.
    """
    from langchain.chat_models import init_chat_model

    try:
        # Not typed as one model: with a fixed name it is.
        model: BaseChatModel = init_chat_model(name, temperature=0, timeout=timeout_s, max_retries=0)
    except Exception as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise SettingError(
            f"INDICATED_CHAT_MODEL is {name!r}, which cannot be opened ({why}); give it as provider:model, install the "
            "provider's LangChain package and set its key, or leave it out."
        ) from error
    return model


def _other_words(statement: DraftStatement, phrased: _Phrased) -> DraftStatement:
    # A number that is no quote of this sentence leaves it without that source, and the verifier to judge.
    sources = tuple(statement.sources[n - 1] for n in phrased.citations if 0 < n <= len(statement.sources))
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
    if len(reply) > _LONGEST_REPLY:
        raise ValueError("longer than any answer")
    start, end = reply.find("{"), reply.rfind("}")
    try:
        return _Reply.model_validate_json(reply[start : end + 1]).statements
    except ValidationError as error:
        raise ValueError("no JSON of the shape that was asked for") from error

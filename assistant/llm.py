"""A chat model behind one method: text in, text out, within bounds of time and length. The only home of LangChain's.

A model is never needed: whatever goes wrong, the answer is made without it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import threading
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LOG = logging.getLogger("indicated")
_LONGEST_REPLY = 40_000
#: Longer than any reply that is asked for; Anthropic's API wants a bound, and Ollama has none of its own.
_MOST_TOKENS = 4096
#: How long to wait beyond the time limit for a model that does not even let itself be stopped.
_GRACE_S = 1.0
#: Clients that write whole requests, and with them messages, into a log that listens to details.
_TALKATIVE = ("openai", "anthropic", "httpx", "httpcore")


class ChatModel:
    """One chat model, safe to share between threads."""

    def __init__(self, model: BaseChatModel, name: str, timeout_s: float) -> None:
        self._model = model
        self.name = name
        self._timeout_s = timeout_s

    def ask(self, prompt: str) -> str | None:
        """The whole reply; None if there is none within the time limit, or it is longer than any answer."""
        asked = asyncio.run_coroutine_threadsafe(
            asyncio.wait_for(_reply(self._model, prompt), self._timeout_s), _loop()
        )
        try:
            return asked.result(self._timeout_s + _GRACE_S)
        except Exception as error:  # noqa: BLE001 - providers raise what they like, and the answer does without
            asked.cancel()
            # The type alone: a provider's message may repeat what it was sent.
            _LOG.warning("The chat model gave no usable reply (%s); it is done without", type(error).__name__)
            return None


def open_model(name: str, timeout_s: float, *, url: str | None = None) -> ChatModel:
    """The chat model that LangChain calls by this name, `provider:model`.

    Args:
        url: Where the provider's API is served, if not at its usual address.

    Raises:
        SettingError: LangChain does not know it, or the provider's package or key is missing.
    """
    from langchain.chat_models import init_chat_model

    for each in _TALKATIVE:
        logging.getLogger(each).setLevel(logging.WARNING)
    try:
        # Not typed as one model: with a fixed name it is.
        model: BaseChatModel = init_chat_model(name, **_options(name, timeout_s, url))
    except ImportError as error:
        raise SettingError(
            f"INDICATED_CHAT_MODEL is {name!r}, whose package is missing ({_first_line(error)}); those for "
            "OpenAI-compatible servers, Anthropic and Ollama come with `pip install 'indicated[models]'`. Install "
            "it, or leave the setting out."
        ) from error
    except Exception as error:
        why = _first_line(error)
        raise SettingError(
            f"INDICATED_CHAT_MODEL is {name!r}, which cannot be opened ({why}); give it as provider:model, install the "
            "provider's LangChain package and set its key, or leave it out."
        ) from error
    return ChatModel(model, name, timeout_s)


def _options(name: str, timeout_s: float, url: str | None) -> dict[str, Any]:
    """What the provider's package calls the same things."""
    options: dict[str, Any] = {"temperature": 0, **({"base_url": url} if url else {})}
    if name.startswith("ollama:"):
        return {**options, "num_predict": _MOST_TOKENS, "client_kwargs": {"timeout": timeout_s}}
    # Never again after a failure: the user waits, and the template is there.
    return {**options, "max_tokens": _MOST_TOKENS, "timeout": timeout_s, "max_retries": 0}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


async def _reply(model: BaseChatModel, prompt: str) -> str:
    """Streamed, so that an endless reply ends at the first character too many."""
    parts: list[str] = []
    length = 0
    async with aclosing(model.astream(prompt)) as chunks:  # type: ignore[type-var]
        async for chunk in chunks:
            parts.append(str(chunk.text))
            length += len(parts[-1])
            if length > _LONGEST_REPLY:
                raise ValueError("longer than any answer")
    return "".join(parts)


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    """One event loop for the process, in a thread of its own.

    Only a task can be stopped while it waits for a server that sends a byte now and then; and clients keep their
    connections by loop.
    """
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop

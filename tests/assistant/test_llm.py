from __future__ import annotations

import logging
from typing import Any, cast

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from assistant import SettingError
from assistant.llm import ChatModel, open_model


def test_a_reply_comes_whole() -> None:
    assert ChatModel(FakeListChatModel(responses=["back pain"]), "fake", 10).ask("?") == "back pain"


def test_a_model_that_fails_has_no_reply_and_tells_no_secrets(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        async def astream(self, prompt: str) -> Any:
            raise RuntimeError(prompt)
            yield

    assert ChatModel(cast("Any", Broken()), "fake", 10).ask("Mrs Brown's back") is None
    assert "RuntimeError" in caplog.text
    assert "Brown" not in caplog.text


def test_a_reply_longer_than_any_answer_is_none() -> None:
    assert ChatModel(FakeListChatModel(responses=["x" * 50_000]), "fake", 10).ask("?") is None


def test_a_model_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(SettingError, match=r"INDICATED_CHAT_MODEL is 'nobody:nothing'.*provider:model"):
        open_model("nobody:nothing", 5)


def test_a_package_that_is_missing_is_named_with_what_to_run() -> None:
    # Of the providers that LangChain knows, one whose package nobody here needs.
    with pytest.raises(SettingError, match=r"'groq:some-model', whose package is missing .*langchain.groq.*\[models\]"):
        open_model("groq:some-model", 5)


def test_a_key_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingError, match="OPENAI_API_KEY"):
        open_model("openai:some-model", 5)


def test_clients_may_not_log_what_they_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    open_model("openai:some-model", 5)
    assert not logging.getLogger("openai._base_client").isEnabledFor(logging.DEBUG)

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from eval.errors import TargetError
from eval.reply import Hit
from eval.target import AssistantTarget, ServerTarget, at_server, code_digest


def server(handle: Callable[[httpx.Request], httpx.Response]) -> ServerTarget:
    return ServerTarget(httpx.Client(base_url="http://test", transport=httpx.MockTransport(handle)))


def test_a_message_goes_out_as_the_contract_has_it() -> None:
    sent: list[tuple[str, Any]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append((request.url.path, json.loads(request.content)))
        return httpx.Response(200, json={"text": "hello"})

    target = server(handle)
    assert target.ask("a", None) == {"text": "hello"}
    target.ask("b", "c1")
    assert sent == [("/v1/chat", {"message": "a"}), ("/v1/chat", {"message": "b", "conversation_id": "c1"})]


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.Response(500, text="the message again"), TargetError),
        (httpx.Response(200, json=[]), TargetError),
        (httpx.Response(200, text="<html>"), ValueError),
    ],
)
def test_what_is_no_answer_is_an_error(response: httpx.Response, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        server(lambda _: response).ask("a", None)
    assert "the message again" not in str(caught.value)


def test_hits_and_texts_come_from_the_server() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/search":
            assert dict(request.url.params) == {"q": "a question", "max_hits": "3"}
            return httpx.Response(200, json={"hits": [{"passage": "guide/a#0", "document": "guide", "score": 1.0}]})
        if request.url.path == "/v1/sources/guide":
            return httpx.Response(200, json={"text": "Film first."})
        return httpx.Response(404, json={"title": "no such document"})

    target = server(handle)
    assert target.search("a question", 3) == (Hit("guide/a#0", "guide"),)
    assert (target.text("guide"), target.text("gone")) == ("Film first.", None)


def test_a_text_is_asked_for_once_and_a_failure_is_no_absence() -> None:
    statuses = iter([500, 200])
    target = server(lambda _: httpx.Response(next(statuses), json={"text": "Film first."}))
    with pytest.raises(TargetError, match="gave 500"):
        target.text("guide")
    assert [target.text("guide"), target.text("guide")] == ["Film first.", "Film first."]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense"])
def test_a_server_that_is_not_there_is_named(url: str) -> None:
    with pytest.raises(TargetError, match=f"{url} is not ready"):
        at_server(url)


def in_process(answer: dict[str, Any]) -> AssistantTarget:
    fake = SimpleNamespace(
        answer=lambda message, *, conversation_id: SimpleNamespace(to_json=lambda: {**answer, "message": message}),
        corpus=SimpleNamespace(documents={"guide": SimpleNamespace(text="Film first.")}),
        search=lambda query, max_hits: (SimpleNamespace(passage=SimpleNamespace(id="guide/a#0", document="guide")),),
    )
    return AssistantTarget(fake)  # type: ignore[arg-type]


def test_the_assistant_in_process_answers_as_over_the_wire() -> None:
    target = in_process({"citations": (1, 2)})
    assert target.ask("a", None) == {"citations": [1, 2], "message": "a"}
    assert target.search("a", 1) == (Hit("guide/a#0", "guide"),)
    assert (target.text("guide"), target.text("gone")) == ("Film first.", None)


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object()])
def test_an_answer_that_cannot_be_sent_is_an_error(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        in_process({"citations": value}).ask("a", None)


def test_the_code_s_fingerprint_follows_code_rules_and_documents(tmp_path: Path) -> None:
    rule = tmp_path / "assistant" / "checker" / "rules" / "a.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text("a: 1", "utf-8")
    before = code_digest(tmp_path)
    assert code_digest(tmp_path) == before
    (tmp_path / "assistant" / "a.pyc").write_bytes(b"0")
    assert code_digest(tmp_path) == before
    rule.write_text("a: 2", "utf-8")
    assert code_digest(tmp_path) != before

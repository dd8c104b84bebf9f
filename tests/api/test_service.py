"""A server that is up before its assistant is, and one whose assistant never comes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

import api.app
from assistant import Assistant
from index import IndexMissingError


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    def with_build(build: Callable[[], Assistant]) -> TestClient:
        def live(_: Any) -> Any:
            built = build()
            return SimpleNamespace(get=lambda: built)

        monkeypatch.setattr(api.app, "live_assistant", live)
        monkeypatch.setattr(api.app, "load_settings", lambda environ: None)
        return TestClient(api.app.create_app_from_environment())

    return with_build


def settle() -> None:
    for thread in threading.enumerate():
        if thread.name == "build-assistant":
            thread.join(timeout=5)


def test_a_server_is_alive_before_it_is_ready(start: Callable[..., TestClient], fake: Any) -> None:
    go = threading.Event()

    def build() -> Assistant:
        go.wait(timeout=5)
        return fake

    with start(build) as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        waiting = client.get("/readyz")
        assert (waiting.status_code, waiting.json()["ready"]) == (503, False)
        assert client.post("/v1/chat", json={"message": "back pain"}).json()["type"] == "/docs#not-ready"
        go.set()
        settle()
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (200, True)
        assert client.post("/v1/chat", json={"message": "osteoporosis"}).status_code == 200


def test_a_missing_index_is_named_with_what_to_run(start: Callable[..., TestClient]) -> None:
    def build() -> Assistant:
        raise IndexMissingError("There is no index in data/index; run `indicated index build`.")

    with start(build) as client:
        settle()
        for response in (client.get("/readyz"), client.get("/v1/sources")):
            assert response.status_code == 503
            assert "indicated index build" in response.json()["detail"]
        assert client.get("/").status_code == 200


def test_an_unforeseen_failure_to_start_stays_in_the_log(
    start: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    def build() -> Assistant:
        raise RuntimeError("a secret path")

    with caplog.at_level(logging.ERROR), start(build) as client:
        settle()
        assert "secret" not in client.get("/readyz").text
    assert "a secret path" in caplog.text


def test_each_request_is_answered_by_the_assistant_as_it_is_then(fake: Any) -> None:
    newer = type(fake)()
    newer.digest = {**fake.digest, "index": "sha256:newer"}
    held = [fake]
    with TestClient(api.app.create_live_app(lambda: held[0])) as client:
        before = client.get("/readyz").json()["digest"]
        held[0] = newer
        assert client.get("/readyz").json()["digest"] == {**before, "index": "sha256:newer"}

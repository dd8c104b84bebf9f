"""Whatever is sent, the reply is an answer or a problem document, never an error of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.schemas import AnswerReply
from assistant import load_vocabulary

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
)
NAMES = st.sampled_from([*load_vocabulary().facts, "saddle_numbness", ""])
FACTS = st.dictionaries(NAMES, ANYTHING | st.dictionaries(NAMES | st.text(max_size=5), LEAVES, max_size=2), max_size=3)
BODIES = ANYTHING | st.fixed_dictionaries(
    {},
    optional={
        "message": LEAVES | st.just("back pain"),
        "facts": FACTS | ANYTHING,
        "audience": LEAVES | st.just("patient"),
        "conversation_id": LEAVES,
        "guidelines": ANYTHING,
    },
)
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def asked(real: Any) -> TestClient:
    return TestClient(create_app(real), raise_server_exceptions=False)


@QUICK
@given(path=st.sampled_from(["/v1/chat", "/v1/check"]), body=BODIES)
def test_any_json_is_answered_or_refused(asked: TestClient, path: str, body: Any) -> None:
    response = asked.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code in {200, 400, 404, 422}
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code


@QUICK
@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused(asked: TestClient, content: bytes) -> None:
    response = asked.post("/v1/chat", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


@QUICK
@given(message=st.text(max_size=200))
@example("🩻" * 100 + " back pain for 3 days, no fever")
@example("72F\u202eosteoporosis\u200b, fell\u2028yesterday")
def test_any_text_is_answered_or_refused(asked: TestClient, message: str) -> None:
    response = asked.post(
        "/v1/chat", content=json.dumps({"message": message}), headers={"Content-Type": "application/json"}
    )
    assert response.status_code in {200, 422}
    if response.status_code == 200:
        answer = response.json()
        assert AnswerReply.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer


@QUICK
@given(document=st.text(max_size=10), start=st.integers(), end=st.integers(), query=st.text(max_size=30))
def test_any_address_is_answered_or_refused(asked: TestClient, document: str, start: int, end: int, query: str) -> None:
    place = {"start": start, "end": end}
    for path, parameters in (
        (f"/v1/sources/{quote(document, safe='')}", place),
        ("/v1/sources/acp-2011", place),
        ("/v1/search", {"q": query}),
    ):
        response = asked.get(path, params=parameters)
        assert response.status_code in {200, 404, 422}
        if response.status_code != 200:
            assert response.headers["content-type"] == "application/problem+json"

"""Every bad request is a problem document that says what to do, and never repeats what was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.problems import PROBLEMS
from api.schemas import ProblemReply
from assistant import load_vocabulary

MARKER = "zebra-7731"


def refused(response: Any) -> dict[str, Any]:
    """The problem document of a response, held to its form."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    ProblemReply.model_validate(problem)
    assert problem["status"] == response.status_code
    assert problem["type"].removeprefix("/docs#") in {each.name for each in PROBLEMS}
    assert problem["detail"]
    assert problem["action"]
    assert "Traceback" not in response.text
    return problem


def post(client: TestClient, content: Any, path: str = "/v1/chat", kind: str = "application/json") -> Any:
    return client.post(path, content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize("message", ["", " ", "\n\t \u00a0"])
def test_an_empty_message_is_refused(client: TestClient, message: str) -> None:
    problem = refused(client.post("/v1/chat", json={"message": message}))
    assert problem["status"] == 422
    assert problem["errors"][0]["field"] == "message"
    assert "empty" in problem["detail"]


def test_a_message_that_is_too_long_is_refused_with_the_limit(client: TestClient) -> None:
    problem = refused(client.post("/v1/chat", json={"message": "a" * 100_000}))
    assert problem["status"] == 422
    assert "20,000" in problem["detail"]


def test_a_message_at_the_limit_is_taken(client: TestClient) -> None:
    assert client.post("/v1/chat", json={"message": "\u2620" * 20_000}).status_code == 200


@pytest.mark.parametrize("message", ["\x00\x01\x02PNG", "back pain\x00", "half a pair \ud800"])
def test_a_binary_message_is_refused(client: TestClient, message: str) -> None:
    escaped = "".join(f"\\u{ord(c):04x}" for c in message)
    assert refused(post(client, f'{{"message": "{escaped}"}}'))["type"] == "/docs#message-refused"


def test_a_body_that_is_too_large_is_refused_by_its_declared_length(client: TestClient) -> None:
    assert refused(post(client, b'{"message": "' + b"a" * 256_000 + b'"}'))["status"] == 413


def test_a_body_that_is_too_large_is_refused_as_it_arrives(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"message": "'
        for _ in range(300):
            yield b"a" * 1_000

    assert refused(post(client, endless()))["status"] == 413


@pytest.mark.parametrize(
    "content", [b"{", b'{"message": }', b"not json", b"\xff\xfe", b"\xff", b"\x89PNG\r\n", b"[" * 90_000]
)
def test_a_body_that_is_not_json_is_refused(client: TestClient, content: bytes) -> None:
    assert refused(post(client, content))["status"] == 400


def test_a_body_that_is_not_declared_as_json_is_refused(client: TestClient) -> None:
    assert refused(post(client, b'{"message": "hello"}', kind="text/plain"))["status"] == 415
    assert refused(client.post("/v1/chat", data={"message": "hello"}))["status"] == 415


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "body"),
        (b"null", "body"),
        (b"[]", "body"),
        (b'"text"', "body"),
        (b"{}", "message"),
        (b'{"message": 5}', "message"),
        (b'{"message": null}', "message"),
        (b'{"message": ["a"]}', "message"),
        (b'{"message": {"a": 1}}', "message"),
        (b'{"message": "a", "audience": "doctor"}', "audience"),
        (b'{"message": "a", "audience": 1}', "audience"),
        (b'{"message": "a", "conversation_id": 1}', "conversation_id"),
        (b'{"message": "a", "facts": []}', "facts"),
        (b'{"message": "a", "facts": "none"}', "facts"),
    ],
)
def test_a_wrong_type_is_refused_by_the_name_of_its_field(client: TestClient, content: bytes, field: str) -> None:
    problem = refused(post(client, content))
    assert problem["status"] == 422
    assert [error["field"] for error in problem["errors"]] == [field]


def test_an_unknown_field_is_refused_with_those_that_are_known(client: TestClient) -> None:
    error = refused(client.post("/v1/chat", json={"message": "a", "model": "x"}))["errors"][0]
    assert error["field"] == "model"
    assert error["allowed"] == ["message", "conversation_id", "audience", "facts"]


@pytest.mark.parametrize("path", ["/v1/chat", "/v1/check"])
@pytest.mark.parametrize(
    ("facts", "field", "allowed"),
    [
        ({"osteoperosis": True}, "osteoperosis", list(load_vocabulary().facts)),
        ({"cauda_equina_features": {"numb": True}}, "facts.cauda_equina_features",
         list(load_vocabulary()["cauda_equina_features"].members)),
        ({"cauda_equina_features": {"saddle_numbness": "yes"}}, "facts.cauda_equina_features.saddle_numbness",
         [True, False]),
        ({"cauda_equina_features": True}, "facts.cauda_equina_features",
         list(load_vocabulary()["cauda_equina_features"].members)),
        ({"fever": "yes"}, "facts.fever", [True, False]),
        ({"fever": None}, "facts.fever", [True, False]),
        ({"trauma": "bad"}, "facts.trauma", ["none", "low_velocity", "high_energy"]),
        ({"age_years": 200}, "facts.age_years", {"minimum": 0, "maximum": 120, "unit": "year"}),
        ({"age_years": "72"}, "facts.age_years", {"minimum": 0, "maximum": 120, "unit": "year"}),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_refused_with_what_is_allowed(
    client: TestClient, path: str, facts: dict[str, Any], field: str, allowed: Any
) -> None:
    body = {"facts": facts} if path == "/v1/check" else {"facts": facts, "message": "back pain"}
    problem = refused(client.post(path, json=body))
    assert (problem["status"], problem["type"]) == (422, "/docs#fact-refused")
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["allowed"] == allowed


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-1", b"1e999"])
def test_a_number_that_is_none_is_refused(client: TestClient, number: bytes) -> None:
    assert refused(post(client, b'{"facts": {"age_years": ' + number + b"}}", "/v1/check"))["status"] == 422


def test_an_unknown_conversation_is_not_found(client: TestClient) -> None:
    problem = refused(client.post("/v1/chat", json={"message": "a", "conversation_id": "nowhere"}))
    assert (problem["status"], problem["type"]) == (404, "/docs#unknown-conversation")


@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/chat/", "/page/nowhere.js", "/page/%2e%2e/app.py", "/redoc"])
def test_a_path_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert refused(client.get(path))["status"] == 404


def test_a_method_that_is_not_taken_names_those_that_are(client: TestClient) -> None:
    response = client.get("/v1/chat")
    assert refused(response)["status"] == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        {"message": f"{MARKER}\x00"},
        {"message": [MARKER]},
        {"message": MARKER * 5_000},
        {"message": MARKER, "audience": MARKER},
        {"message": MARKER, "conversation_id": "nowhere"},
        {"message": MARKER, "facts": {"fever": 1}},
        {"message": MARKER, "facts": [MARKER]},
        {"message": MARKER, "facts": {"sex": MARKER * 100}},
    ],
)
def test_an_error_never_repeats_the_message(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/v1/chat", json=body)
    refused(response)
    assert MARKER not in response.text


def test_a_name_that_is_half_a_character_is_refused_like_any_other(client: TestClient) -> None:
    assert refused(post(client, b'{"message": "a", "\\ud800": 1}'))["status"] == 422
    assert refused(post(client, b'{"message": "a", "facts": {"\\ud800": 1}}'))["status"] == 422

"""Conversations can be read again as they were, deleted, and judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from api.app import create_app
from api.schemas import ConversationReply, FeedbackReply
from assistant import Assistant, Reason
from assistant.conversations import TurnTaking
from assistant.conversations.database import Database
from assistant.conversations.sql import SqlStore

MARKER = "zebra-7731"
MESSAGES = (f"72F, osteoporosis, fell on {MARKER} ice, back pain for 5 days ≤ é🩻", "numb between my legs", "hello")


def say(client: TestClient) -> tuple[str, list[httpx.Response]]:
    """A conversation of three turns: its id, and every response as it came."""
    replies = [client.post("/v1/chat", json={"message": MESSAGES[0]})]
    name = replies[0].json()["conversation_id"]
    replies += [client.post("/v1/chat", json={"message": each, "conversation_id": name}) for each in MESSAGES[1:]]
    return name, replies


def problem(response: httpx.Response, name: str) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"/docs#{name}"
    return str(response.json()["detail"])


def test_a_conversation_is_replayed_byte_for_byte_as_it_was_sent(either: TestClient) -> None:
    name, replies = say(either)
    replay = either.get(f"/v1/conversations/{name}")
    assert replay.status_code == 200
    assert ConversationReply.model_validate(replay.json())
    for reply, message, turn in zip(replies, MESSAGES, replay.json()["turns"], strict=True):
        assert turn["message"] == message
        # Not merely equal: the same bytes, as they stand in the replay.
        assert reply.content in replay.content
        assert turn["answer"] == reply.json()
    assert replay.headers["cache-control"] == "no-store"


def test_a_streamed_answer_is_replayed_too(either: TestClient) -> None:
    streamed = either.post("/v1/chat", json={"message": MESSAGES[0]}, headers={"Accept": "text/event-stream"}).text
    whole = streamed.rpartition("event: answer\ndata: ")[2].strip()
    name = whole.partition('"conversation_id":"')[2].partition('"')[0]
    assert whole in either.get(f"/v1/conversations/{name}").text


def test_a_deleted_conversation_is_gone(either: TestClient) -> None:
    name, replies = say(either)
    gone = either.delete(f"/v1/conversations/{name}")
    assert (gone.status_code, gone.content) == (204, b"")
    address = f"/v1/conversations/{name}"
    for response in (
        either.get(address), either.delete(address),
        either.post("/v1/chat", json={"message": "hello", "conversation_id": name}),
    ):  # fmt: skip
        assert response.status_code == 404
        problem(response, "unknown-conversation")
    answer = replies[0].json()["answer_id"]
    response = either.post(f"/v1/answers/{answer}/feedback", json={"helpful": True})
    assert response.status_code == 404
    problem(response, "unknown-answer")


@pytest.mark.parametrize("name", ["nobody", "%00", "%ff", "a" * 5000, "0" * 32])
def test_an_id_that_is_none_is_not_found(either: TestClient, name: str) -> None:
    problem(either.get(f"/v1/conversations/{name}"), "unknown-conversation")
    problem(either.delete(f"/v1/conversations/{name}"), "unknown-conversation")
    problem(either.post(f"/v1/answers/{name}/feedback", json={"helpful": True}), "unknown-answer")


def test_feedback_is_kept_with_the_digests_of_the_answer(either: TestClient) -> None:
    name, replies = say(either)
    answer = replies[1].json()
    body = {
        "helpful": False,
        "reasons": ["study_wrong", "study_wrong", "unsafe"],
        "comment": "  a stent ≤ 3 T\nasked  ",
    }
    response = either.post(f"/v1/answers/{answer['answer_id']}/feedback", json=body)
    assert response.status_code == 200
    kept = {"helpful": False, "reasons": ["study_wrong", "unsafe"], "comment": "a stent ≤ 3 T\nasked",
            "digest": answer["digest"]}  # fmt: skip
    assert response.json() == {**kept, "answer_id": answer["answer_id"]}
    assert FeedbackReply.model_validate(response.json())
    turns = either.get(f"/v1/conversations/{name}").json()["turns"]
    assert [turn["feedback"] for turn in turns] == [None, kept, None]


def test_every_reason_is_taken(either: TestClient) -> None:
    answer = either.post("/v1/chat", json={"message": MESSAGES[0]}).json()["answer_id"]
    body = {"helpful": True, "reasons": list(get_args(Reason))}
    assert either.post(f"/v1/answers/{answer}/feedback", json=body).json()["reasons"] == list(get_args(Reason))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "helpful"),
        ({"helpful": "perhaps"}, "helpful"),
        ({"helpful": True, "reasons": [MARKER]}, "reasons.0"),
        ({"helpful": True, "reasons": "other"}, "reasons"),
        ({"helpful": True, "comment": "a" * 2001}, "comment"),
        ({"helpful": True, "comment": f"{MARKER}\x00"}, "comment"),
        ({"helpful": True, "stars": 5}, "stars"),
    ],
)
def test_feedback_that_does_not_fit_is_refused_by_the_name_of_its_field(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    answer = client.post("/v1/chat", json={"message": MESSAGES[0]}).json()["answer_id"]
    response = client.post(f"/v1/answers/{answer}/feedback", json=body)
    assert response.status_code == 422
    problem(response, "invalid-request")
    assert response.json()["errors"][0]["field"] == field
    assert MARKER not in response.text


def test_whom_the_wording_is_for_is_kept_until_it_is_said_anew(either: TestClient) -> None:
    first = either.post("/v1/chat", json={"message": MESSAGES[0], "audience": "patient"}).json()
    again = {"message": MESSAGES[1], "conversation_id": first["conversation_id"]}
    assert either.post("/v1/chat", json=again).json()["audience"] == "patient"
    assert either.post("/v1/chat", json={**again, "audience": "clinician"}).json()["audience"] == "clinician"
    assert either.post("/v1/chat", json=again).json()["audience"] == "clinician"


@pytest.fixture
def kept(real: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, Path]]:
    """A client of the assistant itself, whose conversations are kept in this file."""
    path = tmp_path / "conversations.sqlite3"
    store = SqlStore(Database(make_url(f"sqlite:///{path}"), wait_s=0.1), retention=timedelta(days=1))
    monkeypatch.setattr(real, "store", store)
    monkeypatch.setattr(real, "_taking", TurnTaking(store))
    yield TestClient(create_app(real), raise_server_exceptions=False), path
    store.close()


def test_a_damaged_database_is_a_problem_that_says_so_and_loses_nothing(
    kept: tuple[TestClient, Path], real: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    client, path = kept
    name, replies = say(client)
    real.store.close()
    whole = path.read_bytes()
    path.write_bytes(b"no database at all" * 100)
    answer = replies[0].json()["answer_id"]
    for response in (
        client.post("/v1/chat", json={"message": MESSAGES[0]}),
        client.post("/v1/chat", json={"message": MESSAGES[0], "conversation_id": name}),
        client.get(f"/v1/conversations/{name}"),
        client.delete(f"/v1/conversations/{name}"),
        client.post(f"/v1/answers/{answer}/feedback", json={"helpful": False, "comment": MARKER}),
    ):
        assert response.status_code == 503
        assert "conversations.sqlite3 is damaged; put" in problem(response, "conversations-unavailable")
        assert MARKER not in response.text
    assert "is damaged" in caplog.text
    assert MARKER not in caplog.text
    real.store.close()
    path.write_bytes(whole)
    turns = client.get(f"/v1/conversations/{name}").json()["turns"]
    assert [turn["answer"] for turn in turns] == [reply.json() for reply in replies]


def test_a_locked_database_refuses_a_message_and_takes_it_once_it_is_free(kept: tuple[TestClient, Path]) -> None:
    client, path = kept
    name, _ = say(client)
    again = {"message": "fever too", "conversation_id": name}
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        response = client.post("/v1/chat", json=again)
        assert response.status_code == 503
        assert "is locked by another program; wait" in problem(response, "conversations-unavailable")
        # Who only reads does not wait.
        assert len(client.get(f"/v1/conversations/{name}").json()["turns"]) == 3
    assert client.post("/v1/chat", json=again).status_code == 200
    assert len(client.get(f"/v1/conversations/{name}").json()["turns"]) == 4

"""`POST /v1/chat`: whole answers, streamed answers, and nothing that was not verified."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient

from api.schemas import AnswerReply

MESSAGE = "72 with osteoporosis, fell yesterday"


def ask(client: TestClient, message: str = MESSAGE, **more: Any) -> Any:
    response = client.post("/v1/chat", json={"message": message, **more})
    assert response.status_code == 200, response.text
    return response.json()


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, by the rules of the HTML standard that matter here."""
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        assert set(fields) == {"event", "data"}
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_an_answer_has_exactly_the_published_shape(either: TestClient) -> None:
    for message in (MESSAGE, "numb between my legs", "hello"):
        answer = ask(either, message)
        assert AnswerReply.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer


def test_facts_given_beside_the_message_are_kept_as_confirmed(either: TestClient) -> None:
    answer = ask(either, "back pain", facts={"osteoporosis": True, "cauda_equina_features": {"saddle_numbness": False}})
    assert answer["facts"]["osteoporosis"] == {"value": True, "status": "confirmed"}
    assert answer["facts"]["cauda_equina_features"]["saddle_numbness"] == {"value": False, "status": "confirmed"}


def test_a_conversation_goes_on(either: TestClient) -> None:
    first = ask(either)
    second = ask(either, "and numb between my legs", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert {"osteoporosis", "cauda_equina_features"} <= set(second["facts"])
    assert second["check"]["urgency"] == "emergency"


def test_the_audience_reaches_the_assistant(either: TestClient) -> None:
    assert ask(either)["audience"] == "clinician"
    assert ask(either, audience="patient")["audience"] == "patient"


def test_the_same_message_gives_the_same_bytes_but_for_its_ids_and_times(either: TestClient) -> None:
    replies = []
    for _ in range(2):
        answer = ask(either)
        replies.append({k: v for k, v in answer.items() if k not in {"answer_id", "conversation_id", "timing_ms"}})
    assert json.dumps(replies[0]) == json.dumps(replies[1])


def test_a_stream_gives_the_check_then_the_statements_then_the_whole(either: TestClient) -> None:
    response = either.post("/v1/chat", json={"message": MESSAGE}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, check), *middle, (last, answer) = events(response.text)
    assert (first, last) == ("check", "answer")
    assert {name for name, _ in middle} == {"statement"}
    assert check == answer["check"]
    assert [statement for _, statement in middle] == answer["statements"]
    assert AnswerReply.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer


def test_a_stream_without_a_patient_says_there_is_no_check(client: TestClient) -> None:
    response = client.post("/v1/chat", json={"message": "hello"}, headers={"Accept": "text/event-stream"})
    assert events(response.text)[0] == ("check", None)


def test_line_breaks_in_a_quote_do_not_break_the_stream(client: TestClient) -> None:
    message = "back pain\r\n\r\nevent: answer\r\ndata: {}\r\n\r\nosteoporosis\u2028\u0085"
    response = client.post("/v1/chat", json={"message": message}, headers={"Accept": "text/event-stream"})
    assert [name for name, _ in events(response.text)].count("answer") == 1


def test_a_refusal_is_a_problem_even_where_a_stream_was_asked_for(either: TestClient) -> None:
    response = either.post("/v1/chat", json={"message": " "}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_an_answer_is_never_cached(either: TestClient) -> None:
    assert either.post("/v1/chat", json={"message": MESSAGE}).headers["cache-control"] == "no-store"

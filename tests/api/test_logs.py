"""What a person writes is in no log, whatever happens to it."""

from __future__ import annotations

import re
from typing import Any

import httpx

MARKER = "zebra-7731"


def test_no_words_of_a_person_are_logged_by_the_real_assistant(live_real: Any) -> None:
    note = f"72F, osteoporosis, fell on {MARKER} ice, back pain for 5 days"
    with httpx.Client(base_url=live_real.url) as client:
        facts = {"age_years": 72, "osteoporosis": True}
        answer = client.post("/v1/chat", json={"message": note, "facts": facts}).json()
        again = {"message": f"and what about CT, {MARKER}?", "conversation_id": answer["conversation_id"]}
        assert client.post("/v1/chat", json=again).status_code == 200
        assert client.post("/v1/chat", json={"message": f"does {MARKER} need an X-ray?"}).status_code == 200
        assert client.post("/v1/check", json={"facts": facts}).status_code == 200
        assert client.get("/v1/search", params={"q": f"osteoporosis {MARKER}"}).status_code == 200
        feedback = {"helpful": False, "comment": f"{MARKER} is 72"}
        assert client.post(f"/v1/answers/{answer['answer_id']}/feedback", json=feedback).status_code == 200
        kept = f"/v1/conversations/{answer['conversation_id']}"
        assert MARKER in client.get(kept).text
        assert client.delete(kept).status_code == 204
    text = "\n".join(live_real.log)
    assert text.count("POST /v1/chat") == 3
    assert 'DELETE /v1/conversations/- HTTP/1.1" 204' in text
    for secret in (MARKER, "osteoporosis", "age_years", "72", answer["conversation_id"], answer["answer_id"]):
        assert secret not in re.sub(r"127\.0\.0\.1:\d+|process \d+|\[\d+\]", "", text)


def test_no_words_of_a_person_are_logged(fake: Any, live: Any) -> None:
    with httpx.Client(base_url=live.url) as client:
        client.post("/v1/chat", json={"message": f"osteoporosis {MARKER}"})
        client.post("/v1/chat", json={"message": MARKER}, headers={"Accept": "text/event-stream"})
        client.post("/v1/chat", json={"message": "a", "facts": {"sex": MARKER}})
        client.post("/v1/chat", json={"message": {"a": MARKER}})
        client.post("/v1/chat", content=f'{{"message": {MARKER}'.encode(), headers={"Content-Type": "application/json"})
        client.get("/v1/search", params={"q": MARKER})
        client.get("/v1/search", params={"q": MARKER, "max_hits": 0})
        fake.fail_with = ValueError(MARKER)
        assert client.post("/v1/chat", json={"message": MARKER}).status_code == 500
    text = "\n".join(live.log)
    assert MARKER not in text
    # The log is not merely empty: each request is there, with its path and status.
    assert text.count("POST /v1/chat") == 6
    assert text.count('GET /v1/search HTTP/1.1" 200') == 1
    assert text.count('GET /v1/search HTTP/1.1" 422') == 1

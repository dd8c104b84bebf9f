"""What stands around every request."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

MARKER = "zebra-7731"


def test_an_unforeseen_error_says_nothing_of_its_cause(
    fake: Any, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail_with = ValueError(f"cannot parse {MARKER}")
    with caplog.at_level(logging.DEBUG):
        response = client.post("/v1/chat", json={"message": f"back pain {MARKER}"})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (500, "/docs#internal")
    assert MARKER not in response.text
    assert MARKER not in caplog.text
    assert "ValueError" in caplog.text
    assert problem["id"] in caplog.text


@pytest.mark.parametrize("path", ["/", "/docs", "/page/app.js", "/v1/facts", "/nowhere", "/openapi.json"])
def test_every_reply_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_other_origins_are_not_let_in(client: TestClient) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for response in (client.options("/v1/chat", headers=headers), client.get("/v1/facts", headers=headers)):
        assert not [name for name in response.headers if name.startswith("access-control")]

"""Streams on a real server of this machine: readers who are slow, who leave, and who have to wait."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api import stream
from assistant import AbandonedError, ConversationError

MESSAGE = "72 with osteoporosis, fell yesterday"
#: Longer than anything here takes; a test that waits so long has failed.
LONG_S = 20.0
HEADERS = {"Accept": "text/event-stream"}


class Waiting:
    """Holds an answer back until it is released, or nobody wants it any more."""

    def __init__(self) -> None:
        self.begun, self.release, self.abandoned = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, wanted: Callable[[], bool]) -> None:
        self.begun.set()
        end = time.monotonic() + LONG_S
        while not self.release.wait(0.01) and time.monotonic() < end:
            if not wanted():
                self.abandoned.set()
                raise AbandonedError("nobody waits")


@pytest.fixture
def waiting(fake: Any, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    monkeypatch.setattr(stream, "KEEP_ALIVE_S", 0.05)
    fake.pause = Waiting()
    return fake.pause


@contextmanager
def asked(server: Any, message: str = MESSAGE, *, window: int | None = None) -> Iterator[socket.socket]:
    """A plain connection over which a stream was asked for."""
    place = urlsplit(server.url)
    with socket.socket() as connection:
        if window:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        connection.settimeout(LONG_S)
        connection.connect((place.hostname, place.port))
        body = json.dumps({"message": message}).encode()
        head = f"POST /v1/chat HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: text/event-stream\r\nConnection: close\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
        yield connection


def read_until(connection: socket.socket, what: bytes) -> bytes:
    seen = b""
    while what not in seen:
        chunk = connection.recv(4096)
        assert chunk, f"it ended before {what!r}"
        seen += chunk
    return seen


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream."""
    blocks = [dict(line.split(": ", 1) for line in block.split("\n")) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_a_line_on_which_nothing_is_to_be_said_is_kept_open(live: Any, waiting: Waiting) -> None:
    with httpx.stream("POST", f"{live.url}/v1/chat", json={"message": MESSAGE}, headers=HEADERS) as response:
        assert response.status_code == 200
        lines = response.iter_lines()
        first = [next(lines) for _ in range(4)]
        assert first == [": still at work", "", ": still at work", ""], "comments alone, and no word of an answer"
        waiting.release.set()
        rest = [line for line in lines if not line.startswith(":")]
    named = [line.removeprefix("event: ") for line in rest if line.startswith("event: ")]
    assert (named[0], set(named[1:-1]), named[-1]) == ("check", {"statement"}, "answer")


def test_a_reader_who_leaves_before_the_answer_ends_the_work(live: Any, fake: Any, waiting: Waiting) -> None:
    with asked(live) as connection:
        assert b": still at work" in read_until(connection, b"work")
    assert waiting.abandoned.wait(LONG_S)
    assert fake.conversations == {}, "nothing of it is kept"


def test_a_reader_who_leaves_before_anything_was_sent_ends_the_work(
    live: Any, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "KEEP_ALIVE_S", LONG_S)
    with asked(live):
        assert waiting.begun.wait(LONG_S)
    assert waiting.abandoned.wait(LONG_S)


def test_a_reader_who_leaves_midway_harms_nobody(live_real: Any) -> None:
    for _ in range(3):
        with asked(live_real) as connection:
            read_until(connection, b"event: statement")
    whole = httpx.post(f"{live_real.url}/v1/chat", json={"message": MESSAGE}, headers=HEADERS, timeout=LONG_S)
    assert events(whole.text)[-1][0] == "answer"
    assert not [line for line in live_real.log if "Traceback" in line or line.startswith("indicated Error")]


def test_a_slow_reader_gets_all_of_it_and_holds_up_nobody(live_real: Any) -> None:
    with asked(live_real, window=2048) as slow:
        # What fits nowhere waits at the server, for this reader alone.
        read_until(slow, b"event: check")
        began = time.monotonic()
        assert httpx.get(f"{live_real.url}/healthz", timeout=LONG_S).status_code == 200
        other = httpx.post(f"{live_real.url}/v1/chat", json={"message": MESSAGE}, timeout=LONG_S)
        assert other.json()["check"]["verdict"] == "indicated"
        assert time.monotonic() - began < LONG_S
        rest = b""
        while chunk := slow.recv(1024):
            rest += chunk
    assert rest.count(b"event: answer") == 1
    assert rest.endswith(b"0\r\n\r\n"), "the body is whole"


def test_what_goes_wrong_while_the_line_is_kept_open_is_told_in_an_event(
    live: Any, fake: Any, waiting: Waiting
) -> None:
    fake.fail_with = ValueError("zebra-7731")
    with asked(live) as connection:
        read_until(connection, b"work")
        waiting.release.set()
        told = read_until(connection, b"event: error")
        told += connection.recv(4096)
    assert b"event: answer" not in told
    assert b"/docs#internal" in told
    assert b"zebra" not in told
    assert "zebra" not in "".join(live.log)


def test_what_goes_wrong_at_once_is_a_problem_document(live: Any, fake: Any) -> None:
    fake.fail_with = ConversationError("gone")
    response = httpx.post(f"{live.url}/v1/chat", json={"message": MESSAGE}, headers=HEADERS)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_no_sentence_is_sent_that_the_verifier_has_dropped(
    live_real: Any, real: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Invents:
        """A model that says of every study what no source carries."""

        def phrase(self, draft: Any, *, audience: str) -> Any:
            lied = [replace(each, text="Take 500 mg and have a CT in 7 days.", origin="model") if each.sources else each
                    for each in draft.statements]  # fmt: skip
            return replace(draft, statements=tuple(lied), composer="model:liar")

    monkeypatch.setattr(real, "_phraser", Invents())
    response = httpx.post(f"{live_real.url}/v1/chat", json={"message": MESSAGE}, headers=HEADERS, timeout=LONG_S)
    found = events(response.text)
    assert not any("500 mg" in each["text"] for name, each in found if name == "statement")
    answer = found[-1][1]
    assert answer["verification"]["dropped"], "the model did lie"
    assert answer["composer"] == "template"
    assert [each for name, each in found if name == "statement"] == answer["statements"]

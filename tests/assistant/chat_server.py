"""A chat model's server on loopback, for tests: OpenAI's, Anthropic's and Ollama's shapes, well or badly behaved."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Sentence = dict[str, Any]
Behaviour = Callable[["Wire"], None]
#: Of which half is sent.
_REPLY = json.dumps({
    "statements": [{"id": 1, "text": "All is well.", "citations": [1]}] * 9,
    "facts": [{"fact": "fever", "value": True, "quote": "my back"}] * 9,
})  # fmt: skip


class Server(ThreadingHTTPServer):
    """Speaks the shapes of OpenAI's chat completions, Anthropic's messages and Ollama's chat, as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Wire)
        self.behaves(Wire.nothing)

    def behaves(self, behaviour: Behaviour) -> None:
        """From now on behave so; nothing was asked yet."""
        self.behave = behaviour
        self.prompts: list[str] = []
        self.released = threading.Event()
        """Ends what hangs, when the test is over."""
        self.waited_in_vain = False
        """What hung was still listened to after half a minute: there is no time limit."""

    def url(self, provider: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{'/v1' if provider == 'openai' else ''}"

    def handle_error(self, *_: object) -> None:
        """A client that leaves is no error."""


class Wire(BaseHTTPRequestHandler):
    """One request, and the ways to reply to it."""

    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        content = body["messages"][-1]["content"]
        self.prompt = content if isinstance(content, str) else content[0]["text"]
        self.server.prompts.append(self.prompt)
        self.server.behave(self)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences to be phrased, as the prompt holds them."""
        found: list[Sentence] = json.loads(self.prompt[self.prompt.rindex("\n\n[") :])
        return found

    def say(self, text: str, *, upto: float = 1.0) -> None:
        """A reply in pieces, as the provider streams it; with `upto` it breaks off there."""
        self.head()
        begin, piece, end = self.shape()
        text = text[: int(len(text) * upto)]
        pieces = [text[at : at + 4000] for at in range(0, len(text), 4000)]
        self.wfile.write("".join([*begin, *map(piece, pieces)]).encode())
        self.wfile.flush()
        if upto == 1.0:
            self.wfile.write("".join(end).encode())

    def head(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        kind = "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream"
        for name, value in {"content-type": kind, "connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def shape(self) -> tuple[list[str], Callable[[str], str], list[str]]:
        if self.path == "/v1/chat/completions":
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}

            def delta(text: str, finish: str | None = None) -> str:
                choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
                return f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n"

            return [], delta, [delta("", "stop"), "data: [DONE]\n\n"]
        if self.path == "/v1/messages":

            def event(kind: str, **fields: object) -> str:
                return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"

            message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [],
                       "stop_reason": None, "stop_sequence": None,
                       "usage": {"input_tokens": 1, "output_tokens": 1}}  # fmt: skip
            return (
                [event("message_start", message=message),
                 event("content_block_start", index=0, content_block={"type": "text", "text": ""})],
                lambda text: event("content_block_delta", index=0, delta={"type": "text_delta", "text": text}),
                [event("content_block_stop", index=0),
                 event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None},
                       usage={"output_tokens": 9}),
                 event("message_stop")],
            )  # fmt: skip

        def line(text: str, *, done: bool = False) -> str:
            reply = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": done, "done_reason": "stop",
                     "message": {"role": "assistant", "content": text}}  # fmt: skip
            return json.dumps(reply) + "\n"

        return [], line, [line("", done=True)]

    def wait(self) -> None:
        self.server.waited_in_vain |= not self.server.released.wait(30)

    # What goes wrong on the way.

    def hang(self) -> None:
        self.wait()

    def half_then_hang(self) -> None:
        self.say(_REPLY, upto=0.5)
        self.wait()

    def drip(self) -> None:
        """A byte of the headers now and then: every read succeeds, and nothing ever ends."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nx: ")
        for _ in range(1500):
            self.wfile.write(b".")
            self.wfile.flush()
            if self.server.released.wait(0.02):
                return
        self.server.waited_in_vain = True

    def too_many_requests(self) -> None:
        self.head(429, retry_after="60")
        self.wfile.write(b'{"error": {"message": "slow down", "type": "rate_limit_error"}}')

    def broken_inside(self) -> None:
        self.head(500)
        self.wfile.write(b"<html><script>alert(1)</script></html>")

    def close_midway(self) -> None:
        self.say(_REPLY, upto=0.5)

    def another_protocol(self) -> None:
        self.head(content_type="text/html")
        self.wfile.write(b"<html><script>alert(1)</script>Welcome</html>")

    def ten_megabytes(self) -> None:
        self.say(json.dumps({"statements": [{"id": 1, "text": "All is well. " * 800_000, "citations": [1]}]}))

    def nothing(self) -> None:
        self.say("")

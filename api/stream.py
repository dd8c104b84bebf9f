"""An answer as server-sent events: what keeps the line open while it is made, and what stops it when nobody reads."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from functools import partial

from anyio import to_thread
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.types import Send

from api.problems import INTERNAL, problem_response
from assistant import Answer

#: So long nothing may be sent; proxies that give up a silent line wait for longer.
KEEP_ALIVE_S = 15.0
MEDIA_TYPE = EventSourceResponse.media_type
_HEADERS = {"X-Accel-Buffering": "no"}

#: Makes an answer for as long as what it is given says that somebody waits for it.
Answers = Callable[[Callable[[], bool]], Answer]


class AnswerStream(StreamingResponse):
    """`check`, then one `statement` each, then the whole as `answer`; comments while there is nothing to send.

    All of it has been verified before the first event goes out. What goes wrong before anything was sent ends as a
    problem document, as it would without a stream; later it is told in an event `error`. A reader who leaves ends the
    work at its next step, and nothing of the turn is kept.
    """

    def __init__(self, answers: Answers) -> None:
        super().__init__((), media_type=MEDIA_TYPE, headers=_HEADERS)
        self._answers = answers

    async def stream_response(self, send: Send) -> None:
        """Send the body; the status only once there is something to send, so that it can still be another."""
        async with aclosing(_events(self._answers)) as events:
            event = await anext(events)
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while event:
                await send({"type": "http.response.body", "body": event, "more_body": True})
                event = await anext(events, b"")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _events(answers: Answers) -> AsyncGenerator[bytes, None]:
    left = threading.Event()
    # A thread cannot be stopped from outside: it is left alone, and asks at each step whether to go on.
    work = partial(to_thread.run_sync, _made, answers, lambda: not left.is_set(), abandon_on_cancel=True)
    making = asyncio.ensure_future(work())
    waited = False
    try:
        while not (await asyncio.wait({making}, timeout=KEEP_ALIVE_S))[0]:
            waited = True
            yield format_sse_event(comment="still at work")
        try:
            events = making.result()
        except Exception:
            if waited:
                problem = problem_response(INTERNAL, "The answer could not be finished; nothing of it was kept.")
                yield format_sse_event(event="error", data_str=bytes(problem.body).decode())
            raise
        for event in events:
            yield event
    finally:
        left.set()
        making.cancel()


def _made(answers: Answers, wanted: Callable[[], bool]) -> list[bytes]:
    """The events of an answer; written here, because this is a thread and the loop has others to serve."""
    return list(_written(answers(wanted)))


def _written(answer: Answer) -> Iterator[bytes]:
    whole = answer.to_json()
    yield _event("check", whole["check"])
    for statement in whole["statements"]:
        yield _event("statement", statement)
    yield _event("answer", whole)


def _event(name: str, data: object) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False, separators=(",", ":")))

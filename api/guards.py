"""What stands around every request: a limit on its size, a net under its errors, headers that keep a browser safe."""

from __future__ import annotations

import logging
import traceback
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import INTERNAL, problem_response
from api.schemas import MAX_BODY_BYTES

_LOG = logging.getLogger("indicated")

#: The page has no inline script or style, loads nothing from elsewhere and is never framed.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SafeHeaders:
    """Adds the security headers, and keeps answers about patients out of every cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store" if scope["path"].startswith("/v1/") else "no-cache")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class ErrorNet:
    """Answers an unforeseen error as a problem document and logs where it arose, not what it says.

    An exception's message may hold words of the person who asked, so it goes neither to the log nor to the caller. The
    error ends here: the server underneath would log it whole.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001 - the last net: whatever it is, the caller gets a problem document
            error_id = uuid.uuid4().hex[:12]
            _LOG.error("Error %s: %s at %s", error_id, type(error).__qualname__, _where(error))
            if not started:
                response = problem_response(INTERNAL, f"The operator finds it in the log as {error_id}.", id=error_id)
                await response(scope, receive, send)


class BodyLimit:
    """Refuses a body over the limit, by its declared length or as it arrives."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        seen = int(declared) if declared.isdecimal() else 0

        async def receive_within_limit() -> Message:
            nonlocal seen
            if seen > MAX_BODY_BYTES:
                raise HTTPException(413)
            message = await receive()
            if not declared:
                seen += len(message.get("body", b""))
                if seen > MAX_BODY_BYTES:
                    raise HTTPException(413)
            return message

        await self.app(scope, receive_within_limit, send)


def _where(error: BaseException) -> str:
    """The stack as `file:line function`, innermost first, without messages or source lines."""
    frames = traceback.extract_tb(error.__traceback__, limit=-3)
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)) or "unknown place"

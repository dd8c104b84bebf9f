"""The HTTP application: routes, guards and errors put together around one assistant."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from api import chat, check, conversations, health, openapi, page, problems, rules, sources
from api.guards import BodyLimit, ErrorNet, SafeHeaders
from api.logs import keep_private_words_out_of_access_logs
from api.service import Service
from assistant import Assistant, live_assistant, load_settings

_DESCRIPTION = (
    "Is imaging indicated for this back or leg pain, and which study? Grounded, cited answers; the verdict is made by "
    "rules. Not a medical device. Message texts and facts are never logged."
)


def create_app(assistant: Assistant) -> FastAPI:
    """The application around one assistant that is ready."""
    return create_live_app(lambda: assistant)


def create_live_app(current: Callable[[], Assistant]) -> FastAPI:
    """The application around whatever gives the assistant as it is now."""
    return _application(Service(current))


def create_app_from_environment() -> FastAPI:
    """The application for `uvicorn --factory api.app:create_app_from_environment`.

    The assistant is built from the INDICATED_* settings after the server is up, so `/healthz` answers at once and
    `/readyz` tells when, or why not.
    """
    return _application(Service(build=lambda: live_assistant(load_settings(os.environ)).get))


def _application(service: Service) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keep_private_words_out_of_access_logs()
        service.start()
        yield

    app = FastAPI(
        title="Indicated",
        version=importlib.metadata.version("indicated"),
        summary="Is imaging indicated for this back or leg pain, and which study?",
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Traces and logs of the framework's own would carry what people write.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.service = service
    for module in (chat, conversations, check, rules, sources, health, page):
        app.include_router(module.router)
    app.mount("/page", page.assets())
    problems.install(app)
    # The one added last stands outermost.
    for guard in (BodyLimit, ErrorNet, SafeHeaders):
        app.add_middleware(guard)

    def describe() -> dict[str, Any]:
        app.openapi_schema = app.openapi_schema or openapi.describe(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's documented way to extend its document
    return app

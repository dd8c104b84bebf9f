"""Alive (`/healthz`) and able to answer (`/readyz`)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.problems import NOT_READY, problem_response
from api.schemas import HealthReply, ReadyReply

router = APIRouter(tags=["Health"])


@router.get("/healthz", response_model=HealthReply, summary="Is the process alive?")
async def health() -> JSONResponse:
    """Always 200 while the process runs, whether or not it can answer yet."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz", response_model=ReadyReply, summary="Can it answer?")
async def ready(request: Request) -> Response:
    """200 once the assistant can answer; until then 503 with the reason and what to do about it."""
    why = request.app.state.service.why_not_ready
    if why is not None:
        return problem_response(NOT_READY, why, ready=False)
    return JSONResponse({"ready": True, "digest": dict(request.app.state.service.assistant.digest)})

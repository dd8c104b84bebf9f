"""`POST /v1/chat`: a message in, an answer out, whole or as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api.schemas import AnswerReply, ChatRequest
from api.service import Ready
from assistant import Answer

router = APIRouter(tags=["Chat"])

_STREAM = "text/event-stream"


# Answering is work for the processor, so this is no coroutine: the framework runs it in a thread.
@router.post(
    "/v1/chat",
    response_model=AnswerReply,
    summary="Ask about a patient or about the guidance",
    responses={200: {"content": {_STREAM: {"schema": {"type": "string"}, "example": "event: check\ndata: {...}\n\n"}}}},
)
def chat(body: ChatRequest, assistant: Ready, accept: Annotated[str, Header()] = "") -> Response:
    """The verdict is made by rules before a word is written, and every statement cites the passage that carries it.

    With `Accept: text/event-stream` the same answer comes as events: `check`, then one `statement` each, then the whole
    as `answer`. What is sent is verified first.
    """
    answer = assistant.answer(
        body.message, conversation_id=body.conversation_id, audience=body.audience, facts=body.facts
    )
    if _STREAM in accept.lower():
        return StreamingResponse(_events(answer), media_type=_STREAM, headers={"X-Accel-Buffering": "no"})
    return JSONResponse(answer.to_json())


async def _events(answer: Answer) -> AsyncIterator[str]:
    whole = answer.to_json()
    yield _event("check", whole["check"])
    for statement in whole["statements"]:
        yield _event("statement", statement)
    yield _event("answer", whole)


def _event(name: str, data: object) -> str:
    # JSON on one line: a line break inside `data` would end the field.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"

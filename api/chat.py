"""`POST /v1/chat`: a message in, an answer out, whole or as server-sent events."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response

from api.schemas import AnswerReply, ChatRequest
from api.service import Ready
from api.stream import MEDIA_TYPE, AnswerStream

router = APIRouter(tags=["Chat"])


# Answering is work for the processor, so this is no coroutine: the framework runs it in a thread.
@router.post(
    "/v1/chat",
    response_model=AnswerReply,
    summary="Ask about a patient or about the guidance",
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": "event: check\ndata: {...}\n\n"}}}
    },
)
def chat(body: ChatRequest, assistant: Ready, accept: Annotated[str, Header()] = "") -> Response:
    """The verdict is made by rules before a word is written, and every statement cites the passage that carries it.

    With `Accept: text/event-stream` the same answer comes as events: `check`, then one `statement` each, then the whole
    as `answer`. What is sent is verified first. Comments keep a line open on which nothing is to be said yet; an
    `error` event says that the answer could not be finished. Whoever leaves before the end has not asked.
    """
    answering = partial(
        assistant.answer, body.message, conversation_id=body.conversation_id, audience=body.audience, facts=body.facts
    )
    if MEDIA_TYPE in accept.lower():
        return AnswerStream(lambda wanted: answering(wanted=wanted))
    return JSONResponse(answering().to_json())

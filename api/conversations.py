"""`/v1/conversations/{id}`: a conversation as it was; `POST /v1/answers/{id}/feedback`: what a reader thought."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.schemas import ConversationReply, FeedbackReply, FeedbackRequest
from api.service import Ready
from assistant import Feedback, Transcript

router = APIRouter(tags=["Conversations"])

_CONVERSATION = "/v1/conversations/{conversation_id}"


@router.get(_CONVERSATION, response_model=ConversationReply, summary="Read a conversation again")
def conversation(conversation_id: str, assistant: Ready) -> JSONResponse:
    """Every message with the answer to it, its citations included, byte for byte as it was sent.

    Whoever knows the id may read it: keep it as private as the conversation.
    """
    return JSONResponse(transcript_json(assistant.store.transcript(conversation_id)))


@router.delete(_CONVERSATION, status_code=204, response_class=Response, summary="Delete a conversation")
def delete(conversation_id: str, assistant: Ready) -> Response:
    """Its messages, facts, answers and feedback are gone for good."""
    assistant.store.delete(conversation_id)
    return Response(status_code=204)


@router.post("/v1/answers/{answer_id}/feedback", response_model=FeedbackReply, summary="Say whether an answer helped")
def feedback(answer_id: str, body: FeedbackRequest, assistant: Ready) -> JSONResponse:
    """Kept with the answer and its digests for as long as the conversation; a later one takes its place."""
    given = Feedback(body.helpful, tuple(dict.fromkeys(body.reasons)), body.comment)
    return JSONResponse({**_feedback_json(assistant.store.give_feedback(answer_id, given)), "answer_id": answer_id})


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """A conversation as `GET /v1/conversations/{id}` and `indicated conversations show --json` give it."""
    summary = transcript.summary
    return {
        "conversation_id": summary.id,
        "started_at": summary.started_at.isoformat(),
        "used_at": summary.used_at.isoformat(),
        "turns": [
            {
                "turn": turn.number,
                "at": turn.at.isoformat(),
                "message": turn.message,
                "answer": json.loads(turn.answer),
                "feedback": _feedback_json(turn.feedback) if turn.feedback else None,
            }
            for turn in transcript.turns
        ],
    }


def _feedback_json(feedback: Feedback) -> dict[str, Any]:
    return {
        "helpful": feedback.helpful,
        "reasons": list(feedback.reasons),
        "comment": feedback.comment,
        "digest": dict(feedback.digest),
    }

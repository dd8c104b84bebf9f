"""A conversation as it was, and what a reader thought of an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.schemas.answer import AnswerReply
from api.schemas.example import example
from assistant import MessageError, Reason, check_message

MAX_COMMENT = 2_000


def _readable(comment: str) -> str:
    comment = comment.strip()
    if comment:
        try:
            check_message(comment)
        except MessageError:
            raise ValueError("holds control characters; send plain text") from None
    return comment


class FeedbackRequest(BaseModel):
    """A reader's judgement of one answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"helpful": False, "reasons": ["facts_misread"], "comment": "He is 72, not 27."}]
        },
    )

    helpful: bool
    reasons: list[Reason] = Field([], max_length=20, description="Why, by codes that can be counted.")
    comment: Annotated[str, AfterValidator(_readable)] = Field(
        "", max_length=MAX_COMMENT, description="In the reader's own words; as private as a message."
    )


class GivenReply(BaseModel):
    """Feedback as it is kept."""

    helpful: bool
    reasons: list[Reason]
    comment: str
    digest: dict[str, str] = Field(description="The digests of the answer, by which it can be made again.")


class FeedbackReply(GivenReply):
    """Feedback as it is kept, and the answer it is about."""

    model_config = example(
        helpful=True, reasons=[], comment="", digest={"rules": "sha256:…"}, answer_id="0f3c9d1e5b7a4c2d8e6f1a2b3c4d5e6f"
    )

    answer_id: str


class TurnReply(BaseModel):
    """One message and its answer."""

    turn: int = Field(description="1-based, as the evidence of facts names it.")
    at: datetime
    message: str
    answer: AnswerReply = Field(description="As it was sent, citations and digests included.")
    feedback: GivenReply | None


class ConversationReply(BaseModel):
    """A whole conversation as it was."""

    conversation_id: str
    started_at: datetime
    used_at: datetime = Field(description="When its last message was answered; it is kept for so many days from then.")
    turns: list[TurnReply]

"""A whole answer and its parts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.check import CheckReply
from api.schemas.example import example
from api.schemas.requests import Audience
from api.schemas.sources import CitationReply

Kind = Literal["indication", "information", "clarification", "out_of_scope", "no_evidence"]


class StatementReply(BaseModel):
    """One sentence or table row, with the numbers of the citations that carry it."""

    model_config = example(
        text="Indicated: X-ray of the lumbar spine, rated Usually Appropriate by ACR 2021.",
        citations=[1],
        origin="checker",
        part="lead",
    )

    text: str
    citations: list[int]
    origin: Literal["checker", "passage", "model", "fixed"]
    part: str


class QuestionReply(BaseModel):
    """A question whose answer could change the result."""

    model_config = example(
        fact="fever", text="Have you had a fever, chills or shivering?", type="bool", options=[], labels=[]
    )

    fact: str
    text: str
    type: str
    options: list[str]
    labels: list[str] = Field(description="The options in words, in the same order.")


class DroppedReply(BaseModel):
    """A sentence that its citations did not carry, and that was not sent."""

    text: str
    reason: str


class VerificationReply(BaseModel):
    """What the verifier made of the answer."""

    grounded: bool
    dropped: list[DroppedReply]


class AnswerReply(BaseModel):
    """A whole, verified answer."""

    answer_id: str
    conversation_id: str
    kind: Kind
    audience: Audience
    text: str = Field(description="Markdown with [n] markers.")
    statements: list[StatementReply]
    citations: list[CitationReply]
    check: CheckReply | None
    facts: dict[str, Any] = Field(description="All facts of the conversation, each with the words it came from.")
    questions: list[QuestionReply]
    verification: VerificationReply
    composer: str
    digest: dict[str, str]
    timing_ms: dict[str, float]

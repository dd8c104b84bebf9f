"""How the service stands, and what went wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from api.schemas.example import example


class HealthReply(BaseModel):
    """The process is alive."""

    status: Literal["alive"]


class ReadyReply(BaseModel):
    """The assistant can answer."""

    ready: bool
    digest: dict[str, str]


class FieldProblem(BaseModel):
    """One refused field."""

    field: str
    problem: str
    allowed: Any = None


class ProblemReply(BaseModel):
    """RFC 9457: what is wrong and what to do about it."""

    model_config = example(
        type="/docs#fact-refused",
        title="A fact cannot be taken",
        status=422,
        detail="age_years is 200; give a number from 0 to 120 (year).",
        action="Mend the field named; GET /v1/facts lists all.",
        errors=[
            {
                "field": "facts.age_years",
                "problem": "age_years is 200; give a number from 0 to 120 (year).",
                "allowed": {"minimum": 0, "maximum": 120, "unit": "year"},
            }
        ],
    )

    type: str
    title: str
    status: int
    detail: str
    action: str
    errors: list[FieldProblem] = []

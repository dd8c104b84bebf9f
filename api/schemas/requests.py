"""What is sent to the API."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: A message may be 20,000 characters; in UTF-8 with every character escaped that is 240,000 bytes.
MAX_BODY_BYTES = 256_000

Audience = Literal["clinician", "patient"]

_EXAMPLE = "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?"


class ChatRequest(BaseModel):
    """A message about a patient, or a question about the guidance."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"message": _EXAMPLE}]})

    message: str = Field(description="Plain text, up to 20,000 characters.")
    conversation_id: str | None = Field(
        None, max_length=200, description="As an earlier answer gave it; leave it out to start a new conversation."
    )
    audience: Audience | None = Field(
        None,
        description="Whom the wording is for: as before if left out, a clinician at first. The verdict is the same.",
    )
    facts: dict[str, Any] | None = Field(None, description="Facts that are known for certain; they win over the text.")


class CheckRequest(BaseModel):
    """Facts about a patient, without any text."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"facts": {"age_years": 72, "osteoporosis": True}}]}
    )

    facts: dict[str, Any] = Field(description="What is known. A missing fact is unknown, never absent.")
    guidelines: list[str] | None = Field(None, description="Only these documents' rules; all of them if left out.")
    audience: Audience = Field("clinician", description="Whom the questions are worded for.")

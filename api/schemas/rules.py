"""Rules, as lists and whole."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.check import Position, Urgency, Verdict


class RuleSummaryReply(BaseModel):
    """A rule in one line."""

    id: str
    guideline: str
    use: Literal["decide", "inform"]
    kind: str
    position: Position
    urgency: Urgency | None
    statement: str


class GuidelineReply(BaseModel):
    """A document that rules come from."""

    guideline: str
    title: str
    publisher: str
    year: int | None
    edition: str | None
    status: str
    url: str | None
    decide: int = Field(description="How many of its rules can govern.")
    inform: int = Field(description="How many are shown and never govern.")


class RulesReply(BaseModel):
    """The rules, and the guidelines they come from."""

    rules: list[RuleSummaryReply]
    guidelines: list[GuidelineReply]
    digest: dict[str, str]


class GroupReply(BaseModel):
    """The group in which a deciding rule is ranked."""

    id: str
    name: str


class PhraseReply(BaseModel):
    """A condition in words; *named conditions* stand in asterisks."""

    text: str
    parts: list[PhraseReply]


class RatingReply(BaseModel):
    """A study and its rating in the guideline's words; null where it is only named."""

    procedure: str
    name: str
    modality: str
    rating: str | None
    position: Position
    imaging: bool


class YearsReply(BaseModel):
    """First and last year in force, as far as they are known."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: int | None = Field(alias="from")
    until: int | None


class EvidenceReply(BaseModel):
    """How the source was seen."""

    level: str
    meaning: str


class RuleSourceReply(BaseModel):
    """Where a rule stands; `GET /v1/sources/{document}?start=&end=` opens it."""

    document: str
    title: str
    publisher: str
    year: int | None
    section: str
    heading: str
    url: str | None
    start: int
    end: int
    quote: str


class VignetteReply(BaseModel):
    """A patient who shows the rule; near_miss and unknown are told by what sets them apart from the first."""

    kind: Literal["fires", "near_miss", "unknown"]
    patient: list[str]
    applies: str
    verdict: Verdict | None
    urgency: Urgency | None
    governing: str | None
    first_study: str | None
    facts: dict[str, Any]


class RuleReply(RuleSummaryReply):
    """One rule in words."""

    group: GroupReply | None
    scope: str
    applies: PhraseReply
    ratings: list[RatingReply]
    ratings_are_partial: bool
    adjuncts: list[str]
    strength: str | None
    timing: str | None
    edition: str | None
    status: str
    in_force: YearsReply
    evidence: EvidenceReply
    reading: str | None = Field(description="How we read the source where words left a choice.")
    source: RuleSourceReply
    vignettes: list[VignetteReply]

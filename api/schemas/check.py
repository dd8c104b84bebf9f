"""What a check gives, and the vocabulary it understands."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.example import example
from api.schemas.requests import Audience
from api.schemas.sources import CitationReply

Verdict = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "not_covered"]
Position = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "none"]
Urgency = Literal["emergency", "urgent", "routine"]


class CautionReply(BaseModel):
    """A safety fact that touches a study."""

    id: str
    level: Literal["blocked", "caution"]
    text: str
    citations: list[int]


class StudyReply(BaseModel):
    """A study on offer, best first."""

    procedure: str
    name: str
    modality: str
    region: str
    contrast: str
    position: Position
    rating: str | None
    radiation: str | None
    blocked: bool
    caution: list[CautionReply]
    recommendation: str | None
    imaging: bool
    form: str | None
    adjuncts: list[str] = Field(description="What goes with it and is no imaging, such as a blood test.")
    citations: list[int]


class FindingReply(BaseModel):
    """What one recommendation says about this patient."""

    recommendation: str
    guideline: str
    status: Literal["applies", "undetermined", "does_not_apply"]
    position: Position
    urgency: Urgency | None
    kind: str
    use: Literal["decide", "inform"]
    statement: str
    because: list[str]
    missing: list[str]
    citations: list[int]


class SideReply(BaseModel):
    """One side of a disagreement."""

    guideline: str | None
    recommendations: list[str]
    says: str
    citations: list[int]


class DisagreementReply(BaseModel):
    """Sources that differ about a patient like this."""

    id: str
    about: str
    positions: list[SideReply]
    handling: str


class MissingReply(BaseModel):
    """An unknown fact that could change the result, the most decisive first."""

    model_config = example(
        fact="cauda_equina_features",
        members=["saddle_numbness"],
        question="New bladder, bowel or saddle-sensation change?",
        could_change=["verdict", "urgency", "first_study"],
    )

    fact: str
    members: list[str]
    question: str
    could_change: list[Literal["verdict", "urgency", "first_study"]]


class AssumedReply(BaseModel):
    """An unknown fact, and the value silence was read as."""

    fact: str
    value: Any


class ExitReply(BaseModel):
    """A reason to leave the back-pain pathway; it comes before everything else."""

    id: str
    name: str
    urgency: Urgency
    text: str
    recommendations: list[str]
    citations: list[int]


class GapReply(BaseModel):
    """A region of patients that no source covers well."""

    id: str
    text: str


class PositionReply(BaseModel):
    """What one guideline by itself holds for this patient."""

    guideline: str
    position: Literal["indicated", "may_be_indicated", "deferred", "not_indicated"]
    agrees: bool | None = Field(description="Whether that is the verdict; null where nothing decides.")
    status: str
    edition: str | None
    recommendations: list[str]
    citations: list[int]


class SilentReply(BaseModel):
    """A guideline none of whose positions is about a patient like this."""

    guideline: str
    status: str
    edition: str | None


class CheckReply(BaseModel):
    """What the rules say about the facts given."""

    verdict: Verdict
    settled: bool = Field(description="No unknown fact could change verdict or urgency.")
    settled_core: bool = Field(description="The same, rare topics and safety facts taken as unremarkable.")
    urgency: Urgency | None
    governing: str | None = Field(description="The recommendation that decides.")
    governing_statement: str | None
    governing_citations: list[int]
    studies: list[StudyReply]
    all_blocked: bool = Field(description="Every study on offer is blocked: radiology must be called.")
    findings: list[FindingReply]
    disagreements: list[DisagreementReply]
    assumed: list[AssumedReply]
    together: list[AssumedReply] = Field(description="Unknown facts that only together could change the result.")
    missing: list[MissingReply]
    exits: list[ExitReply]
    gaps: list[GapReply]
    positions: list[PositionReply] = Field(description="Every guideline that speaks; those that agree first.")
    silent: list[SilentReply]
    why: list[str] = Field(description="A smallest set of stated facts that gives this verdict by itself.")
    notes: list[str]
    supposed: dict[str, Any] | None = Field(None, description="Facts a what-if added, for this answer only.")
    digest: dict[str, str]


class ChangeReply(BaseModel):
    """One fact that would have to be otherwise."""

    model_config = ConfigDict(
        serialize_by_alias=True,
        json_schema_extra={
            "examples": [{"fact": "age_years", "from": 45, "to": {"at_least": 70}, "stated": True}],
        },
    )

    fact: str
    was: Any = Field(alias="from", description="What was stated, or what silence was read as; null is unknown.")
    to: Any = Field(description="A value; for a number its limits: at_least, over, at_most, under.")
    stated: bool = Field(description="Whether it was stated.")


class AlternativeReply(BaseModel):
    """The fewest changes under which one recommendation would govern and offer the study."""

    text: str
    verdict: Literal["indicated", "may_be_indicated"]
    urgency: Urgency | None
    procedure: str
    recommendation: str
    statement: str
    changes: list[ChangeReply]
    citations: list[int]


class WhyNotReply(BaseModel):
    """What would have to be otherwise for a study."""

    study: str
    name: str
    offered: bool = Field(description="It is on offer, so nothing would have to be otherwise.")
    text: str | None = Field(description="Said in place of alternatives where there are none.")
    alternatives: list[AlternativeReply] = Field(description="The nearest first, three at most.")


class CheckedReply(CheckReply):
    """A check by itself, with the citations its numbers stand for."""

    why_not: list[WhyNotReply] | None = Field(None, description="For each study asked about.")
    citations: list[CitationReply]


class FactReply(BaseModel):
    """One fact of the vocabulary."""

    name: str
    type: Literal["bool", "number", "enum", "set"]
    tier: Literal["core", "topic", "safety"]
    definition: str
    red_flag: bool
    values: list[str]
    members: list[str]
    minimum: float | None
    maximum: float | None
    unit: str | None
    unstated: Any = Field(description="What silence is read as; null stays unknown.")
    why_unstated: str
    question: dict[Audience, str]


class FactsReply(BaseModel):
    """The closed vocabulary, in the order in which to ask."""

    facts: list[FactReply]
    blanket_no_red_flags: dict[str, Any] = Field(description='What a plain "no red flags" sets.')

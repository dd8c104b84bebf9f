"""The shapes that go over HTTP, as OpenAPI shows them. The assistant makes the answers; tests hold them to these."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

#: A message may be 20,000 characters; in UTF-8 with every character escaped that is 240,000 bytes.
MAX_BODY_BYTES = 256_000

Audience = Literal["clinician", "patient"]
Verdict = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "not_covered"]
Position = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "none"]
Urgency = Literal["emergency", "urgent", "routine"]
Kind = Literal["indication", "information", "clarification", "out_of_scope", "no_evidence"]

_EXAMPLE = "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?"


class ChatRequest(BaseModel):
    """A message about a patient, or a question about the guidance."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"message": _EXAMPLE}]})

    message: str = Field(description="Plain text, up to 20,000 characters.")
    conversation_id: str | None = Field(
        None, max_length=200, description="As an earlier answer gave it; leave it out to start a new conversation."
    )
    audience: Audience = Field("clinician", description="Whom the wording is for. The verdict is the same for both.")
    facts: dict[str, Any] | None = Field(None, description="Facts that are known for certain; they win over the text.")


class CheckRequest(BaseModel):
    """Facts about a patient, without any text."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"facts": {"age_years": 72, "osteoporosis": True}}]}
    )

    facts: dict[str, Any] = Field(description="What is known. A missing fact is unknown, never absent.")
    guidelines: list[str] | None = Field(None, description="Only these documents' rules; all of them if left out.")
    audience: Audience = Field("clinician", description="Whom the questions are worded for.")


def _example(**fields: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


class CitationReply(BaseModel):
    """A quoted stretch of a document: `quote` is its text from `start` to `end`, character for character."""

    model_config = _example(
        n=1,
        document="acr-lbp-2021",
        title="ACR Appropriateness Criteria: Low Back Pain - 2021 update",
        publisher="American College of Radiology",
        year=2021,
        status="current",
        section="Variant 6",
        url="https://acsearch.acr.org/list",
        passage="acr-lbp-2021/v6#1",
        start=4310,
        end=4374,
        quote="| Radiography lumbar spine | Usually Appropriate | ☢☢☢ | ☢☢ |",
    )

    n: int
    document: str
    title: str
    publisher: str
    year: int | None
    status: str
    section: str
    url: str | None
    passage: str
    start: int
    end: int
    quote: str


class StatementReply(BaseModel):
    """One sentence or table row, with the numbers of the citations that carry it."""

    model_config = _example(
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

    model_config = _example(fact="fever", text="Have you had a fever, chills or shivering?", type="bool", options=[])

    fact: str
    text: str
    type: str
    options: list[str]


class DroppedReply(BaseModel):
    """A sentence that its citations did not carry, and that was not sent."""

    text: str
    reason: str


class VerificationReply(BaseModel):
    """What the verifier made of the answer."""

    grounded: bool
    dropped: list[DroppedReply]


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

    model_config = _example(
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
    why: list[str] = Field(description="A smallest set of stated facts that gives this verdict by itself.")
    notes: list[str]
    supposed: dict[str, Any] | None = Field(None, description="Facts a what-if added, for this answer only.")
    digest: dict[str, str]


class CheckedReply(CheckReply):
    """A check by itself, with the citations its numbers stand for."""

    citations: list[CitationReply]


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


class ProvenanceReply(BaseModel):
    """Where a document comes from."""

    document: str
    title: str
    publisher: str
    year: int | None
    edition: str | None
    status: str
    status_note: str | None
    country: str | None
    population: str | None
    url: str | None
    origin: Literal["restatement", "user"]
    characters: int
    sha256: str


class SourcesReply(BaseModel):
    """Every document that can be cited."""

    documents: list[ProvenanceReply]
    digest: dict[str, str]


class SourceReply(ProvenanceReply):
    """A stretch of a document with the text around it: `text[start-offset:end-offset]` is what was asked for."""

    section: str
    text: str
    offset: int
    start: int
    end: int


class HitReply(BaseModel):
    """A passage found, citable as it stands."""

    document: str
    title: str
    publisher: str
    year: int | None
    status: str
    section: str
    url: str | None
    passage: str
    start: int
    end: int
    quote: str
    score: float
    similarity: float = Field(description="Cosine of query and passage.")
    lexical: float = Field(description="BM25 score.")


class SearchReply(BaseModel):
    """Passages, best first."""

    hits: list[HitReply]
    digest: dict[str, str]


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

    model_config = _example(
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

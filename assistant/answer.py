"""The answer object of the contract, section 3: one shape for API, widget, Slack, CLI and evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.patient import PatientFacts

Kind = Literal["indication", "information", "clarification", "out_of_scope", "no_evidence"]
Origin = Literal["checker", "passage", "model", "fixed"]


@dataclass(frozen=True)
class Citation:
    """A quoted span: `quote == document_text[start:end]`, character for character."""

    n: int
    document: str
    title: str
    publisher: str
    year: int | None
    status: str
    section: str
    """The section's heading, as a reader sees it."""
    url: str | None
    passage: str
    """The passage's id: `document/section#n`."""
    start: int
    end: int
    quote: str
    page: int | None = None
    """Of the user's own file, where that has pages."""

    def to_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Statement:
    """One sentence or table row of an answer, with the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    origin: Origin
    part: str = ""
    """Where it belongs in the answer: safety, exit, lead, study, why, change, caution, disagreement, gap, advice,
    guideline, supposing, information."""

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "citations": list(self.citations), "origin": self.origin, "part": self.part}


@dataclass(frozen=True)
class Question:
    """A question put to the user, and how a front end may offer the reply."""

    fact: str
    text: str
    type: str = "bool"
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The options in words, in the same order: beside "MRI safety" a bare "yes" would read as its opposite."""

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "text": self.text, "type": self.type, "options": list(self.options),
                "labels": list(self.labels)}  # fmt: skip


@dataclass(frozen=True)
class Verification:
    """What the verifier made of the draft."""

    grounded: bool
    dropped: tuple[Mapping[str, Any], ...] = ()
    """Each `{"text", "reason"}` of a statement that was not sent."""

    def to_json(self) -> dict[str, Any]:
        return {"grounded": self.grounded, "dropped": [dict(item) for item in self.dropped]}


@dataclass(frozen=True)
class Answer:
    """A whole, verified answer."""

    answer_id: str
    conversation_id: str
    kind: Kind
    text: str
    """Markdown with [n] markers."""
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    check: Mapping[str, Any] | None
    """The check as JSON (the contract, section 2), its citation numbers those of this answer."""
    facts: PatientFacts
    questions: tuple[Question, ...]
    verification: Verification
    composer: str
    digest: Mapping[str, str]
    audience: str
    timing_ms: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "answer_id": self.answer_id,
            "conversation_id": self.conversation_id,
            "kind": self.kind,
            "audience": self.audience,
            "text": self.text,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "check": self.check,
            "facts": self.facts.to_json(),
            "questions": [question.to_json() for question in self.questions],
            "verification": self.verification.to_json(),
            "composer": self.composer,
            "digest": dict(self.digest),
            "timing_ms": dict(self.timing_ms),
        }

"""What a check gives: the verdict, what it rests on, and what it does not know. Shapes: the contract, section 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Position = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "none"]
Verdict = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "not_covered"]
Urgency = Literal["emergency", "urgent", "routine"]
FindingStatus = Literal["applies", "undetermined", "does_not_apply"]


@dataclass(frozen=True)
class Source:
    """Where a finding stands in the corpus: `document.text[start:end] == quote`."""

    document: str
    section: str
    start: int
    end: int
    quote: str


#: Gives the number under which an answer lists a source; numbers start at 1 in order of first use.
Numbering = Callable[[Source], int]


@dataclass(frozen=True)
class Caution:
    """A safety fact that touches a study."""

    id: str
    level: Literal["blocked", "caution"]
    text: str
    sources: tuple[Source, ...]

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {"id": self.id, "level": self.level, "text": self.text, "citations": [number(s) for s in self.sources]}


@dataclass(frozen=True)
class Study:
    """An imaging study on offer, as rated by one recommendation."""

    procedure: str
    name: str
    modality: str
    region: str
    contrast: str
    position: Position
    rating: str | None
    """In the guideline's own words; None where it names the study without rating it."""
    radiation: str | None
    """The guideline's radiation level, for a child if the patient is one."""
    blocked: bool
    cautions: tuple[Caution, ...]
    recommendation: str | None
    """The recommendation that rates it; None for a study of an exit."""
    sources: tuple[Source, ...]
    imaging: bool = True
    form: str | None = None
    """For an "area of interest" study, the procedure it means at the one level that hurts."""
    adjuncts: tuple[str, ...] = ()
    """Names of what goes with it and is no imaging, such as a blood test."""

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {
            "procedure": self.procedure,
            "name": self.name,
            "modality": self.modality,
            "region": self.region,
            "contrast": self.contrast,
            "position": self.position,
            "rating": self.rating,
            "radiation": self.radiation,
            "blocked": self.blocked,
            "caution": [caution.to_json(number) for caution in self.cautions],
            "recommendation": self.recommendation,
            "imaging": self.imaging,
            "form": self.form,
            "adjuncts": list(self.adjuncts),
            "citations": [number(source) for source in self.sources],
        }


@dataclass(frozen=True)
class Finding:
    """One recommendation's status for this patient, on what was stated alone."""

    recommendation: str
    guideline: str
    status: FindingStatus
    position: Position
    urgency: Urgency | None
    kind: str
    use: Literal["decide", "inform"]
    group: str | None
    statement: str
    because: tuple[str, ...]
    """The stated facts that made the condition true or false, as `fact` or `set.member`."""
    missing: tuple[str, ...]
    """The unknown facts on which an undetermined condition hangs."""
    source: Source

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {
            "recommendation": self.recommendation,
            "guideline": self.guideline,
            "status": self.status,
            "position": self.position,
            "urgency": self.urgency,
            "kind": self.kind,
            "use": self.use,
            "statement": self.statement,
            "because": list(self.because),
            "missing": list(self.missing),
            "citations": [number(self.source)],
        }


@dataclass(frozen=True)
class Side:
    """One side of a disagreement. `guideline` is None for a source that is no guideline of the corpus."""

    guideline: str | None
    recommendations: tuple[str, ...]
    says: str
    sources: tuple[Source, ...]

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {"guideline": self.guideline, "recommendations": list(self.recommendations), "says": self.says,
                "citations": [number(source) for source in self.sources]}  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    """A listed conflict between sources that touches this patient."""

    id: str
    about: str
    sides: tuple[Side, ...]
    handling: str

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {"id": self.id, "about": self.about, "positions": [side.to_json(number) for side in self.sides],
                "handling": self.handling}  # fmt: skip


@dataclass(frozen=True)
class Exit:
    """A reason to leave the back-pain pathway; it comes first in every answer."""

    id: str
    name: str
    urgency: Urgency
    text: str
    recommendations: tuple[str, ...]
    sources: tuple[Source, ...]

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "urgency": self.urgency, "text": self.text,
                "recommendations": list(self.recommendations),
                "citations": [number(source) for source in self.sources]}  # fmt: skip


@dataclass(frozen=True)
class MissingFact:
    """An unknown fact whose answer could change the result."""

    fact: str
    """The fact's name; a set is named without a member."""
    members: tuple[str, ...]
    """For a set: the members that could change the result."""
    could_change: tuple[Literal["verdict", "urgency", "first_study"], ...]
    worst_urgency: Urgency | None
    """The most urgent result that one of its answers leads to."""

    def to_json(self, question: str) -> dict[str, Any]:
        return {"fact": self.fact, "members": list(self.members), "question": question,
                "could_change": list(self.could_change)}  # fmt: skip


@dataclass(frozen=True)
class AssumedFact:
    """An unknown fact that the verdict or urgency hangs on, and the value silence was read as."""

    fact: str
    value: Any

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "value": self.value}


@dataclass(frozen=True)
class Gap:
    """A region of patients that no source covers well, and what we do there."""

    id: str
    text: str


@dataclass(frozen=True)
class GuidelinePosition:
    """What one guideline by itself holds for this patient, silence read as in the default completion."""

    guideline: str
    position: Position
    agrees: bool | None
    """Whether that is the verdict; None where no recommendation decides, so that there is nothing to agree with."""
    status: str
    edition: str | None
    recommendations: tuple[str, ...]
    """Those that hold it and apply, the one that speaks first in front."""
    sources: tuple[Source, ...]

    def to_json(self, number: Numbering) -> dict[str, Any]:
        return {"guideline": self.guideline, "position": self.position, "agrees": self.agrees, "status": self.status,
                "edition": self.edition, "recommendations": list(self.recommendations),
                "citations": [number(source) for source in self.sources]}  # fmt: skip


@dataclass(frozen=True)
class SilentGuideline:
    """A guideline none of whose positions is about a patient like this."""

    guideline: str
    status: str
    edition: str | None

    def to_json(self) -> dict[str, Any]:
        return {"guideline": self.guideline, "status": self.status, "edition": self.edition}


@dataclass(frozen=True)
class CheckResult:
    """The whole result of one check. The same facts and rules give the same result, field by field."""

    verdict: Verdict
    urgency: Urgency | None
    settled: bool
    """No completion of the unknown facts changes verdict or urgency."""
    settled_core: bool
    """The same with unknown topic and safety facts held at their unstated values."""
    governing: str | None
    studies: tuple[Study, ...]
    findings: tuple[Finding, ...]
    """All that apply or are undetermined, in rule-file order (and, on request, those that do not apply)."""
    disagreements: tuple[Disagreement, ...]
    assumed: tuple[AssumedFact, ...]
    missing: tuple[MissingFact, ...]
    together: tuple[AssumedFact, ...]
    """Not settled although no single answer changes verdict or urgency: facts whose answers together do."""
    exits: tuple[Exit, ...]
    gaps: tuple[Gap, ...]
    why: tuple[str, ...]
    """A smallest set of stated facts that gives this verdict and urgency by itself."""
    governing_source: Source | None
    governing_statement: str | None
    digest: str
    """`sha256:…` over the rules."""
    all_blocked: bool = False
    """Every study on offer is blocked: radiology must be called, nothing is rated as fine."""
    notes: tuple[str, ...] = field(default=())
    positions: tuple[GuidelinePosition, ...] = ()
    """Every guideline that speaks; those that agree with the verdict first."""
    silent: tuple[SilentGuideline, ...] = ()

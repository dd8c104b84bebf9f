"""What is known about a patient: three-valued facts, each with the words it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.vocabulary import FactValue, load_vocabulary

EvidenceStatus = Literal["stated", "confirmed", "corrected"]


@dataclass(frozen=True)
class Evidence:
    """A fact's value (or a set member's) and where it was said.

    `quote == turn_text[start:end]` in the message of turn `turn` (1-based). A `confirmed` value was set through the
    API or the fact panel and has no quote.
    """

    value: bool | int | float | str
    """A whole number stays one: 72 is not read back as 72.0."""
    status: EvidenceStatus = "stated"
    turn: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None

    def to_json(self) -> dict[str, Any]:
        if self.quote is None:
            return {"value": self.value, "status": self.status}
        return {"value": self.value, "status": self.status, "turn": self.turn, "start": self.start, "end": self.end,
                "quote": self.quote}  # fmt: skip


@dataclass(frozen=True)
class PatientFacts:
    """Facts by key. A key is a fact's name, or `set.member` for one member of a set; what is absent is unknown."""

    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @classmethod
    def confirmed(cls, facts: object) -> PatientFacts:
        """Facts given as plain values, as through `POST /v1/chat {"facts": …}`.

        Raises:
            FactError: see `Vocabulary.parse`.
        """
        parsed = load_vocabulary().parse(facts)
        return cls({key: Evidence(value, "confirmed") for key, value in _flat(parsed)})

    def __bool__(self) -> bool:
        return bool(self.evidence)

    def values(self) -> dict[str, FactValue]:
        """The plain values, sets as `{member: truth}`, in vocabulary order: what the checker reads."""
        result: dict[str, FactValue] = {}
        for name, definition in load_vocabulary().facts.items():
            if definition.type == "set":
                members = {m: bool(self.evidence[f"{name}.{m}"].value) for m in definition.members
                           if f"{name}.{m}" in self.evidence}  # fmt: skip
                if members:
                    result[name] = members
            elif name in self.evidence:
                result[name] = self.evidence[name].value
        return result

    def updated(self, later: PatientFacts, *, forget: frozenset[str] = frozenset()) -> PatientFacts:
        """These facts overlaid by `later`; keys in `forget` are dropped first. Neither is changed."""
        kept = {key: value for key, value in self.evidence.items() if key not in forget}
        return PatientFacts({**kept, **later.evidence})

    def to_json(self) -> dict[str, Any]:
        """The shape of the contract, section 1: evidence per fact, and per member of a set."""
        result: dict[str, Any] = {}
        for name, definition in load_vocabulary().facts.items():
            if definition.type == "set":
                members = {m: self.evidence[f"{name}.{m}"].to_json() for m in definition.members
                           if f"{name}.{m}" in self.evidence}  # fmt: skip
                if members:
                    result[name] = members
            elif name in self.evidence:
                result[name] = self.evidence[name].to_json()
        return result


def _flat(facts: Mapping[str, FactValue]) -> Iterator[tuple[str, bool | float | str]]:
    for name, value in facts.items():
        if isinstance(value, dict):
            for member, truth in value.items():
                yield f"{name}.{member}", truth
        else:
            yield name, value

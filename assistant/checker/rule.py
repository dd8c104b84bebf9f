"""What a rule file says, as records: rules, procedures, exits, cautions, conflicts, gaps, and the policy among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.checker.condition import Condition
from assistant.checker.result import Position, Side, Source, Urgency

Use = Literal["decide", "inform"]

#: Most urgent first; None is no urgency at all.
URGENCIES: tuple[Urgency | None, ...] = ("emergency", "urgent", "routine", None)
POSITIONS: tuple[Position, ...] = ("indicated", "may_be_indicated", "deferred", "not_indicated", "none")
#: Positions under which a recommendation offers studies of its own.
OFFERING: frozenset[Position] = frozenset({"indicated", "may_be_indicated", "deferred"})


@dataclass(frozen=True)
class Procedure:
    """A study or step that a guideline can name."""

    id: str
    name: str
    modality: str
    region: str
    imaging: bool
    ionising: bool
    contrast: str
    route: str | None
    radiation_adult: str | None
    radiation_child: str | None
    loinc: str | None
    at: Mapping[str, str]
    """For an area-of-interest study: the procedure that it means at a level (`lumbar`, `thoracic`)."""
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class RatedStudy:
    """One row of a recommendation: a study, its rating in the guideline's words, and what that means here."""

    procedure: Procedure
    position: Position
    rating: str | None
    source: Source


@dataclass(frozen=True)
class Rule:
    """One recommendation of one guideline."""

    id: str
    guideline: str
    kind: str
    use: Use
    group: str | None
    position: Position
    urgency: Urgency | None
    statement: str
    condition: Condition
    """The guideline's scope (or the rule's own) and its `when`."""
    scope: Condition
    when: Condition
    rows: tuple[RatedStudy, ...]
    """Every study it names, as in the file: by rating, table order within a rating."""
    adjuncts: tuple[Procedure, ...]
    """What goes with the study and is no imaging."""
    source: Source
    edition: str | None
    in_force: tuple[int | None, int | None]
    """First and last year; None where open or not known."""
    where: str
    evidence: str
    """How the source was seen: publisher, copy, scrape, ..."""
    mapping_note: str
    file: str
    line: int
    strength: str | None = None
    timing: str | None = None
    table_is_partial: bool = False

    @property
    def decides(self) -> bool:
        """Whether it can govern."""
        return self.use == "decide" and self.position != "none"

    @property
    def names_a_test(self) -> bool:
        """Whether the source says which study, imaging or not."""
        return bool(self.rows)

    @property
    def offers(self) -> tuple[RatedStudy, ...]:
        """The imaging studies it offers, best rating first."""
        if self.position not in OFFERING:
            return ()
        rows = [row for row in self.rows if row.procedure.imaging and row.position in OFFERING]
        # Python's sort is stable, so studies rated alike keep the order of the table.
        return tuple(sorted(rows, key=_grade))


def _grade(row: RatedStudy) -> tuple[int, int]:
    # The older scale rates from 9 down to 1, with letters for footnotes.
    score = int(row.rating[0]) if row.rating and row.rating[0].isdigit() else 0
    return POSITIONS.index(row.position), -score


@dataclass(frozen=True)
class ExitRule:
    """A reason to leave the back-pain pathway."""

    id: str
    name: str
    urgency: Urgency
    when: Condition
    studies: tuple[RatedStudy, ...]
    recommendations: tuple[str, ...]
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class CautionRule:
    """A safety fact and the procedures it touches."""

    id: str
    level: Literal["blocked", "caution"]
    when: Condition
    applies_to: Mapping[str, object]
    text: str
    sources: tuple[Source, ...]

    def touches(self, procedure: Procedure) -> bool:
        """Whether every filter fits: modality, contrast, route, ionising, and not of `modality_not`."""
        fits = {
            "modality": procedure.modality,
            "contrast": procedure.contrast,
            "route": procedure.route,
        }
        for key, wanted in self.applies_to.items():
            if key == "ionising":
                if procedure.ionising is not wanted:
                    return False
            elif isinstance(wanted, tuple) and (procedure.modality in wanted if key == "modality_not"
                                                else fits[key] not in wanted):  # fmt: skip
                return False
        return True


@dataclass(frozen=True)
class ConflictRule:
    """A known difference between sources; `when` is None if it is only worth knowing."""

    id: str
    about: str
    when: Condition | None
    sides: tuple[Side, ...]
    handling: str


@dataclass(frozen=True)
class GapRule:
    """A region of patients that no source covers well."""

    id: str
    text: str
    when: Condition


@dataclass(frozen=True)
class PrecedenceGroup:
    """A rank among deciding rules: the governing one comes from the first group in which any applies."""

    group: str
    name: str
    urgency: Urgency | None
    why: str


@dataclass(frozen=True)
class DerivedFact:
    """A named condition over facts; one with `cases` is true of exactly one of them."""

    name: str
    definition: str
    cases: Mapping[str | bool, Condition]
    """For a yes/no fact, the single case True."""


@dataclass(frozen=True)
class Edition:
    """Which edition of a guideline is held, and how it stands."""

    edition: str | None
    status: str


@dataclass(frozen=True)
class RuleBase:
    """Every rule, and what ranks them."""

    rules: tuple[Rule, ...]
    """In rule-file order."""
    procedures: Mapping[str, Procedure]
    exits: tuple[ExitRule, ...]
    cautions: tuple[CautionRule, ...]
    conflicts: tuple[ConflictRule, ...]
    gaps: tuple[GapRule, ...]
    precedence: tuple[PrecedenceGroup, ...]
    guidelines: tuple[str, ...]
    """Every guideline, in file order; some have no rule."""
    editions: Mapping[str, Edition]
    """Of every guideline that has rules."""
    guideline_priority: tuple[str, ...]
    derived: Mapping[str, DerivedFact]
    params: Mapping[str, float]
    digest: str
    """`sha256:…` over rule files, vocabulary and settings."""

    def ranked(self) -> tuple[Rule, ...]:
        """The rules that can govern, the one that wins first.

        Source: contract, section 2, "verdict": by group, then guideline priority, then file order.
        """
        group = {each.group: i for i, each in enumerate(self.precedence)}
        priority = {name: i for i, name in enumerate(self.guideline_priority)}
        last = len(priority)
        deciding = [rule for rule in self.rules if rule.decides]
        return tuple(sorted(deciding, key=lambda r: (group[r.group or ""], priority.get(r.guideline, last))))

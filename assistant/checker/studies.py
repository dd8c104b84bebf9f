"""Which studies are on offer, in which order, and what stands in their way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from assistant.checker.condition import State
from assistant.checker.result import Caution, Study, Urgency
from assistant.checker.rule import URGENCIES, CautionRule, ExitRule, RatedStudy, Rule


def offered(
    rule: Rule | None, urgency: Urgency | None, exits: Sequence[ExitRule]
) -> Iterator[tuple[RatedStudy, Rule | None]]:
    """The studies on offer, the first choice first, each with the rule that rates it (None for an exit's).

    Those of a fired exit come first if it is at least as urgent as the governing rule, else last.

    Args:
        rule: The rule whose studies are offered.
        urgency: The governing rule's.
        exits: Those that fired.
    """
    own = [(row, rule) for row in rule.offers] if rule else []
    before = [each for each in exits if URGENCIES.index(each.urgency) <= URGENCIES.index(urgency)]
    after = [each for each in exits if each not in before]
    rows: list[tuple[RatedStudy, Rule | None]] = [
        *((row, None) for each in before for row in each.studies),
        *own,
        *((row, None) for each in after for row in each.studies),
    ]
    seen: set[str] = set()
    for row, source in rows:
        if row.procedure.id not in seen:
            seen.add(row.procedure.id)
            yield row, source


def first_open(
    rule: Rule | None, urgency: Urgency | None, exits: Sequence[ExitRule], blocking: Collection[CautionRule]
) -> str | None:
    """The first study on offer that nothing blocks; None where all are blocked or none is on offer."""
    for row, _ in offered(rule, urgency, exits):
        if not any(caution.touches(row.procedure) for caution in blocking):
            return row.procedure.id
    return None


def as_study(
    row: RatedStudy, rule: Rule | None, cautions: Sequence[CautionRule], state: State, *, child: bool
) -> Study:
    """A study on offer with the cautions that touch it.

    Args:
        cautions: Those whose condition is true.
        state: What was stated; a study of an area of interest takes its form from the one level that hurts.
        child: Whether the patient is one, for the radiation level.
    """
    procedure = row.procedure
    touching = [caution for caution in cautions if caution.touches(procedure)]
    levels = [form for level, form in procedure.at.items() if state.get(f"pain_sites.{level}")]
    return Study(
        procedure=procedure.id,
        name=procedure.name,
        modality=procedure.modality,
        region=procedure.region,
        contrast=procedure.contrast,
        position=row.position,
        rating=row.rating,
        radiation=procedure.radiation_child if child else procedure.radiation_adult,
        blocked=any(caution.level == "blocked" for caution in touching),
        cautions=tuple(Caution(each.id, each.level, each.text, each.sources) for each in touching),
        recommendation=rule.id if rule else None,
        sources=(row.source,),
        imaging=procedure.imaging,
        form=levels[0] if len(levels) == 1 else None,
        adjuncts=tuple(each.name for each in rule.adjuncts) if rule else (),
    )

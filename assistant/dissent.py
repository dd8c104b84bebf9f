"""Who disagrees: the sides of the known conflicts that touch this patient, in the sources' own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.checker import CheckResult, Disagreement, Rule, Side, Source
from assistant.draft import DraftStatement
from assistant.labels import Labels
from assistant.phrases import sentence
from assistant.wording import Wording

#: How many conflicts, and sides of one beside the answer's own, are told; the check holds all.
_MOST_CONFLICTS, _MOST_SIDES = 2, 2
_HISTORIC = frozenset({"historic", "superseded"})


def dissent(
    result: CheckResult, rules: Mapping[str, Rule], labels: Labels, wording: Wording
) -> Iterator[DraftStatement]:
    """For a clinician each other side with its edition and status; a patient reads that advice differs."""
    told: set[Source] = {result.governing_source} if result.governing_source else set()
    conflicts = 0
    for conflict in result.disagreements:
        sides = [side for side in _others(conflict, result, rules, labels) if side.sources[0] not in told]
        if not sides or conflicts == _MOST_CONFLICTS:
            continue
        conflicts += 1
        if wording.audience == "patient":
            sources = tuple(dict.fromkeys((*told, *(side.sources[0] for side in sides))))
            yield DraftStatement(wording.say("differs"), sources, "checker", "disagreement")
            return
        for side in sides[:_MOST_SIDES]:
            source = side.sources[0]
            told.add(source)
            label = labels.with_status(source.document)
            text = wording.say("differs", label=label, statement=sentence(source.quote))
            yield DraftStatement(text, (source,), "checker", "disagreement")


def _others(conflict: Disagreement, result: CheckResult, rules: Mapping[str, Rule], labels: Labels) -> list[Side]:
    """The sides with a source that take another position than the verdict, those in force first.

    Where all take the same (they differ in speed, region or contrast), the sides of other guidelines.
    """
    sides = [side for side in conflict.sides if side.sources and result.governing not in side.recommendations]
    if not any(result.governing in side.recommendations for side in conflict.sides):
        own = (result.governing or "").partition("/")[0]
        sides = [side for side in sides if side.guideline != own]
    differing = [side for side in sides if _positions(side, rules) - {result.verdict, "none"}]
    return sorted(differing or sides, key=lambda side: labels.documents[side.sources[0].document].status in _HISTORIC)


def _positions(side: Side, rules: Mapping[str, Rule]) -> set[str]:
    return {rules[each].position for each in side.recommendations if each in rules}

"""What each guideline by itself holds for a patient, beside the verdict: who agrees, who differs, who is silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.checker.condition import Memo, State
from assistant.checker.result import GuidelinePosition, SilentGuideline, Verdict
from assistant.checker.rule import URGENCIES, Rule, RuleBase


class Speakers:
    """The guidelines that hold a position of their own, and the order in which their recommendations speak."""

    def __init__(self, base: RuleBase) -> None:
        self._editions = base.editions
        groups = {each.group: i for i, each in enumerate(base.precedence)}

        def rank(rule: Rule) -> tuple[int, int]:
            # Groups are in order of urgency; among those without one, that only inform, the more urgent speaks first.
            # The sort is stable, so rules ranked alike keep the order of their file.
            return groups[rule.group] if rule.group else len(groups), URGENCIES.index(rule.urgency)

        self._rules: Mapping[str, tuple[Rule, ...]] = {
            guideline: tuple(sorted(spoken, key=rank))
            for guideline in base.guidelines
            if (spoken := [r for r in base.rules if r.guideline == guideline and r.position != "none"])
        }

    def of(
        self, completion: State, memo: Memo, verdict: Verdict, governing: Rule | None, chosen: Collection[str] | None
    ) -> tuple[tuple[GuidelinePosition, ...], tuple[SilentGuideline, ...]]:
        """Positions, those that agree before those that differ and the governing guideline first; and who is silent.

        A guideline's position is that of the first of its recommendations that applies in the default completion, by
        group, then by file order, whether it decides or informs.

        Args:
            chosen: Only these guidelines; None for all.
        """
        speaking, silent = [], []
        for guideline, rules in self._rules.items():
            if chosen is not None and guideline not in chosen:
                continue
            edition = self._editions[guideline]
            applying = [rule for rule in rules if rule.condition.truth(completion, memo)]
            if not applying:
                silent.append(SilentGuideline(guideline, edition.status, edition.edition))
                continue
            first = applying[0]
            same = [rule for rule in applying if rule.position == first.position]
            speaking.append(
                GuidelinePosition(
                    guideline=guideline,
                    position=first.position,
                    agrees=None if verdict == "not_covered" else first.position == verdict,
                    status=edition.status,
                    edition=edition.edition,
                    recommendations=tuple(rule.id for rule in same),
                    sources=tuple(rule.source for rule in same),
                )
            )
        leader = governing.guideline if governing else None
        speaking.sort(key=lambda each: (not each.agrees, each.guideline != leader))
        return tuple(speaking), tuple(silent)

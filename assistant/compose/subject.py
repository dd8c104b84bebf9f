"""What an answer about a patient is about: the check, the facts behind it, and the words to tell them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.checker import CheckResult, Gap, Rule, Source, Study
from assistant.checker.condition import Condition
from assistant.checker.space import unstated_state
from assistant.compose.labels import Labels
from assistant.draft import DraftStatement
from assistant.patient import PatientFacts
from assistant.vocabulary import load_vocabulary
from assistant.wording import Wording


@dataclass(frozen=True)
class Subject:
    """One result to be told to one audience."""

    result: CheckResult
    facts: PatientFacts
    wording: Wording
    labels: Labels
    rules: Mapping[str, Rule]
    """Every rule by id."""
    asked: Sequence[str] = ()
    """Modalities asked about, in order of mention."""
    declined: Sequence[str] = ()
    """Facts that the user could not tell when asked."""
    gaps: Mapping[str, Condition] = field(default_factory=dict)
    """When each listed gap in the guidance is one, by id."""

    @cached_property
    def rule(self) -> Rule | None:
        """The governing recommendation."""
        return self.rules.get(self.result.governing or "")

    @cached_property
    def own(self) -> tuple[Study, ...]:
        """The studies on offer, without those of an exit."""
        return tuple(study for study in self.result.studies if study.recommendation is not None)

    @cached_property
    def first(self) -> Study | None:
        """The best study that nothing blocks."""
        return next((study for study in self.own if not study.blocked), None)

    @property
    def for_patient(self) -> bool:
        return self.wording.audience == "patient"

    @property
    def emergency(self) -> bool:
        return self.result.urgency == "emergency"

    @property
    def elsewhere(self) -> bool:
        """The emergency is not in the spine: what else could be said of the spine would only stand in the way."""
        return self.emergency and any(each.urgency == "emergency" for each in self.result.exits)

    def named(self, study: Study) -> str:
        """A study in words, at the level that hurts."""
        return self.wording.studies[study.form or study.procedure]

    def unknown(self, *, core: bool) -> dict[str, tuple[str, ...]]:
        """The unknown facts that verdict or urgency hangs on, with the members in question; only core ones, or all."""
        facts = load_vocabulary()
        return {
            each.fact: each.members
            for each in self.result.missing
            if {"verdict", "urgency"} & set(each.could_change) and (facts[each.fact].tier == "core" or not core)
        }

    @cached_property
    def stated(self) -> dict[str, bool | float | str]:
        """The plain values by key."""
        return {key: evidence.value for key, evidence in self.facts.evidence.items()}

    def may_speak(self, recommendation: str) -> bool:
        """Whether nothing that was stated says that a recommendation is about other patients."""
        rule = self.rules.get(recommendation)
        return rule is not None and rule.condition.truth(self.stated, {}) is not False

    def bears(self, gap: Gap) -> bool:
        """Whether a gap touches what the verdict rests on: the stated facts that make it one have a part in it.

        A verdict against imaging, or none, rests on what is not there; any gap may bear on that.
        """
        when = self.gaps.get(gap.id)
        if when is None or self.rule is None or self.result.verdict in {"not_indicated", "deferred", "not_covered"}:
            return True
        _, counted = when.judge(unstated_state(load_vocabulary(), self.stated), {})
        # An age alone says whom a rule is about; every verdict on an adult has a part in that.
        return bool(({*counted} - {"age_years"}) & {*(self.result.why or self.because())})

    def because(self) -> list[str]:
        """The stated facts that the verdict rests on: the fewest that give it, then all that the rule counts."""
        if self.rule is None:
            return list(self.result.why)
        _, counted = self.rule.condition.judge(unstated_state(load_vocabulary(), self.stated), {})
        return list(dict.fromkeys((*self.result.why, *counted)))


def fixed(text: str, part: str) -> DraftStatement:
    """A sentence about what was said or assumed, or a safety sentence; it states no guidance."""
    return DraftStatement(text, (), "fixed", part)


def cited(text: str, sources: Iterable[Source], part: str) -> DraftStatement:
    """A sentence that the check has made, with each of its sources once."""
    return DraftStatement(text, tuple(dict.fromkeys(sources)), "checker", part)

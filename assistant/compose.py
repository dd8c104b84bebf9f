"""What a check comes to, in words: the verdict first, each sentence with the places in the corpus that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.checker import CheckResult, Rule, Source, Study
from assistant.checker.space import unstated_state
from assistant.dissent import dissent
from assistant.draft import Draft, DraftStatement
from assistant.labels import Labels
from assistant.patient import PatientFacts
from assistant.phrases import absences, assumptions, listed, reasons, sentence, them
from assistant.questions import questions
from assistant.ratings import others, rating_phrase, rows_by_modality
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import Wording, load_wording
from corpus import Corpus

#: Most urgent first.
_URGENCIES = ("emergency", "urgent", "routine", None)
#: How many reasons, cautions and gaps are told; the check holds the rest.
_MOST_REASONS, _MOST_CAUTIONS, _MOST_GAPS, _MOST_ASSUMED, _MOST_URGENT = 6, 4, 1, 4, 4
_STANDING = "hss-2009/r04-standing"
#: Regions of which a film can be taken standing.
_SPINE = frozenset({"lumbar", "thoracic", "thoracic_and_lumbar", "whole_spine", "spine", "area_of_interest"})


def compose(
    result: CheckResult,
    facts: PatientFacts,
    *,
    audience: Audience,
    studies: Sequence[str] = (),
    corpus: Corpus,
    rules: Mapping[str, Rule],
) -> Draft:
    """Say a result to a clinician or a patient; the verdict is the same for both.

    Args:
        studies: Modalities asked about, in order of mention.
        corpus: Where the sources' names and editions stand.
        rules: By id; the governing one's table says how the studies asked about are rated.
    """
    writer = _Writer(result, facts, wording=load_wording(audience), asked=studies, corpus=corpus, rules=rules)
    return Draft("indication", tuple(writer.statements()), questions(result, facts, audience))


class _Writer:
    """Writes one answer; every method yields the statements of one part."""

    def __init__(self, result: CheckResult, facts: PatientFacts, *, wording: Wording, asked: Sequence[str],
                 corpus: Corpus, rules: Mapping[str, Rule]) -> None:  # fmt: skip
        self.result = result
        self.facts = facts
        self.wording = wording
        self.asked = asked
        self.labels = Labels(corpus, wording)
        self.rules = rules
        self.rule = rules.get(result.governing or "")
        self.own = [study for study in result.studies if study.recommendation is not None]
        self.first = next((study for study in self.own if not study.blocked), None)
        self.for_patient = wording.audience == "patient"
        self.emergency = result.urgency == "emergency"
        #: The emergency is not in the spine: what else could be said of the spine would only stand in the way.
        self.elsewhere = self.emergency and any(each.urgency == "emergency" for each in result.exits)

    def statements(self) -> Iterator[DraftStatement]:
        yield from self.safety_first()
        yield from self.exits()
        yield from self.lead()
        yield from self.urgent()
        yield from self.study()
        yield from self.why()
        if not self.elsewhere:
            yield from self.change()
        yield from self.cautions()
        if not self.elsewhere and not (self.for_patient and self.emergency):
            yield from dissent(self.result, self.rules, self.labels, self.wording)
            yield from self.gaps()
        yield from self.advice()

    # Emergencies and exits

    def safety_first(self) -> Iterator[DraftStatement]:
        if not self.emergency:
            return
        from_exit = any(each.urgency == "emergency" for each in self.result.exits)
        group = self.rule.group if self.rule and self.rule.urgency == "emergency" else "exit" if from_exit else None
        name = f"emergency.{group}" if self.wording.has(f"emergency.{group}") else "emergency.default"
        yield _fixed(self.wording.say(name), "safety")

    def exits(self) -> Iterator[DraftStatement]:
        for each in self.result.exits:
            text = self.wording.say(f"exits.{each.id}") if self.wording.has(f"exits.{each.id}") else each.text
            yield DraftStatement(sentence(text), each.sources, "checker", "exit")
        tests = [study for study in self.result.studies if study.recommendation is None and study.imaging]
        test = next((study for study in tests if not study.blocked), None)
        if test:
            said = self.wording.say("exit_test", study=self.named(test))
            yield DraftStatement(said, test.sources, "checker", "study")

    def urgent(self) -> Iterator[DraftStatement]:
        if self.result.urgency == "urgent":
            yield _fixed(self.wording.say("urgent"), "safety")

    # The verdict

    def lead(self) -> Iterator[DraftStatement]:
        source = self.result.governing_source
        if source is None or self.rule is None:
            yield _fixed(self.wording.say("lead.not_covered"), "lead")
            return
        text, sources = self._verdict(source)
        if self.result.exits:
            lowered = text if text.startswith(("MRI", "CT", "X-ray")) else text[:1].lower() + text[1:]
            text = self.wording.say("spine_itself", sentence=lowered)
        yield DraftStatement(text, _unique(sources), "checker", "lead")
        if self.result.verdict in {"not_indicated", "deferred"} and not self.emergency:
            yield from self._provided(source)

    def _verdict(self, source: Source) -> tuple[str, tuple[Source, ...]]:
        """The line that says it, and what carries it."""
        label = self.labels.of(source.document)
        verdict = self.result.verdict
        if verdict == "not_indicated":
            rows = rows_by_modality(self.rule, self.asked) if self.rule else {}
            if not rows:
                return self.wording.say("lead.not_indicated_unrated", label=label), (source,)
            names = listed(self.wording.say(f"modalities.{modality}") for modality in rows)
            first_rows = [each[0] for each in rows.values()]
            region = self.wording.say(f"regions.{first_rows[0].procedure.region}")
            text = self.wording.say("lead.not_indicated", studies=f"{names} of {region}", label=label,
                                    rating=rating_phrase(first_rows[0].rating or ""))  # fmt: skip
            return text, (source, *(row.source for row in first_rows))
        if self.own and self.first is None:
            name = {"may_be_indicated": "all_blocked_maybe", "deferred": "all_blocked_deferred"}
            return self.wording.say(f"lead.{name.get(verdict, 'all_blocked')}", label=label), (source,)
        if self.first is None:
            return self.wording.say(f"lead.{verdict}_no_test", label=label), (source,)
        first = self.first
        own_label = self.labels.of(first.sources[0].document)
        if verdict == "deferred":
            return self.wording.say("lead.deferred", study=self.named(first), label=label), (source, *first.sources)
        rated = self._rating_sources(first)
        if not rated:
            text = self.wording.say(f"lead.{verdict}_unrated", study=self.named(first), label=own_label)
        else:
            text = self.wording.say(f"lead.{verdict}", study=self.named(first), label=own_label,
                                    rating=rating_phrase(first.rating or ""))  # fmt: skip
        return text, (source, *first.sources, *rated)

    def _rating_sources(self, study: Study) -> tuple[Source, ...]:
        """Where the rating's own words stand: the study's row, or a line beside it; empty if nowhere."""
        if study.rating is None:
            return ()
        if any(study.rating in source.quote for source in study.sources):
            return study.sources
        line = self.labels.line(study.sources[0], "Rated: ")
        return (line,) if line and study.rating in line.quote else ()

    def _provided(self, source: Source) -> Iterator[DraftStatement]:
        """Unknown is never silently taken as absent."""
        if self.result.settled_core:
            return
        unknown = self._unknown(core=True)
        if absent := absences(unknown, self.facts, self.wording):
            said = self.wording.say("provided", absent=listed(absent, "or"), them=them(len(absent)))
            yield DraftStatement(said, (source,), "checker", "lead")

    # What follows from it

    def study(self) -> Iterator[DraftStatement]:
        yield from self._standing()
        if self.first is not None:
            alike, lesser = others(self.own, self.first)
            if self.for_patient:
                alike = alike[:1]
            # Lesser choices matter once a better one is closed.
            if self.for_patient or not any(study.blocked for study in self.own):
                lesser = {}
            if alike:
                yield self._list("alike", alike)
            for rating, rest in lesser.items():
                yield self._list("lesser", rest, rating=rating_phrase(rating))
            if not self.for_patient:
                yield from self._adjuncts(self.first)
        yield from self._asked()

    def _list(self, name: str, studies: Sequence[Study], **words: str) -> DraftStatement:
        names = listed(self.named(study) for study in studies)
        sources = tuple(source for study in studies for source in study.sources)
        return DraftStatement(self.wording.say(name, studies=names, **words), _unique(sources), "checker", "study")

    def _standing(self) -> Iterator[DraftStatement]:
        if self.first is None or self.first.modality != "xray" or self.first.region not in _SPINE or self.emergency:
            return
        for finding in self.result.findings:
            if finding.recommendation == _STANDING and finding.status != "does_not_apply":
                label = self.labels.with_status(finding.source.document)
                yield DraftStatement(self.wording.say("standing", label=label), (finding.source,), "checker", "study")

    def _adjuncts(self, first: Study) -> Iterator[DraftStatement]:
        """What goes with the study and is no imaging, such as a blood test."""
        rule = self.rules.get(first.recommendation or "")
        line = self.labels.line(first.sources[0], "Goes with: ")
        if rule and rule.adjuncts and line:
            names = listed(self.wording.studies[each.id] for each in rule.adjuncts)
            yield DraftStatement(self.wording.say("with_it", adjuncts=names), (line,), "checker", "study")

    def _asked(self) -> Iterator[DraftStatement]:
        """A study asked about that the answer has not named yet."""
        if self.result.verdict == "not_indicated" or self.rule is None:
            return
        for modality in self.asked[:2]:
            if any(study.modality == modality for study in self.own):
                continue
            row = next((row for row in self.rule.rows if row.procedure.modality == modality), None)
            if row is not None and row.rating and row.rating in row.source.quote:
                said = self.wording.say("asked_rated", study=self.wording.studies[row.procedure.id],
                                        rating=rating_phrase(row.rating),
                                        label=self.labels.of(row.source.document))  # fmt: skip
                yield DraftStatement(said, (row.source,), "checker", "study")

    def why(self) -> Iterator[DraftStatement]:
        source = self.result.governing_source
        if source is None and not self.elsewhere:
            return
        sources = _unique([source for each in self.result.exits for source in each.sources]) if self.elsewhere else ()
        if said := reasons(self._because(), self.facts, self.wording)[:_MOST_REASONS]:
            name = "tell_them" if self.for_patient and self.emergency else "rests_on"
            text = self.wording.say(name, facts=listed(said))
            yield DraftStatement(text, sources or ((source,) if source else ()), "checker", "why")
        if source is None or self.elsewhere:
            return
        if self.for_patient:
            said_by = self.wording.say("source", label=self.labels.for_patient(source.document))
            yield DraftStatement(said_by, (source,), "checker", "why")
        else:
            statement = sentence(self.result.governing_statement or source.quote)
            text = self.wording.say("recommendation", section=self.labels.section(source), statement=statement)
            yield DraftStatement(text, (source,), "checker", "why")

    def change(self) -> Iterator[DraftStatement]:
        if self.emergency and self.for_patient:
            return
        source = self.result.governing_source
        unknown = self._unknown(core=not self.result.settled_core)
        negative = self.result.verdict in {"not_indicated", "deferred"}
        if source and not negative and not self.result.settled_core and not self.emergency:
            worse = {each.fact: each.members for each in self.result.missing
                     if each.fact in unknown and self._more_urgent(each.worst_urgency)}  # fmt: skip
            absent = absences(worse, self.facts, self.wording)
            if len(absent) > _MOST_URGENT:
                absent = [*absent[: _MOST_URGENT - 1], self.wording.say("other_red_flag")]
            if absent:
                said = self.wording.say("more_urgent", absent=listed(absent, "or"), them=them(len(absent)))
                yield _fixed(said, "change")
        if taken := assumptions(unknown, self.facts, self.wording):
            yield _fixed(self.wording.say("assumed", taken=listed(taken[:_MOST_ASSUMED])), "change")

    def cautions(self) -> Iterator[DraftStatement]:
        told: set[str] = set()
        for study in self.result.studies:
            for caution in study.cautions:
                if caution.id in told or len(told) >= _MOST_CAUTIONS:
                    continue
                told.add(caution.id)
                own = f"cautions.{caution.id}"
                text = self.wording.say(own) if self.wording.has(own) else caution.text
                said = self.wording.say(caution.level, study=self.named(study), text=sentence(text))
                yield DraftStatement(said, _unique((*caution.sources, *study.sources)), "checker", "caution")

    def gaps(self) -> Iterator[DraftStatement]:
        if self.for_patient:
            return
        for gap in self.result.gaps[:_MOST_GAPS]:
            yield _fixed(self.wording.say("gap", text=sentence(gap.text)), "gap")

    def advice(self) -> Iterator[DraftStatement]:
        """For a patient: what to ask, and what to watch for."""
        if not self.for_patient or self.emergency:
            return
        yield _fixed(self.wording.say(f"ask.{self.result.verdict}"), "advice")
        yield _fixed(self.wording.say("watch"), "advice")

    # Words

    def named(self, study: Study) -> str:
        return self.wording.studies[study.form or study.procedure]

    def _because(self) -> list[str]:
        """The stated facts that the verdict rests on: the fewest that give it, then all that the rule counts."""
        if self.rule is None:
            return list(self.result.why)
        stated = {key: evidence.value for key, evidence in self.facts.evidence.items()}
        _, counted = self.rule.condition.judge(unstated_state(load_vocabulary(), stated), {})
        return list(dict.fromkeys((*self.result.why, *counted)))

    def _unknown(self, *, core: bool) -> dict[str, tuple[str, ...]]:
        """The unknown facts that verdict or urgency hangs on, with the members in question."""
        facts = load_vocabulary()
        return {
            each.fact: each.members
            for each in self.result.missing
            if {"verdict", "urgency"} & set(each.could_change) and (facts[each.fact].tier == "core" or not core)
        }

    def _more_urgent(self, urgency: str | None) -> bool:
        return _URGENCIES.index(urgency) < _URGENCIES.index(self.result.urgency)


def _fixed(text: str, part: str) -> DraftStatement:
    return DraftStatement(text, (), "fixed", part)


def _unique(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))

"""What a check comes to, in words: the verdict first, each sentence with the places in the corpus that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.checker import CheckResult, Gap, Rule
from assistant.checker.condition import Condition
from assistant.compose.dissent import dissent
from assistant.compose.labels import Labels
from assistant.compose.offer import offer
from assistant.compose.questions import questions
from assistant.compose.ranges import ranges
from assistant.compose.subject import Subject, cited, fixed
from assistant.compose.verdict import verdict
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import absences, assumptions, listed, reasons, sentence, them
from assistant.vocabulary import Audience
from assistant.wording import load_wording
from corpus import Corpus

#: Most urgent first.
_URGENCIES = ("emergency", "urgent", "routine", None)
#: How much of each is told; the check holds the rest.
_MOST_REASONS, _MOST_CAUTIONS, _MOST_GAPS, _MOST_ASSUMED, _MOST_URGENT = 5, 4, 1, 3, 3


def compose(
    result: CheckResult,
    facts: PatientFacts,
    *,
    audience: Audience,
    studies: Sequence[str] = (),
    corpus: Corpus,
    rules: Mapping[str, Rule],
    gaps: Mapping[str, Condition] | None = None,
) -> Draft:
    """Say a result to a clinician or a patient; the verdict is the same for both.

    Args:
        studies: Modalities asked about, in order of mention.
        corpus: Where the sources' names and editions stand.
        rules: By id; the governing one's table says how the studies asked about are rated.
        gaps: When each gap is one, by id: with it a gap that has no part in the verdict is left out.
    """
    wording = load_wording(audience)
    return tell(Subject(result, facts, wording, Labels(corpus, wording), rules, studies, gaps=gaps or {}))


def tell(subject: Subject) -> Draft:
    """The same for a subject that is already put together."""
    asked = questions(subject.result, subject.facts, subject.wording.audience, subject.declined)
    return Draft("indication", tuple(_statements(subject)), asked)


def _statements(subject: Subject) -> Iterator[DraftStatement]:
    """Emergency and exits, verdict, study, why, what would change it, cautions, who disagrees, gaps, advice."""
    yield from _emergency(subject)
    yield from _exits(subject)
    yield from verdict(subject)
    if subject.result.urgency == "urgent":
        # The advice at the end sends a patient with a fever at once; the urgency must not say less.
        now = subject.stated.get("fever") is True and subject.wording.has("urgent_now")
        yield fixed(subject.wording.say("urgent_now" if now else "urgent"), "safety")
    yield from offer(subject)
    yield from _why(subject)
    if not subject.elsewhere and not (subject.for_patient and subject.emergency):
        yield from _change(subject)
    yield from _cautions(subject)
    if not subject.elsewhere and not (subject.for_patient and subject.emergency):
        yield from dissent(subject)
    if not subject.elsewhere and not subject.for_patient:
        for gap in [each for each in subject.result.gaps if subject.bears(each)][:_MOST_GAPS]:
            yield _gap(gap, subject)
    if subject.for_patient and not subject.emergency:
        yield fixed(subject.wording.say(f"ask.{subject.result.verdict}"), "advice")
        yield fixed(subject.wording.say("watch"), "advice")


def _gap(gap: Gap, subject: Subject) -> DraftStatement:
    """What no source covers well, in one sentence, with the recommendation that decides all the same."""
    first = gap.text.split(". ", maxsplit=1)[0]
    places = (subject.result.governing_source,) if subject.result.governing_source else ()
    return DraftStatement(subject.wording.say("gap", text=sentence(first)), places, "fixed", "gap")


def _emergency(subject: Subject) -> Iterator[DraftStatement]:
    if not subject.emergency:
        return
    rule = subject.rule
    group = rule.group if rule and rule.urgency == "emergency" else "exit"
    name = f"emergency.{group}" if subject.wording.has(f"emergency.{group}") else "emergency.default"
    yield fixed(subject.wording.say(name), "safety")


def _exits(subject: Subject) -> Iterator[DraftStatement]:
    for each in subject.result.exits:
        own = f"exits.{each.id}"
        text = subject.wording.say(own) if subject.wording.has(own) else each.text
        yield cited(sentence(text), each.sources, "exit")
    tests = (study for study in subject.result.studies if study.recommendation is None and study.imaging)
    if test := next((study for study in tests if not study.blocked), None):
        yield cited(subject.wording.say("exit_test", study=subject.named(test)), test.sources, "study")


def _why(subject: Subject) -> Iterator[DraftStatement]:
    """The facts it rests on, and the recommendation that decides; for an exit's emergency the facts alone."""
    result, say = subject.result, subject.wording.say
    source = result.governing_source
    places = [source] if source else []
    if subject.elsewhere:
        places = [place for each in result.exits for place in each.sources]
    if places and (said := reasons(subject.because(), subject.facts, subject.wording)[:_MOST_REASONS]):
        name = "tell_them" if subject.for_patient and subject.emergency else "rests_on"
        yield cited(say(name, facts=listed(said)), places, "why")
    if source is None or subject.elsewhere:
        return
    if subject.for_patient:
        yield cited(say("source", label=subject.labels.for_patient(source.document)), (source,), "why")
    else:
        # Where another document gives the study, the heading alone would seem to be that one's.
        apart = subject.first is not None and subject.first.sources[0].document != source.document
        section = subject.labels.of(source.document) if apart else subject.labels.section(source)
        text = say("recommendation", section=section, statement=sentence(source.quote))
        yield cited(text, (source,), "why")


def _change(subject: Subject) -> Iterator[DraftStatement]:
    """What was not told and could make it more urgent, and what was assumed."""
    result, say = subject.result, subject.wording.say
    unknown = subject.unknown(core=not result.settled_core)
    positive = result.verdict not in {"not_indicated", "deferred", "not_covered"}
    if positive and not result.settled_core and not subject.emergency:
        now = _URGENCIES.index(result.urgency)
        worse = {each.fact: each.members for each in result.missing
                 if each.fact in unknown and _URGENCIES.index(each.worst_urgency) < now}  # fmt: skip
        absent = absences(worse, subject.facts, subject.wording)
        if len(absent) > _MOST_URGENT:
            absent = [*absent[: _MOST_URGENT - 1], say("other_red_flag")]
        if absent:
            yield fixed(say("more_urgent", absent=listed(absent, "or"), them=them(len(absent))), "change")
    if result.together:
        topics = listed(str(subject.wording.facts[each.fact]["topic"]) for each in result.together)
        yield fixed(say("together", topics=topics), "change")
    if taken := assumptions(unknown, subject.facts, subject.wording):
        yield fixed(say("assumed", taken=listed(taken[:_MOST_ASSUMED])), "change")
    yield from ranges(subject)


def _cautions(subject: Subject) -> Iterator[DraftStatement]:
    """Each caution once, at the first study that it touches; those of lesser studies are left to the check."""
    told: set[str] = set()
    for study in subject.result.studies:
        lesser = study in subject.own and subject.first is not None and study.rating != subject.first.rating
        if lesser and subject.own.index(study) > subject.own.index(subject.first or study):
            break
        for caution in study.cautions:
            if caution.id in told or len(told) == _MOST_CAUTIONS:
                continue
            told.add(caution.id)
            own = f"cautions.{caution.id}"
            text = subject.wording.say(own) if subject.wording.has(own) else caution.text
            said = subject.wording.say(caution.level, study=subject.named(study), text=sentence(text))
            yield cited(said, (*caution.sources, *study.sources), "caution")

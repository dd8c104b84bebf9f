"""What goes with the study that the verdict names: how to take it, its equals, and studies asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checker import Study
from assistant.compose.ratings import others, rating_phrase
from assistant.compose.subject import Subject, cited
from assistant.draft import DraftStatement
from assistant.phrases import listed

_STANDING = "hss-2009/r04-standing"
#: Regions of which a film can be taken standing.
_SPINE = frozenset({"lumbar", "thoracic", "thoracic_and_lumbar", "whole_spine", "spine", "area_of_interest"})
_MOST_ASKED = 2


def offer(subject: Subject) -> Iterator[DraftStatement]:
    """The statements of part `study`."""
    if subject.first is not None:
        yield from _standing(subject, subject.first)
        yield from _beside(subject, subject.first)
    yield from _asked(subject)


def _standing(subject: Subject, first: Study) -> Iterator[DraftStatement]:
    if first.modality != "xray" or first.region not in _SPINE or subject.emergency:
        return
    for finding in subject.result.findings:
        if finding.recommendation == _STANDING and finding.status != "does_not_apply":
            label = subject.labels.with_status(finding.source.document)
            yield cited(subject.wording.say("standing", label=label), (finding.source,), "study")


def _beside(subject: Subject, first: Study) -> Iterator[DraftStatement]:
    """Studies rated alike, lesser ones once a better one is closed, and what is no imaging and goes with it."""
    alike, lesser = others(subject.own, first)
    if subject.for_patient:
        alike = [] if subject.emergency else alike[:1]
    if alike:
        yield _list(subject, "alike", alike)
    if subject.for_patient:
        return
    if any(study.blocked for study in subject.own):
        for rating, studies in lesser.items():
            yield _list(subject, "lesser", studies, rating=rating_phrase(rating))
    rule = subject.rules.get(first.recommendation or "")
    line = subject.labels.line(first.sources[0], "Goes with: ")
    if rule and rule.adjuncts and line:
        names = listed(subject.wording.studies[each.id] for each in rule.adjuncts)
        yield cited(subject.wording.say("with_it", adjuncts=names), (line,), "study")


def _list(subject: Subject, name: str, studies: Sequence[Study], **words: str) -> DraftStatement:
    names = listed(subject.named(study) for study in studies)
    sources = (source for study in studies for source in study.sources)
    return cited(subject.wording.say(name, studies=names, **words), sources, "study")


def _asked(subject: Subject) -> Iterator[DraftStatement]:
    """A study asked about that is not on offer: how the governing recommendation rates it."""
    if subject.rule is None or subject.result.verdict == "not_indicated":
        return
    offered = {study.modality for study in subject.own}
    for modality in subject.asked[:_MOST_ASKED]:
        row = next((row for row in subject.rule.rows if row.procedure.modality == modality), None)
        if modality not in offered and row is not None and row.rating and row.rating in row.source.quote:
            said = subject.wording.say("asked_rated", study=subject.wording.studies[row.procedure.id],
                                       rating=rating_phrase(row.rating),
                                       label=subject.labels.of(row.source.document))  # fmt: skip
            yield cited(said, (row.source,), "study")

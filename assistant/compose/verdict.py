"""The verdict in one line: whether to image, with which study, how rated and by whom, and what was not told."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checker import Source, Study
from assistant.compose.ratings import rating_phrase, rows_by_modality
from assistant.compose.subject import Subject, cited, fixed
from assistant.draft import DraftStatement
from assistant.phrases import few_absences, listed, them

#: A line and what carries it.
Line = tuple[str, tuple[Source, ...]]
#: Red flags that were not told are named up to so many; the questions and the check hold all.
_MOST_NAMED = 2
#: Where every study on offer is blocked.
_ALL_BLOCKED = {"may_be_indicated": "all_blocked_maybe", "deferred": "all_blocked_deferred"}
#: How a rating begins that puts imaging off.
_DEFER = "Defer"
#: Words that keep their capital inside a sentence.
_PROPER = ("MRI", "CT", "X-ray")


def verdict(subject: Subject) -> Iterator[DraftStatement]:
    """The line that says the verdict, and for a verdict against imaging what it is provided."""
    source = subject.result.governing_source
    if source is None:
        yield fixed(subject.wording.say("lead.not_covered"), "lead")
        return
    text, sources = _line(subject, source)
    if subject.result.exits:
        within = text if text.startswith(_PROPER) else text[:1].lower() + text[1:]
        text = subject.wording.say("spine_itself", sentence=within)
    yield cited(text, sources, "lead")
    if subject.result.verdict in {"not_indicated", "deferred"} and not subject.emergency:
        yield from _provided(subject, source)


def _line(subject: Subject, source: Source) -> Line:
    name, say = subject.result.verdict, subject.wording.say
    label = subject.labels.of(source.document)
    if name == "not_indicated":
        return _against(subject, source)
    if subject.first is None:
        blocked = _ALL_BLOCKED.get(name, "all_blocked")
        return say(f"lead.{blocked if subject.own else f'{name}_no_test'}", label=label), (source,)
    if name == "deferred":
        text = say("lead.deferred", study=subject.named(subject.first), label=label)
        return text, (source, *subject.first.sources)
    return _offering(subject, source, subject.first)


def _against(subject: Subject, source: Source) -> Line:
    """No imaging: how the studies asked about, or the usual ones, are rated."""
    say, label = subject.wording.say, subject.labels.of(source.document)
    rows = rows_by_modality(subject.rule, subject.asked) if subject.rule else {}
    if not rows:
        return say("lead.not_indicated_unrated", label=label), (source,)
    first = [each[0] for each in rows.values()]
    names = listed(say(f"modalities.{modality}") for modality in rows)
    region = say(f"regions.{first[0].procedure.region}")
    text = say("lead.not_indicated", studies=f"{names} of {region}", rating=rating_phrase(first[0].rating or ""),
               label=label)  # fmt: skip
    return text, (source, *(row.source for row in first))


def _offering(subject: Subject, source: Source, first: Study) -> Line:
    """The best open study, with its rating where the source gives one in words."""
    name, say = subject.result.verdict, subject.wording.say
    study, label = subject.named(first), subject.labels.of(first.sources[0].document)
    if name == "indicated" and subject.wording.has("lead.indicated_now") and _is_emergency(subject):
        return say("lead.indicated_now", study=study), (source, *first.sources)
    rated = _rating_sources(subject, first)
    if not rated:
        return say(f"lead.{name}_unrated", study=study, label=label), (source, *first.sources)
    text = say(f"lead.{name}", study=study, rating=rating_phrase(first.rating or ""), label=label)
    return text, (source, *first.sources, *rated)


def _is_emergency(subject: Subject) -> bool:
    return subject.rule is not None and subject.rule.urgency == "emergency"


def _rating_sources(subject: Subject, study: Study) -> tuple[Source, ...]:
    """Where the rating's own words stand: the study's row, or a line beside it; empty if nowhere."""
    # Once the trial of care has failed, "defer" as the rating of what is now indicated would deny the verdict.
    if study.rating is None or (study.rating.startswith(_DEFER) and subject.result.verdict != "deferred"):
        return ()
    if any(study.rating in source.quote for source in study.sources):
        return study.sources
    line = subject.labels.line(study.sources[0], "Rated: ")
    return (line,) if line and study.rating in line.quote else ()


def _provided(subject: Subject, source: Source) -> Iterator[DraftStatement]:
    """Unknown is never silently taken as absent."""
    if subject.result.settled_core:
        return
    absent = few_absences(subject.unknown(core=True), subject.facts, subject.wording, most=_MOST_NAMED)
    if absent:
        said = subject.wording.say("provided", absent=listed(absent, "or"), them=them(len(absent)))
        yield cited(said, (source,), "lead")

"""What a follow-up asks about the answer that was given: where it stands, why, how sure it is, what would change it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, get_args

from assistant.compose.dissent import dissent
from assistant.compose.subject import Subject, cited, fixed
from assistant.draft import Draft, DraftStatement
from assistant.phrases import absences, assumptions, listed, sentence
from assistant.understanding.patterns import any_of, load_patterns

Matter = Literal[
    "source", "sure", "change", "disagree", "safe", "radiation", "contrast", "signs", "wait", "next", "why"
]

#: How many of each are told.
_MOST_AGREEING, _MOST_OTHERS, _MOST_ABSENT, _MOST_TAKEN = 4, 3, 6, 2
#: Matters after which the open questions are put again: their answers are what was asked about.
ASKING: frozenset[Matter] = frozenset({"sure", "change"})


@functools.cache
def _patterns() -> Mapping[Matter, re.Pattern[str]]:
    names = get_args(Matter)
    found = load_patterns("compose/follow_ups.yaml", names)
    return {name: any_of(found[name]) for name in names}


def matters(message: str) -> tuple[Matter, ...]:
    """What a message asks about an answer, in the order of the list.

    >>> matters("Which guideline says that?"), matters("And the left leg?")
    (('source',), ())
    """
    text = message.lower().replace("\u2019", "'")
    found = [name for name, pattern in _patterns().items() if pattern.search(text)]
    # "Is it safe to wait?" asks about time, "why is that safe?" about safety.
    if "wait" in found:
        found = [each for each in found if each != "safe"]
    return tuple(each for each in found if each != "why" or len(found) == 1)


def tell_matter(matter: Matter, draft: Draft, subject: Subject) -> list[DraftStatement]:
    """The statements that answer it; none where the whole answer does."""
    tell = _TELLING.get(matter)
    return list(tell(draft, subject)) if tell else []


def _source(draft: Draft, subject: Subject) -> Iterator[DraftStatement]:
    """The recommendation that decides, and the document that it stands in."""
    place = subject.result.governing_source
    if place is None:
        return
    document = subject.labels.documents[place.document]
    text = subject.wording.say("matters.source", title=document.title, publisher=document.publisher,
                               year=str(document.year or document.edition or ""))  # fmt: skip
    yield cited(text, (place,), "study")
    yield from _of(draft, "why")


def _sure(_: Draft, subject: Subject) -> Iterator[DraftStatement]:
    """Whether anything not told could change it, and which guidelines hold the same and which do not."""
    result, say, labels = subject.result, subject.wording.say, subject.labels
    how = "settled" if result.settled else "settled_core" if result.settled_core else "unsettled"
    yield fixed(say(f"matters.{how}"), "change")
    own = (result.governing or "").partition("/")[0]
    same = [each.sources[0] for each in result.positions
            if each.agrees and each.sources and each.status == "current" and each.guideline != own]  # fmt: skip
    if same := same[:_MOST_AGREEING]:
        yield cited(say("matters.agree", labels=listed(labels.of(each.document) for each in same)), same, "study")
    yield from _others(subject, most=1)


def _change(_: Draft, subject: Subject) -> Iterator[DraftStatement]:
    """What was not told and would change it."""
    say, unknown = subject.wording.say, subject.unknown(core=not subject.result.settled_core)
    if absent := absences(unknown, subject.facts, subject.wording)[:_MOST_ABSENT]:
        yield fixed(say("matters.changes", absent=listed(absent, "or")), "change")
    if taken := assumptions(unknown, subject.facts, subject.wording)[:_MOST_TAKEN]:
        yield fixed(say("assumed", taken=listed(taken)), "change")
    if not absent and not taken:
        yield fixed(say("matters.settled"), "change")


def _disagree(_: Draft, subject: Subject) -> Iterator[DraftStatement]:
    """The other sides of the listed conflicts, then the guidelines that hold another position, in their own words."""
    sides = [] if subject.for_patient or subject.emergency else list(dissent(subject, whole=True))
    told = {source for each in sides for source in each.sources}
    others = [each for each in _others(subject, most=_MOST_OTHERS) if not told.issuperset(each.sources)]
    found = [*sides, *others][:_MOST_OTHERS]
    yield from found or [fixed(subject.wording.say("matters.nobody"), "study")]


def _others(subject: Subject, *, most: int) -> Iterator[DraftStatement]:
    say, labels = subject.wording.say, subject.labels
    # In an emergency nothing that is out of force may stand beside the verdict.
    in_force = {"current"} if subject.emergency else {"current", "local", "historic"}
    places = [each.sources[0] for each in subject.result.positions
              if each.agrees is False and each.sources and each.status in in_force][:most]  # fmt: skip
    if not places:
        return
    if subject.for_patient:
        yield cited(
            say("matters.otherwise", labels=listed(labels.of(each.document) for each in places)), places, "study"
        )
        return
    for place in places:
        text = say("differs", label=labels.with_status(place.document), statement=sentence(place.quote))
        yield cited(text, (place,), "disagreement")


def _signs(_: Draft, subject: Subject) -> Iterator[DraftStatement]:
    yield fixed(subject.wording.say("watch"), "advice")


def _wait(_: Draft, subject: Subject) -> Iterator[DraftStatement]:
    """An emergency and what is urgent stand first already; what is neither is said to be."""
    if subject.result.urgency not in {"emergency", "urgent"}:
        yield fixed(subject.wording.say("matters.no_haste"), "advice")
        yield fixed(subject.wording.say("watch"), "advice")


def _next(draft: Draft, _: Subject) -> Iterator[DraftStatement]:
    yield from _of(draft, "advice")


def _why(draft: Draft, _: Subject) -> Iterator[DraftStatement]:
    yield from _of(draft, "why")


def _safe(draft: Draft, _: Subject) -> Iterator[DraftStatement]:
    yield from _of(draft, "caution")


def _of(draft: Draft, part: str) -> list[DraftStatement]:
    return [each for each in draft.statements if each.part == part]


_TELLING: Mapping[Matter, Callable[[Draft, Subject], Iterator[DraftStatement]]] = {
    "source": _source, "sure": _sure, "change": _change, "disagree": _disagree, "signs": _signs, "wait": _wait,
    "next": _next, "why": _why, "safe": _safe,
}  # fmt: skip

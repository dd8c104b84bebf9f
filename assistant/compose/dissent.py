"""Who disagrees: the sides of the known conflicts that touch this patient, in the sources' own words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checker import Disagreement, Side, Source
from assistant.compose.subject import Subject
from assistant.draft import DraftStatement
from assistant.phrases import sentence

#: How many conflicts, and sides of one beside the answer's own, are told; the check holds all.
_MOST_CONFLICTS, _MOST_SIDES = 1, 1
_IMAGING = frozenset({"indicated", "may_be_indicated"})
#: Told last: what is out of force, and what binds one place or one payer.
_OUTDATED = 2
_LAST = {"local": 1, "superseded": _OUTDATED, "historic": _OUTDATED}


def dissent(subject: Subject, *, whole: bool = False) -> Iterator[DraftStatement]:
    """For a clinician each other side with its edition and status; a patient reads that advice differs.

    Args:
        whole: Say what another position is in its source's words, and not only which it is.
    """
    result, labels, wording = subject.result, subject.labels, subject.wording
    told: set[Source] = {result.governing_source} if result.governing_source else set()
    chosen: list[Side] = []
    conflicts = 0
    for conflict in result.disagreements:
        sides = [side for side in _others(conflict, subject) if side.sources[0] not in told]
        if not sides or conflicts == _MOST_CONFLICTS or len(chosen) >= _MOST_SIDES:
            continue
        conflicts += 1
        # One conflict may show both of its sides; of two, each shows the one that differs most.
        for side in sides[: _MOST_SIDES if len(result.disagreements) == 1 else 1]:
            told.add(side.sources[0])
            chosen.append(side)
    if wording.audience == "patient":
        # Advice that comes to the same is no reason to ask which is followed.
        if not any(_differs(side, subject) for side in chosen):
            return
        yield DraftStatement(wording.say("differs"), tuple(sorted(told, key=_place)), "checker", "disagreement")
        return
    for side in chosen:
        source = side.sources[0]
        label = labels.with_status(source.document)
        other = _differs(side, subject)
        text = wording.say("differs", label=label, statement=sentence(source.quote))
        if other and not whole:
            text = wording.say(f"stances.{other}", label=label)
        yield DraftStatement(text, (source,), "checker", "disagreement")


def _others(conflict: Disagreement, subject: Subject) -> list[Side]:
    """The sides that may speak of this patient and take another position than the verdict, those in force first.

    Where all take the same (they differ in region, contrast or test), the sides of other guidelines, if there is
    something to image and time to compare; of these none that is out of force.
    """
    result = subject.result
    # Beside an emergency no advice to wait may stand, whoever gives it; the check holds it.
    if subject.emergency:
        return []
    own = (result.governing or "").partition("/")[0]
    sides = [
        side for side in conflict.sides
        if side.sources and side.guideline != own and any(map(subject.may_speak, side.recommendations))
    ]  # fmt: skip
    differing = [side for side in sides if _differs(side, subject)]
    documents = subject.labels.documents
    in_force = [side for side in sides if _LAST.get(documents[side.sources[0].document].status, 0) < _OUTDATED]
    shown = differing or (in_force if result.verdict in _IMAGING else [])
    return sorted(shown, key=lambda side: _LAST.get(documents[side.sources[0].document].status, 0))


def _positions(side: Side, subject: Subject) -> tuple[str, ...]:
    """The positions of a side's recommendations that may speak of this patient, in their order."""
    return tuple(
        dict.fromkeys(subject.rules[each].position for each in side.recommendations if subject.may_speak(each))
    )


def _differs(side: Side, subject: Subject) -> str:
    """The position in which a side differs from the verdict; empty if in none."""
    same = {subject.result.verdict, "none"}
    return next((each for each in _positions(side, subject) if each not in same), "")


def _place(source: Source) -> tuple[str, int]:
    return source.document, source.start

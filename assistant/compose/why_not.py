"""What would have to be otherwise for a study that somebody asks about: the checker's alternatives, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from assistant.checker import Alternative, Change, Checker, CheckResult, Numbering
from assistant.facts_in_words import fact_in_words, range_in_words
from assistant.phrases import capital, listed
from assistant.vocabulary import Audience, FactValue
from assistant.wording import Wording, load_wording


def why_not_to_json(
    checker: Checker,
    facts: Mapping[str, FactValue],
    study: str,
    result: CheckResult,
    *,
    guidelines: Collection[str] | None,
    number: Numbering,
    audience: Audience,
) -> dict[str, Any]:
    """For one study: whether it is on offer, and if not, the nearest ways in which it would be.

    Args:
        study: A procedure's id or alias, or a modality.
        result: The check of these facts.

    Raises:
        FactError: there is no such study; names what there is.
    """
    wording = load_wording(audience)
    named = checker.procedures_named(study)
    ids = {each.id for each in named}
    offered = any(each.procedure in ids and not each.blocked for each in result.studies)
    ways = () if offered else checker.why_not(facts, study, guidelines=guidelines)
    # A modality has many studies: it is called by its own name.
    name = wording.studies[named[0].id] if len(named) == 1 else str(wording.sentences["modalities"].get(study, study))
    text = None
    if not ways:
        text = capital(wording.say("why_not.offered" if offered else "why_not.never", study=name))
    return {
        "study": study,
        "name": name,
        "offered": offered,
        "text": text,
        "alternatives": [_to_json(way, wording, number) for way in ways],
    }


def _to_json(way: Alternative, wording: Wording, number: Numbering) -> dict[str, Any]:
    changes = listed(_words(change, wording) for change in way.changes)
    sentence = wording.say(f"why_not.{way.position}", study=wording.studies[way.procedure], changes=changes)
    return {
        "text": capital(sentence),
        "verdict": way.position,
        "urgency": way.urgency,
        "procedure": way.procedure,
        "recommendation": way.recommendation,
        "statement": way.statement,
        "changes": [
            {"fact": change.key, "from": change.was, "stated": change.stated, "to": dict(change.limits) or change.value}
            for change in way.changes
        ],
        "citations": [number(way.source)],
    }


def _words(change: Change, wording: Wording) -> str:
    if change.limits:
        changed = range_in_words(change.key, change.limits, wording.audience)
    else:
        changed = fact_in_words(change.key, change.value, wording.audience)
    if not change.stated or change.was is None:
        return changed
    stated = fact_in_words(change.key, change.was, wording.audience)
    return wording.say("why_not.instead", changed=changed, stated=stated)

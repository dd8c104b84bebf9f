"""What the writer of a message wants: a case weighed, a question about the guidance answered, or something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.patient import PatientFacts
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Intent
from assistant.understanding.tokens import plain
from assistant.understanding.wishes import (
    Request,
    about_spine,
    asks,
    clauses,
    elsewhere,
    modality_patterns,
    patterns,
    pictured,
    requests_in,
    says,
    wish_of,
)

_WORD = re.compile(r"[^\W\d_]{3,}")
_LETTER = re.compile(r"[^\W_]")
_QUESTION = re.compile(
    r"\b(?:should|is|are|does|do|can|could|when|which|what|how|why|would|will|who|first|or|for|versus|vs)\b"
)
#: Values that make an emergency of a message, whatever else it says: such a patient is never turned away.
_EMERGENCIES: Mapping[str, frozenset[bool | float | str]] = {
    "cauda_equina_features": frozenset({True}),
    "neuro_deficit": frozenset({"severe_or_multilevel", "progressive"}),
    "myelopathy_signs": frozenset({True}),
    "limb_vascular_features": frozenset({True}),
    "aortic_features": frozenset({True}),
}
#: Facts that may be stated of anybody with anything; they tell nothing about the subject of a message.
_ANYBODY = frozenset({"age_years", "sex", "duration_weeks", "care_setting", "pregnant", "prior_spine_imaging"})
#: So many other facts make a case of a message that asks only for something else.
_A_CASE = 4


def classify(
    message: str,
    facts: PatientFacts,
    *,
    known: PatientFacts | None = None,
    asked: Sequence[str] = (),
    hypothetical: PatientFacts | None = None,
) -> Intent:
    """Say what a message wants, given the facts it states, those known before it, and the questions put last.

    The subject is decided first (imaging for the spine and its red flags, or not), by what the message is about and
    what it asks for; then whether it speaks of a patient, of the guidance, or of both. A message with an emergency in
    it is a case whatever else it says, and orders to a machine are text: without them the message is what it is.
    """
    text = _mended(plain(message))
    if _only(text, "greeting") or (_only(text, "thanks") and not facts):
        return "greeting" if _only(text, "greeting") else "thanks"
    clean = _without_orders(text, about_a_patient=bool(facts) or says(text, "patient"))
    requests = tuple(requests_in(clean))
    wishes = {request.wish for request in requests}
    if _emergency(facts):
        return "both" if wishes >= {"guidance", "imaging"} else "case"
    if known:
        return _in_conversation(clean, facts, requests, answering=bool(asked), supposing=bool(hypothetical))
    if not _ours(clean, facts, requests):
        return "unclear" if _bare(clean) and clean == text else "out_of_scope"
    if wishes == {"other"} and len(_telling(facts)) < _A_CASE:
        return "out_of_scope"
    return _about_patient(clean, facts, requests) or _about_guidance(clean, facts, requests)


def _in_conversation(
    text: str, facts: PatientFacts, requests: Sequence[Request], *, answering: bool, supposing: bool
) -> Intent:
    """Within a conversation what is not plainly foreign belongs to it."""
    wishes = {request.wish for request in requests}
    ours = about_spine(text)
    if facts:
        return "both" if ours and wishes >= {"guidance", "imaging"} else "case"
    if wishes != {"other"} and (supposing or not requests):
        foreign = elsewhere(text) and not (answering or ours or supposing)
        return "out_of_scope" if foreign else "follow_up" if supposing else "case"
    if wishes == {"other"} or (elsewhere(text) and not ours):
        return "out_of_scope"
    if ours and "guidance" in wishes and not any(request.personal for request in requests):
        return "information"
    if ours or pictured(text) or says(text, "follow_up", "guidance"):
        return "follow_up"
    return "case" if answering and _short(text) else "out_of_scope"


def _about_patient(text: str, facts: PatientFacts, requests: Sequence[Request]) -> Intent | None:
    """What is wanted of a message with a patient in it; None if there is none."""
    if not says(text, "patient") and not {"age_years", "duration_weeks"} & _names(facts):
        return None
    quoted = [each for each in requests if each.wish == "guidance" and says(each.text, "sources", "saying")]
    if not quoted:
        return "case"
    # "My 10-year-old has back pain. What does the ACR say?" asks for the text alone.
    mixed = any(each.wish == "imaging" or each.personal for each in requests if each not in quoted or each.personal)
    return "both" if mixed else "information"


def _about_guidance(text: str, facts: PatientFacts, requests: Sequence[Request]) -> Intent:
    """What is wanted of a message of our subject with no patient in it."""
    wishes = {request.wish for request in requests}
    general = says(text, "general", "sources", "guidance")
    if "guidance" in wishes:
        return "information"
    if not facts:
        aimless = requests and wishes == {"open"} and not (general or pictured(text) or says(text, "topics"))
        if aimless or (not requests and wish_of(text) == "other"):
            return "out_of_scope"
    noted = not requests and len(_telling(facts)) > 1
    if says(text, "sources") or (general and not noted) or _whole_question(requests):
        return "information"
    return "case"


def _ours(text: str, facts: PatientFacts, requests: Sequence[Request]) -> bool:
    """Whether the message is about imaging of the spine, the leg pain beside it, or the safety of either."""
    telling = _telling(facts)
    if any(item.value is True and key.startswith("pain_sites.") and key != "pain_sites.cervical"
           for key, item in facts.evidence.items()):  # fmt: skip
        return True
    if about_spine(text):
        context = says(text, "safety", "topics", "guidance", "sources", "patient")
        return bool(telling) or pictured(text) or context or (_short(text) and not any(map(asks, clauses(text))))
    if elsewhere(text):
        return False
    # A question about imaging that names no part of the body is put to an assistant for the spine.
    aimed = any(request.wish != "other" for request in requests) and not _bare(text)
    general = pictured(text) and aimed and not says(text, "patient")
    return says(text, "imaging_sources") or general or len(telling) > 1


def _whole_question(requests: Sequence[Request]) -> bool:
    """Some request is a sentence with a question word or verb, not a note's "?XR" or "MRI?"."""
    return any(_QUESTION.search(request.text) and len(request.text.split()) > 2 for request in requests)


def _emergency(facts: PatientFacts) -> bool:
    return any(item.value in _EMERGENCIES.get(key.split(".")[0], ()) for key, item in facts.evidence.items())


def _without_orders(text: str, *, about_a_patient: bool) -> str:
    """The text without orders to a machine; with no patient in it nothing of a clause with such an order is kept."""
    orders = patterns()["injection"]
    if about_a_patient or not orders.search(text):
        return orders.sub(" ", text)
    return " ".join(clause for clause in clauses(text) if not orders.search(clause))


def _mended(text: str) -> str:
    """The text with its misspelt words mended as the reader mends them."""
    mend, foreign = load_lexicon().speller.mend, patterns()["elsewhere"]
    # The reader's lexicon knows little of other parts of the body; what we know of them is no misspelling.
    return _WORD.sub(lambda match: match[0] if foreign.fullmatch(match[0]) else mend(match[0]), text)


def _only(text: str, group: str) -> bool:
    """The text is nothing but phrases of the group and small talk, and has at least one of the group."""
    rest = patterns()[group].sub(" ", text)
    return rest != text and not _LETTER.search(patterns()["filler"].sub(" ", rest)) and "?" not in text


def _bare(text: str) -> bool:
    """Nothing but a wish for a picture ("do I need a scan?"), or nothing at all: there is no subject to go by."""
    rest = patterns()["small"].sub(" ", patterns()["imaging"].sub(" ", text))
    for _, pattern in modality_patterns():
        rest = pattern.sub(" ", rest)
    return not _LETTER.search(rest)


def _short(text: str) -> bool:
    """As somebody types a complaint or an answer: "lower back pain"."""
    return len(text.split()) <= 6


def _names(facts: PatientFacts) -> set[str]:
    return {key.split(".")[0] for key in facts.evidence}


def _telling(facts: PatientFacts) -> set[str]:
    return _names(facts) - _ANYBODY

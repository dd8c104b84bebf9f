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
from assistant.vocabulary import load_vocabulary

_WORD = re.compile(r"[^\W\d_]{3,}")
_LISTS = re.compile(r"[,;\n.+]|\b\d")
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
#: A question what something is has no more words than this.
_SHORT_QUESTION = 7


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
    clean = _without_orders(text, about_a_patient=bool(facts) or says(text, "patient", "course"))
    requests = tuple(requests_in(clean))
    wishes = {request.wish for request in requests}
    if _emergency(facts):
        return "both" if wishes >= {"guidance", "imaging"} else "case"
    if known:
        if hypothetical and _only_supposes(clean, facts, hypothetical):
            return "follow_up"
        return _in_conversation(clean, facts, requests, answering=bool(asked), supposing=bool(hypothetical))
    # Whoever asks what if it comes to that is told what to do then.
    warned = bool(hypothetical) and _emergency(hypothetical or facts)
    warned = warned and (not _telling(facts) or wishes == {"other"})
    if not (warned or _ours(clean, facts, requests)):
        return "unclear" if _bare(clean) and clean == text else "out_of_scope"
    return "case" if warned else _first_message(clean, facts, requests)


def _first_message(text: str, facts: PatientFacts, requests: Sequence[Request]) -> Intent:
    """What a message of our subject wants that nothing went before."""
    if {request.wish for request in requests} == {"other"} and len(_telling(facts)) < _A_CASE:
        return "out_of_scope"
    if _about_safety(text, facts, requests) or _about_anybody(text, facts):
        return "information"
    return _about_patient(text, facts, requests) or _about_guidance(text, facts, requests)


def _in_conversation(
    text: str, facts: PatientFacts, requests: Sequence[Request], *, answering: bool, supposing: bool
) -> Intent:
    """Within a conversation what is not plainly foreign belongs to it."""
    wishes = {request.wish for request in requests}
    ours = about_spine(text)
    personal = any(request.personal for request in requests)
    if not personal and (_about_safety(text, facts, requests) or (ours and "guidance" in wishes and not facts)):
        return "information"
    if facts:
        return "both" if ours and wishes >= {"guidance", "imaging"} else "case"
    if supposing or (wishes != {"other"} and not requests):
        # What is only supposed was asked beside the case as it is.
        foreign = elsewhere(text) and not (answering or ours or supposing)
        return "out_of_scope" if foreign else "case"
    if wishes == {"other"} or (elsewhere(text) and not ours):
        return "out_of_scope"
    if ours or pictured(text) or says(text, "follow_up", "guidance"):
        return "follow_up"
    return "case" if answering and _short(text) else "out_of_scope"


def _about_patient(text: str, facts: PatientFacts, requests: Sequence[Request]) -> Intent | None:
    """What is wanted of a message with a patient in it; None if there is none."""
    if not says(text, "patient", "course") and not {"age_years", "duration_weeks"} & _names(facts):
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
    # Findings in a row are those of somebody, whatever is asked behind them.
    listing = text.count(",") > 1 and not says(text, "sources", "guidance", "course")
    noted = (not requests or listing) and len(_telling(facts)) > 1
    if says(text, "sources") or (not noted and (general or _whole_question(requests))):
        return "information"
    return "case"


def _ours(text: str, facts: PatientFacts, requests: Sequence[Request]) -> bool:
    """Whether the message is about imaging of the spine, the leg pain beside it, or the safety of either."""
    telling = _telling(facts)
    if says(text, "mimics") and not about_spine(text):
        return False
    hurts = any(item.value is True and key.startswith("pain_sites.") and key != "pain_sites.cervical"
                for key, item in facts.evidence.items())  # fmt: skip
    # Whoever speaks of an alarming sign, if only to deny it, speaks of the spine.
    if hurts or (telling & _EMERGENCIES.keys() and says(text, "patient", "course")):
        return True
    if about_spine(text):
        context = says(text, "safety", "topics", "guidance", "sources", "patient", "course", "which_study")
        context = context or any(request.wish == "open" and _defines(request.text) for request in requests)
        return bool(telling) or pictured(text) or context or (_short(text) and not any(map(asks, clauses(text))))
    if elsewhere(text):
        return False
    if _about_safety(text, facts, requests):
        return True
    # A question about imaging that names no part of the body is put to an assistant for the spine.
    aimed = any(request.wish != "other" for request in requests) and not _bare(text)
    general = pictured(text) and aimed and not says(text, "patient", "course")
    return says(text, "imaging_sources") or general or len(telling) > 1


def _about_safety(text: str, facts: PatientFacts, requests: Sequence[Request]) -> bool:
    """A question about the safety of a study or its contrast, to which nothing of a back or leg pain is told."""
    known = load_vocabulary()
    if "duration_weeks" in facts.evidence or any(known[name].tier != "safety" for name in _telling(facts)):
        return False
    return bool(requests) and pictured(text) and says(text, "safety") and says(text, "safe")


def _about_anybody(text: str, facts: PatientFacts) -> bool:
    """It asks which study is for a condition, or who rates it how, and names no person: not a note, which lists."""
    if says(text, "patient") or _names(facts) & {"age_years", "sex", "care_setting"}:
        return False
    match = patterns()["which_study"].search(text)
    if match is None:
        return False
    return says(text, "sources") or not (_LISTS.search(text[: match.start()].rstrip(" :,.")) or says(text, "course"))


def _defines(text: str) -> bool:
    """It asks what something is, in a few words."""
    return bool(patterns()["defines"].match(text.strip())) and len(text.split()) <= _SHORT_QUESTION


def _only_supposes(text: str, facts: PatientFacts, supposed: PatientFacts) -> bool:
    """A "what if" and nothing else: nothing new of the patient, and no question about how things are now."""
    quotes = [plain(item.quote) for item in supposed.evidence.values() if item.quote]
    beside = [clause for clause in clauses(text) if not any(quote in clause for quote in quotes)]
    return _names(facts) <= {"sex"} and not any(says(clause, "present") for clause in beside)


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

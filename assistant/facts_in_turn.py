"""Which facts hold after a turn, when the text and the fact panel both speak."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.patient import PatientFacts
from assistant.understanding import Reading


def merged(before: PatientFacts, confirmed: PatientFacts, reading: Reading) -> PatientFacts:
    """The facts so far, then what was confirmed with this message, then what its words say.

    A value newly confirmed wins over the words sent with it, unless they say that they correct it. One that was
    confirmed before and is only sent again is no news, so that words can still change it.
    """
    known = PatientFacts() if reading.new_patient else before
    news = {
        key for key, evidence in confirmed.evidence.items()
        if key not in known.evidence or known.evidence[key].value != evidence.value
    }  # fmt: skip
    said = {
        key: evidence for key, evidence in reading.facts.evidence.items()
        if key not in news or evidence.status == "corrected"
    }  # fmt: skip
    return known.updated(confirmed).updated(PatientFacts(said), forget=reading.forget - news)


def declined_in(conversation: Conversation, reading: Reading, facts: PatientFacts, *, unsure: bool) -> tuple[str, ...]:
    """What need not be asked again: the user could not tell, and has not told since."""
    if reading.new_patient:
        return ()
    named = {key.partition(".")[0] for key in reading.facts.evidence}
    asked = tuple(each for each in conversation.asked if each not in named) if unsure else ()
    return tuple(each for each in dict.fromkeys((*conversation.declined, *asked)) if each not in facts.evidence)

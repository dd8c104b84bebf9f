"""What a phrase in its context says: which of its concept's states, and whether of the patient, now."""

from __future__ import annotations

from typing import Literal

from assistant.understanding.context import Scope
from assistant.understanding.lexicon import Concept, Sense
from assistant.understanding.mention import Context
from assistant.understanding.spoken import Spoken
from assistant.understanding.tokens import Answer

Polarity = Literal["present", "absent"]
#: The states of a concept that the words give, in order, and the way they are spoken of.
Statement = tuple[tuple[str, ...], Context]

#: Files of things that come and go: with a year they are of the past. A result or an operation keeps its date.
_PASSING = frozenset({"cauda_equina.yaml", "neuro.yaml", "trauma.yaml", "infection.yaml", "special.yaml"})
_NOTHING: Statement = ((), "affirmed")


def state(
    scope: Scope, spoken: Spoken, concept: Concept, *, answer: Answer, asked: bool, long_ago: bool = False
) -> Statement:
    """What the words say of a concept; no state if they say nothing.

    `answer` is the plain yes or no that follows a question or stands beside a field, `long_ago` says that it names a
    year; `asked` says that the sentence only asks.
    """
    polarity = (_turned if scope.has("turned", spoken) else _polarity)(scope, spoken, spoken.phrase.sense)
    if answer in {"no", "act"} and not scope.has("negated", spoken):
        said = _refused(spoken.phrase.sense, answer)
        return (said,), _plain(said)
    if polarity is None:
        return _NOTHING
    if answer:
        said = "absent" if answer == "no" else polarity
        return (
            _of_time(scope, spoken, concept, past=True) if long_ago and said == "present" else ((said,), _plain(said))
        )
    off = _off(scope, spoken, concept, asked=asked)
    if off is not None:
        return (polarity,), off
    if polarity == "absent":
        # "No numbness until now" is said of what is new, and of what has not come.
        unclear = scope.has("uncertain", spoken) or (concept.file in _PASSING and scope.has("unclear", spoken))
        return (polarity,), "uncertain" if unclear else "negated"
    return _present(scope, spoken, concept)


def _refused(sense: Sense, answer: Answer) -> Polarity:
    """What a no says: it denies the thing, but "able to pass urine? No." and a failed act affirm the trouble."""
    return "absent" if sense == "says" or (sense == "names" and answer == "no") else "present"


def _plain(polarity: Polarity) -> Context:
    return "negated" if polarity == "absent" else "affirmed"


def _polarity(scope: Scope, spoken: Spoken, sense: Sense) -> Polarity | None:
    negated = scope.has("negated", spoken)
    if sense == "says":
        return "absent" if negated and not scope.has("exception", spoken) else "present"
    if sense == "denies":
        kept: Polarity | None = None if negated else "absent"
        return "present" if scope.has("failing", spoken) else kept
    if scope.has("abnormal", spoken):
        return "present"
    if scope.has("normal", spoken):
        return "absent"
    if negated:
        acts = spoken.phrase.concept is not None and spoken.phrase.concept.act
        return None if acts and not scope.has("trouble", spoken) else "absent"
    return "present" if scope.has("trouble", spoken) else None


def _turned(scope: Scope, spoken: Spoken, sense: Sense) -> Polarity | None:
    """What stood until lately and no more: a denial is now a finding, "intact" says nothing of today."""
    concept = spoken.phrase.concept
    if sense == "says":
        return None if concept is not None and "none" in concept.present.values() else "present"
    if sense == "denies":
        return "present"
    acts = concept is not None and concept.act
    well = scope.has("normal", spoken) or scope.has("abnormal", spoken)
    well = well or (scope.has("negated", spoken) and (not acts or scope.has("trouble", spoken)))
    return "present" if well else None


def _off(scope: Scope, spoken: Spoken, concept: Concept, *, asked: bool) -> Context | None:
    """Why the words state nothing of the patient now; None if they do."""
    if scope.has("guidance", spoken) or scope.has("generic", spoken):
        return "question"
    supposed = not (concept.complaint and scope.has("behind_comma", spoken))
    if supposed and scope.has("hypothetical", spoken):
        return "hypothetical"
    if asked and not scope.has("query", spoken) and concept.present.keys() != {"clinical_question"}:
        return "question"  # Only what the scan must answer may be asked.
    if supposed and scope.has("fear", spoken):
        return "hypothetical"
    return "family" if scope.has("family", spoken) else None


def _present(scope: Scope, spoken: Spoken, concept: Concept) -> Statement:
    if scope.has("query", spoken):
        # "?X" is a suspicion where a suspicion is a fact, and otherwise only a question.
        return (("suspected", "asked"), "affirmed") if concept.suspected or concept.asked else _NOTHING
    if scope.has("suspicion", spoken):
        return (("suspected",) if concept.suspected else ("present",)), "affirmed"
    if scope.has("uncertain", spoken):
        return (("suspected",), "affirmed") if concept.suspected else (("present",), "uncertain")
    states, context = _of_time(scope, spoken, concept)
    if scope.has("exception", spoken) and context == "affirmed":
        return (*states, "excepted"), context
    return states, context


def _of_time(scope: Scope, spoken: Spoken, concept: Concept, *, past: bool = False) -> Statement:
    """What is there or was there: the past counts only where the fact's definition covers it."""
    past = past or scope.has("past", spoken)
    if concept.lasting:
        return ("present",), "affirmed"
    if concept.file in _PASSING and scope.has("dated", spoken):
        past = True  # An injury, infection or bladder of a named year is over.
    if concept.once is not None and (past or scope.has("once", spoken)):
        return ("once",), "affirmed"
    if past and concept.past is not None:
        return ("past",), "affirmed"
    return ("present",), "past" if past or scope.has("resolved", spoken) else "affirmed"

"""What to ask next: the facts that could change the answer, the most urgent first; and a reply that leaves it open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Question
from assistant.checker import CheckResult, MissingFact, next_questions
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording

MOST_QUESTIONS = 3
_YES = re.compile(
    r"\W*(?:(?:oh|um|er|well|i think|i guess)\W+)*(?:yes|yeah|yep|yup|ye|aye|y|correct|true|affirmative|positive|both|"
    r"all(?: of (?:them|these|those))?|some(?: of (?:them|these|those))?|(?:a )?(?:bit|little)|i (?:do|have|am)|"
    r"(?:it|he|she|they) (?:is|does|do|has|have))"
    r"(?:\W+(?:please|i (?:do|have|am)|(?:it|he|she|they) (?:is|does|do|has|have)|a (?:bit|little)|sure|all|both))*\W*",
    re.IGNORECASE,
)
#: Values that say that something is not there.
_NOTHING = frozenset({"none", "no", "not_suspected", "not_done"})


def questions(result: CheckResult, facts: PatientFacts, audience: Audience) -> tuple[Question, ...]:
    """At most three questions, the most decisive first, none that has been answered.

    A topic is asked about once it has come up. In an emergency that the spine itself makes, only what stands in the
    way of a study is asked: nothing else could make it more urgent.
    """
    emergency = result.urgency == "emergency"
    # A patient in an emergency goes; nobody stays to answer questions.
    if emergency and (audience == "patient" or result.exits):
        return ()
    topics = load_wording(audience).topics
    asked = []
    for missing in next_questions(result, most=len(result.missing)):
        tier = load_vocabulary()[missing.fact].tier
        if (emergency and tier != "safety") or (tier == "topic" and not _came_up(topics.get(missing.fact), facts)):
            continue
        if question := _question(missing, facts, audience):
            asked.append(question)
    return tuple(asked[:MOST_QUESTIONS])


def is_yes(message: str) -> bool:
    """Whether a message says yes and nothing else.

    >>> is_yes("Yes, I do."), is_yes("Yes, since Monday")
    (True, False)
    """
    return bool(_YES.fullmatch(message))


def which_yes(result: CheckResult, facts: PatientFacts, asked: Sequence[str], audience: Audience) -> Draft:
    """The answer to a yes that may belong to any of several questions: what to do if it is the worst, and which it is.

    The verdict is not said again: it held for a no.
    """
    fixed = load_wording(audience).fixed
    worst = {missing.fact for missing in result.missing if missing.worst_urgency == "emergency"}
    statements = [DraftStatement(fixed["which_yes"], (), "fixed", "lead")]
    if worst.intersection(asked):
        statements.insert(0, DraftStatement(fixed["yes_may_be_emergency"], (), "fixed", "safety"))
    return Draft("clarification", tuple(statements), questions(result, facts, audience))


def _question(missing: MissingFact, facts: PatientFacts, audience: Audience) -> Question | None:
    fact = load_vocabulary()[missing.fact]
    open_members = tuple(each for each in fact.members if f"{fact.name}.{each}" not in facts.evidence)
    if fact.name in facts.evidence or (fact.type == "set" and not open_members):
        return None
    options = fact.values if fact.type == "enum" else open_members
    return Question(fact.name, fact.question[audience], fact.type, options)


def _came_up(topic: Mapping[str, Any] | None, facts: PatientFacts) -> bool:
    if topic is None:
        return True
    age = facts.evidence.get("age_years")
    if age is not None and ("over" in topic or "under" in topic):
        years = float(age.value)
        if years > topic.get("over", 1000) or years < topic.get("under", -1):
            return True
    return any(_is_there(key, facts) for key in topic["after"])


def _is_there(key: str, facts: PatientFacts) -> bool:
    evidence = facts.evidence.get(key)
    return evidence is not None and evidence.value is not False and evidence.value not in _NOTHING

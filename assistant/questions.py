"""What to ask next: the facts that could change the answer, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answer import Question
from assistant.checker import CheckResult, MissingFact
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording

MOST_QUESTIONS = 3
#: Values that say that something is not there.
_NOTHING = frozenset({"none", "no", "not_suspected", "not_done"})


def questions(result: CheckResult, facts: PatientFacts, audience: Audience) -> tuple[Question, ...]:
    """At most three questions in the order of the check, none that has been answered.

    A topic is asked about once it has come up. In an emergency that the spine itself makes, only what stands in the
    way of a study is asked: nothing else could make it more urgent.
    """
    emergency = result.urgency == "emergency"
    # A patient in an emergency goes; nobody stays to answer questions.
    if emergency and (audience == "patient" or result.exits):
        return ()
    topics = load_wording(audience).topics
    asked = []
    for missing in result.missing:
        tier = load_vocabulary()[missing.fact].tier
        if (emergency and tier != "safety") or (tier == "topic" and not _came_up(topics.get(missing.fact), facts)):
            continue
        if question := _question(missing, facts, audience):
            asked.append(question)
    return tuple(asked[:MOST_QUESTIONS])


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

"""What to ask next: the facts that could change the answer, the most urgent first."""

from __future__ import annotations

from assistant.answer import Question
from assistant.checker import CheckResult, MissingFact
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience, load_vocabulary

MOST_QUESTIONS = 3


def questions(result: CheckResult, facts: PatientFacts, audience: Audience) -> tuple[Question, ...]:
    """At most three questions in the order of the check, none that has been answered."""
    asked = [_question(each, facts, audience) for each in result.missing]
    return tuple(question for question in asked if question is not None)[:MOST_QUESTIONS]


def _question(missing: MissingFact, facts: PatientFacts, audience: Audience) -> Question | None:
    fact = load_vocabulary()[missing.fact]
    open_members = tuple(each for each in fact.members if f"{fact.name}.{each}" not in facts.evidence)
    if fact.name in facts.evidence or (fact.type == "set" and not open_members):
        return None
    options = fact.values if fact.type == "enum" else open_members
    return Question(fact.name, fact.question[audience], fact.type, options)

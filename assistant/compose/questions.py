"""What to ask next: the facts that could change the answer, the most urgent first; and a reply that leaves it open."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.answer import Question
from assistant.checker import CheckResult, MissingFact, next_questions
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import known
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
_UNSURE = re.compile(
    r"\W*(?:(?:oh|um+|er|well|sorry|hmm+|honestly|ok|okay)\W+)*(?:(?:i'?m|i am|we are|he is|she is) )?"
    r"(?:really |just )?(?:"
    r"(?:(?:not|un) ?(?:too |really |quite )?(?:sure|certain)|(?:have )?no (?:idea|clue)|dunno|idk|"
    r"(?:(?:i|we) )?(?:really |just )?(?:don'?t|do not) (?:really )?(?:know|remember)|i (?:have )?no (?:idea|clue)|"
    r"i dunno|(?:not |un)known|not (?:asked|documented|recorded)|hard to (?:say|tell))"
    r"(?=\s*(?:$|[,.;!?]|(?:about|which|whether|if|but|sorry|to|either|any|what|on|of|yet|really|at)\b))"
    # "I can't tell if I have wiped" is no such answer.
    r"|(?:i )?(?:can'?t|cannot|couldn'?t) (?:say|tell|remember|answer)(?=\s*(?:$|[,.;!?])))",
    re.IGNORECASE,
)
_FIRST = frozenset({"safety", "exit", "lead"})
#: Values that say that something is not there.
_NOTHING = frozenset({"none", "no", "not_suspected", "not_done"})


def questions(
    result: CheckResult, facts: PatientFacts, audience: Audience, declined: Collection[str] = ()
) -> tuple[Question, ...]:
    """At most three questions, the most decisive first, none that has been answered or `declined` before.

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
        if missing.fact in declined:
            continue
        tier = load_vocabulary()[missing.fact].tier
        if (emergency and tier != "safety") or (tier == "topic" and not _came_up(topics.get(missing.fact), facts)):
            continue
        if question := _question(missing, facts, audience):
            asked.append(question)
    return tuple(asked[:MOST_QUESTIONS])


def asking_first(
    draft: Draft, disputed: Sequence[str], result: CheckResult, facts: PatientFacts, audience: Audience
) -> Draft:
    """The same answer, asking first about `disputed` facts, which two readers of the message took differently."""
    if not disputed or result.urgency == "emergency":
        return draft
    others = [each for each in draft.questions if each.fact not in disputed]
    # The most decisive of the others keeps its place.
    most = MOST_QUESTIONS - 1 if others else MOST_QUESTIONS
    own = [question_about(name, facts, audience) for name in disputed[:most]]
    return replace(draft, questions=tuple([*own, *others][:MOST_QUESTIONS]))


def is_yes(message: str) -> bool:
    """Whether a message says yes and nothing else.

    >>> is_yes("Yes, I do."), is_yes("Yes, since Monday")
    (True, False)
    """
    return bool(_YES.fullmatch(message))


def is_unsure(message: str) -> bool:
    """Whether a message begins with not knowing.

    >>> is_unsure("Not sure, sorry"), is_unsure("I don't know about the bladder"), is_unsure("Sure, no fever")
    (True, True, False)
    """
    return bool(_UNSURE.match(message.replace("\u2019", "'")))


def stands(draft: Draft, audience: Audience) -> Draft:
    """The verdict again, and that not knowing has changed nothing; what goes with it was said before."""
    said = DraftStatement(load_wording(audience).say("stands"), (), "fixed", "change")
    first = [each for each in draft.statements if each.part in _FIRST]
    return replace(draft, statements=(*first, said))


def which_yes(
    result: CheckResult, facts: PatientFacts, asked: Sequence[str], audience: Audience, declined: Collection[str] = ()
) -> Draft:
    """The answer to a yes that may belong to any of several questions: what to do if it is the worst, and which it is.

    The verdict is not said again: it held for a no.
    """
    fixed = load_wording(audience).fixed
    worst = {missing.fact for missing in result.missing if missing.worst_urgency == "emergency"}
    statements = [DraftStatement(fixed["which_yes"], (), "fixed", "lead")]
    if worst.intersection(asked):
        statements.insert(0, DraftStatement(fixed["yes_may_be_emergency"], (), "fixed", "safety"))
    return Draft("clarification", tuple(statements), questions(result, facts, audience, declined))


def _question(missing: MissingFact, facts: PatientFacts, audience: Audience) -> Question | None:
    fact = load_vocabulary()[missing.fact]
    open_members = tuple(each for each in fact.members if f"{fact.name}.{each}" not in facts.evidence)
    if fact.name in facts.evidence or (fact.type == "set" and not open_members):
        return None
    return question_about(fact.name, facts, audience)


def question_about(name: str, facts: PatientFacts, audience: Audience) -> Question:
    """The question about a fact; of a set, about the members that are open, or all if none is."""
    fact = load_vocabulary()[name]
    wording = load_wording(audience)
    text = str(wording.facts[name].get("ask") or fact.question[audience])
    if fact.type == "enum":
        labels = tuple(known(name, value, wording) for value in fact.values)
        return Question(name, text, fact.type, fact.values, labels)
    members = tuple(each for each in fact.members if f"{name}.{each}" not in facts.evidence) or fact.members
    labels = tuple(known(f"{name}.{each}", True, wording) for each in members)
    return Question(name, text, fact.type, members, labels)


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

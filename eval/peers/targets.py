"""Where a message speaks of what the lexicon knows, and the facts that follow once an engine has said how.

Every engine is given the same places and all that our lexicon knows about them: the phrases in all their forms,
misspellings mended, decoys left out, and whether "trouble" or "normal" makes a finding of a mere name. What follows
from its verdicts is the same for all, too: definitions, blanket denials, which of two values holds, quantities, times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.understanding.context import Scope
from assistant.understanding.extraction import Extraction
from assistant.understanding.lexicon import Concept, Sense, Value
from assistant.understanding.mention import Mention
from assistant.understanding.settle import facts_of

#: Mentions that no context engine is asked about.
_GIVEN = frozenset({"person", "measured", "time"})
_NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True)
class Target:
    """A place that an engine is asked about."""

    concept: Concept
    sense: Sense
    """says: a finding. denies: its denial in one phrase, as "afebrile". names: nothing, unless it is denied."""
    start: int
    end: int
    sentence: int


def targets_of(said: Extraction) -> list[Target]:
    """Every place of a message where a phrase of the lexicon speaks of something, in order."""
    return list(chain.from_iterable(_in_sentence(said, number) for number in range(len(said.sentences))))


def facts_by(said: Extraction, targets: Sequence[Target], marks: Sequence[Collection[str]]) -> dict[str, Value]:
    """The facts that follow if each target is spoken of as marked: negated, uncertain, historical, ...; by key."""
    given = [mention for mention in said.mentions if mention.concept in _GIVEN and mention.states]
    told = [
        Mention(key, value, target.start, target.end, "affirmed", target.concept.name, target.sentence)
        for target, found in zip(targets, marks, strict=True)
        for key, value in _stated(target, found).items()
    ]
    return {key: each.value for key, each in facts_of([*given, *told], said).evidence.items()}


def _in_sentence(said: Extraction, number: int) -> Iterator[Target]:
    part = said.sentences[number]
    held = [each for each in said.spoken if part.first <= each.first < part.last]
    scope = Scope(said.text, said.tokens, part, held, kin=said.person.kin)
    for spoken in held:
        concept = spoken.phrase.concept
        if concept is None or concept.empty or (concept.alone and not scope.stands_alone(spoken)):
            continue
        sense = spoken.phrase.sense
        if sense == "names" and (scope.has("abnormal", spoken) or scope.has("trouble", spoken)):
            sense = "says"
        elif sense == "names" and scope.has("normal", spoken):
            sense = "denies"
        yield Target(concept, sense, said.tokens[spoken.first].start, said.tokens[spoken.last - 1].end, number)


def _stated(target: Target, marks: Collection[str]) -> Mapping[str, Value]:  # noqa: PLR0911 - one way out a mark
    """What a target states of the patient, now, by the definitions that our own reader follows."""
    concept = target.concept
    if "family" in marks or "hypothetical" in marks:
        return _NOTHING
    if target.sense == "denies":
        # A "no" that reaches this far is another item's of its list ("no bowel trouble, neuro normal"), seldom its own.
        return concept.absent
    if "negated" in marks:
        return _NOTHING if target.sense == "names" and concept.act else concept.absent
    if target.sense == "names":
        return _NOTHING
    if "uncertain" in marks:
        return concept.suspected
    if "historical" in marks and not concept.lasting:
        past = concept.once if concept.once is not None else concept.past
        return past or _NOTHING
    return concept.present

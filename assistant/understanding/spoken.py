"""Which of the phrases found in a sentence hold: the longer before the shorter, the known decoy before the guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding import grammar
from assistant.understanding.lexicon import Phrase
from assistant.understanding.phrases import Match
from assistant.understanding.tokens import Token

#: Cues that deny or doubt: of two that begin or end together the longer one holds.
_DENIALS = dict.fromkeys(
    (
        "negation",
        "negation_of_verb",
        "negation_after",
        "uncertain",
        "affirmation",
        "normal",
        "suspicion",
        "suspicion_after",
        "query",
        "fear",
    ),
    "denial",
)


#: What this file says no phrase about something else takes for its own.
_EMERGENCIES = "cauda_equina.yaml"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase of the lexicon over tokens `first` up to, but not including, `last`."""

    phrase: Phrase
    first: int
    last: int

    @property
    def cue(self) -> str:
        """The kind of cue; empty for a mention."""
        return self.phrase.cue


def resolve(matches: Sequence[Match], phrases: Sequence[Phrase], tokens: Sequence[Token]) -> list[Spoken]:
    """Give matches their meaning; one that is only a part of another phrase is dropped."""
    spoken = [Spoken(phrases[match.label], match.first, match.last) for match in matches]
    spoken = [each for each in spoken if not _only_denies(each, spoken, tokens)]
    spoken.sort(key=lambda each: (each.first, -each.last))
    kept = [each for each in spoken if not any(o is not each and _swallows(o, each) for o in _near(each, spoken))]
    decoys = [each for each in kept if each.phrase.concept is not None and each.phrase.concept.empty]
    kept = [each for each in kept if not any(_hides(decoy, each) for decoy in decoys)]
    return [each for each in kept if not (each.cue and _interrupted(each, kept, tokens))]


def _near(each: Spoken, others: Sequence[Spoken]) -> list[Spoken]:
    return [other for other in others if other.first < each.last and each.first < other.last]


def _only_denies(each: Spoken, others: Sequence[Spoken], tokens: Sequence[Token]) -> bool:
    """Whether a phrase such as "no bladder control" is but the head of "no bladder control problems"."""
    if each.cue or each.phrase.sense != "says" or tokens[each.first].word not in {"no", "nil", "without", "not"}:
        return False
    if each.last < len(tokens) and tokens[each.last].word in grammar.TROUBLE:
        return True
    return any(
        other.phrase.concept is each.phrase.concept
        and other.phrase.sense == "says"
        and each.first < other.first < each.last < other.last
        for other in others
    )


def _swallows(longer: Spoken, shorter: Spoken) -> bool:
    """Whether the words of `shorter` belong to `longer` and say nothing of their own."""
    if not (longer.first <= shorter.first and shorter.last <= longer.last):
        return False
    strictly = longer.last - longer.first > shorter.last - shorter.first
    if longer.cue:
        kin = _DENIALS.get(longer.cue, longer.cue) == _DENIALS.get(shorter.cue, shorter.cue or "none")
        return strictly and (kin or (longer.cue == "affirmation" and bool(shorter.cue)))
    one, other = longer.phrase.concept, shorter.phrase.concept
    if shorter.cue:
        # "GP." may name the place of care; in "GP worried" it is a clinician.
        return one is None or not (one.alone or (shorter.cue == "resolved" and one.open))
    if one is other:
        return strictly or longer.phrase.sense not in {shorter.phrase.sense, "names"}
    if not strictly or one is None or other is None or one.open:
        return False
    # "Started wetting the bed at 45" tells of an age, and of a bladder.
    foreign = other.file == _EMERGENCIES != one.file and shorter.phrase.sense == "says"
    return one.empty or not (foreign or (other.inside and one.complaint))


def _hides(decoy: Spoken, each: Spoken) -> bool:
    """Whether words that are known to mean something else overlap a mention that is no longer than they are."""
    concept, other = each.phrase.concept, decoy.phrase.concept
    if concept is None or other is None or concept.empty or concept.file != other.file:
        return False
    if not (decoy.first < each.last and each.first < decoy.last):
        return False
    if concept.complaint and each.last > decoy.last:
        return False  # "X-ray for my low back" must not hide "low back pain".
    return each.last - each.first <= decoy.last - decoy.first


def _interrupted(cue: Spoken, others: Sequence[Spoken], tokens: Sequence[Token]) -> bool:
    """Whether a cue runs into a phrase that takes its last words for its own ("i am not" + "not able to pee")."""
    for other in _near(cue, others):
        takes = other.first < cue.last <= other.last and cue.first <= other.first
        if takes and not other.cue and cue.cue.startswith("negation") and tokens[other.first].word in grammar.DENYING:
            return True
        inside = other.first < cue.first < other.last
        if inside and cue.cue == "hypothetical" and other.cue in {"query", "uncertain", "suspicion"}:
            return True
    return False

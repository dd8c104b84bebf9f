"""Questions inside a message, and the plain yes or no that answers them ("Any fever? No.")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.grammar import OF_NOW
from assistant.understanding.tokens import Answer, Sentence, Token

_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")
_YES = frozenset(["yes", "yeah", "yep", "yup", "positive", "aye"])
_NO = frozenset(["no", "nope", "nah", "never", "none", "nil", "not", "negative", "denies"])
_HESITATION = frozenset(["patient", "pt", "um", "uh", "well", "oh", "so", "er", "mm", "hmm"])
_DOCTOR_ASKS = frozenset({
    ("have", "you"), ("do", "you"), ("did", "you"), ("are", "you"), ("were", "you"), ("can", "you"), ("had", "you"),
    ("does", "it"), ("is", "it"), ("has", "it"), ("you", "have"), ("noticed", "any"), ("having", "any"),
})  # fmt: skip
_OPENINGS = frozenset(["any", "is", "does", "has", "are", "do", "have"])
_OF_PATIENT = frozenset(["i", "my", "he", "she", "his", "her", "old", "year", "with", "im"])
_NOT_ASKED = frozenset(["asked", "documented", "recorded", "checked", "tested", "mentioned", "assessed", "known"])
#: "Do I have an infection?" asks what nobody has said.
_WONDERING = frozenset({
    ("do", "i", "have"), ("have", "i", "got"), ("does", "he", "have"), ("does", "she", "have"), ("has", "he", "got"),
    ("has", "she", "got"),
})  # fmt: skip
_WONDERED = 7
#: The longest question, in tokens, that a bare yes or no is taken to answer outside a transcript.
_SHORT_YES, _SHORT_NO, _SHORT_ANSWER = 14, 25, 4


def questioned(tokens: Sequence[Token], part: Sentence) -> Sentence:
    """The sentence, marked as a question if a doctor in a transcript asks it, question mark or not."""
    if part.asks or part.speaker != "doctor":
        return part
    words = [token.word for token in tokens[part.first : part.last]]
    asks = not _DOCTOR_ASKS.isdisjoint(pairwise(words)) or "any" in words
    return replace(part, asks=True) if asks else part


def answer_to(tokens: Sequence[Token], parts: Sequence[Sentence], number: int) -> Answer:
    """The plain yes or no with which the next sentence answers this one, if it asks."""
    if not parts[number].asks or number + 1 >= len(parts):
        return ""
    following = parts[number + 1]
    words = [token.word for token in tokens[following.first : following.last] if token.kind != "point"]
    while words and words[0] in _HESITATION:
        words = words[1:]
    if not words:
        return ""
    asked = parts[number].last - parts[number].first
    spoken = parts[number].speaker == "doctor"
    if words[0] in _YES and (asked <= _SHORT_YES or spoken):
        return "yes"
    if not _NOT_ASKED.isdisjoint(words[1:3]):
        return ""  # "Any CES signs? None asked yet": nobody has denied them.
    if words[0] in _NO and (len(words) <= _SHORT_ANSWER or spoken) and asked <= _SHORT_NO:
        return "no"
    return ""


def only_asks(tokens: Sequence[Token], part: Sentence) -> bool:
    """Whether a question only asks about what it names ("numb??", "any fever?"), and tells nothing of a patient."""
    if part.speaker == "doctor":
        return True
    length = part.last - part.first - 1
    if tokens[part.last - 1].word == "?" and length <= 3:
        return True
    spoken = [token.word for token in tokens[part.first : part.last]]
    words = set(spoken)
    if tuple(spoken[:3]) in _WONDERING and length <= _WONDERED and part.asks:
        return True
    return tokens[part.first].word in _OPENINGS and length <= 12 and _OF_PATIENT.isdisjoint(words)


def names_year(tokens: Sequence[Token], part: Sentence) -> bool:
    """Whether a sentence names a year and nothing of now: "Cancer? Yes - breast 2015" tells of the past."""
    words = {token.word for token in tokens[part.first : part.last]}
    return any(_YEAR.fullmatch(word) for word in words) and words.isdisjoint(OF_NOW | {"since"})

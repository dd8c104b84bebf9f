""" "I have none of these": one denial for a list that stands before it, be it a leaflet's, a nurse's or a search's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.mention import Mention

_THESE = r"(?:these|those|that|them|the above)"
_NONE_OF_THESE = re.compile(
    rf"\b(?:(?:none|nothing|not any) of {_THESE}|neither|no to all (?:of )?{_THESE}"
    r"|mine'?s?(?: is| are)? (?:all |still |perfectly |just )?(?:ok|okay|fine|normal|alright|good)"
    rf"|(?:don'?t|do not|doesn'?t|does not|haven'?t|hasn'?t) (?:have|got|had) (?:any of )?{_THESE})"
    # "None of those helped", "none of that before last week": something else is said.
    r"(?=\s*(?:[.,;:!?)-]|$"
    r"|(?:so far|right now|now|at the moment|at present|today|myself|yet|thank\w*|appl\w+|present|here|just|only"
    r"|(?:has|have|had) (?:ever )?(?:happened|occurred|come)|happen\w*|for (?:me|him|her)|in (?:my|his|her) case)\b))"
)


def deny_lists(mentions: Sequence[Mention], text: str, starts: Sequence[int], lexicon: Lexicon) -> list[Mention]:
    """The mentions, with the lists that a later "none of these" refers to denied; `starts` are those of sentences."""
    result = list(mentions)
    for match in _NONE_OF_THESE.finditer(text):
        number = sum(start <= match.start() for start in starts) - 1
        own = [n for n, m in enumerate(result) if m.sentence == number and m.end <= match.start()]
        # What the sentence before tells of the patient stands; what it only lists is what "these" are.
        listed = own or [n for n, m in enumerate(result) if m.sentence == number - 1 and not m.states]
        for place in listed:
            mention = result[place]
            concept = lexicon.concepts.get(mention.concept)
            if concept is not None and not concept.complaint and mention.key in concept.absent:
                result[place] = replace(mention, value=concept.absent[mention.key], context="negated")
    return result

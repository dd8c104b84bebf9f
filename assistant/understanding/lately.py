"""Until lately: "no numbness until this morning" tells of numbness, and "bladder fine until yesterday" of a bladder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Turn = Literal["turned", "unclear", ""]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNTIL = frozenset({"until", "till", "til"})
_LATE = _words(
    "yesterday today tonight this last recently lately ago monday tuesday wednesday thursday friday saturday sunday "
    "morning afternoon evening overnight noon lunchtime breakfast earlier midnight"
)
#: Beyond so many words a time belongs to something else.
_NEAR = 6
_ENDS = frozenset({",", ".", ";", ":", "(", ")", "but", "and"})


def turn(words: Sequence[str], place: int) -> Turn:
    """Whether the word at a place ends a former state lately; "no numbness until now" is read either way by many."""
    if words[place] not in _UNTIL and list(words[place : place + 2]) != ["up", "to"]:
        return ""
    following = list(words[place + 1 : place + 1 + _NEAR])
    for number, word in enumerate(following):
        if word in _ENDS:
            following = following[:number]
            break
    if "now" in following[:2]:
        return "turned" if "never" in words[:place] else "unclear"
    return "turned" if _LATE.intersection(following) else ""

"""Misspelt words mended to words of the lexicon, and never one real word turned into another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

#: Shorter words have too many neighbours to be mended by distance; `spelling.yaml` lists those worth mending.
SHORTEST = 5
#: From this length on two slips are allowed for.
LONG = 8
_REMEMBERED = 4096


class Speller:
    """Mends words by a list of common slips, then by distance to the words that the lexicon needs."""

    def __init__(self, slips: Mapping[str, str], words: Iterable[str], known: Iterable[str]) -> None:
        """`words` are what may be mended to; `known` words, and plurals of `words`, are left alone."""
        self._slips = dict(slips)
        self._words = frozenset(word for word in words if len(word) >= SHORTEST and word.isalpha())
        self._common = frozenset(known)
        self._known = self._common | frozenset(words)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._words):
            for cut in _cuts(word):
                self._near.setdefault(cut, []).append(word)
        self._remembered: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """The right spelling of `word`, or `word` itself."""
        if word in self._slips:
            return self._slips[word]
        if len(word) < SHORTEST or len(word) > 24 or word in self._known or not word.isascii():
            return word
        if word not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = self._nearest(word)
        return self._remembered[word]

    def _nearest(self, word: str) -> str:
        if _stem(word) in self._known:
            return word
        candidates = {near for cut in _cuts(word) for near in self._near.get(cut, ())}
        allowed = 2 if len(word) >= LONG else 1
        # Of two as near as each other the commoner word is meant.
        best = min(
            ((self._distance(word, near), near not in self._common, near) for near in candidates),
            default=(9, True, word),
        )
        return best[2] if best[0] <= allowed else word

    @staticmethod
    def _distance(word: str, near: str) -> int:
        # People seldom get the first letter wrong, and words that differ there are mostly other words.
        if word[0] != near[0] and OSA.distance(word[:2], near[:2]) > 1:
            return 9
        distance = OSA.distance(word, near, score_cutoff=2)
        if distance == 2 and len(near) < LONG:
            return 9
        if word[0] != near[0] and sorted(word) != sorted(near):
            return distance + 1
        return distance


def _cuts(word: str) -> Iterable[str]:
    yield word
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word

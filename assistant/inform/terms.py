"""What a text is about: the terms of `wording/inform_terms.yaml` it speaks of, and its other telling words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from assistant.understanding.patterns import any_of, load_patterns

#: Terms that deny something come first, and take their words with them: "no red flags" speaks of no red flag.
_FIRST = ("_everybody", "no_red_flags", "untreated", "failed_care", "mri_impossible", "no_imaging")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MODALITY = "modality_"


@functools.lru_cache(maxsize=4096)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text, and the stems of the words that no term covers.

    >>> sorted(terms_of("Is an X-ray indicated in suspected CES with no red flags?"))
    ['ces', 'modality_xray', 'no_red_flags']
    """
    found: set[str] = set()
    rest = text.lower()
    for name, pattern in _patterns().items():
        if pattern.search(rest):
            found.add(name)
            if name in _FIRST:
                rest = pattern.sub(" ", rest)
    # Every term takes its words from the same text: one after another they would depend on the order of a set.
    left = list(rest)
    for match in (each for name in found for each in _patterns()[name].finditer(rest)):
        left[match.start() : match.end()] = " " * len(match[0])
    words = (match[0] for match in _WORD.finditer("".join(left)))
    found.discard("_everybody")
    return frozenset(found | {_stem(word) for word in words if word not in _stop_words()})


def modalities_of(terms: frozenset[str]) -> frozenset[str]:
    """The modalities among terms, named as procedures name them."""
    return frozenset(term.removeprefix(_MODALITY) for term in terms if term.startswith(_MODALITY))


def names_what_is_not_held(text: str) -> bool:
    """Whether a text asks for a source that is known and not among the documents."""
    return bool(_not_held().search(text.lower()))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "is", "es", "ed", "e", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@functools.cache
def _lists() -> Mapping[str, Any]:
    return load_patterns("wording/inform_terms.yaml", ("terms", "stop", "not_held"))


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    compiled = {name: any_of(phrases) for name, phrases in _lists()["terms"].items()}
    return {name: compiled[name] for name in (*_FIRST, *(each for each in compiled if each not in _FIRST))}


@functools.cache
def _stop_words() -> frozenset[str]:
    return frozenset(_lists()["stop"])


@functools.cache
def _not_held() -> re.Pattern[str]:
    return any_of(_lists()["not_held"])

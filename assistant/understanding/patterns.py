"""Lists of patterns in YAML, compiled to one expression each, for what is told by wording more than by meaning."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from assistant.errors import VocabularyError


def load_patterns(path: str, keys: Iterable[str]) -> Mapping[str, Any]:
    """Read a YAML file under `assistant/`, which must have exactly these top keys.

    Raises:
        VocabularyError: names the file and the keys that are too many or missing.
    """
    file = importlib.resources.files("assistant").joinpath(path)
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    wrong = set(keys).symmetric_difference(content)
    if wrong:
        raise VocabularyError(f"{path}: keys unknown or missing: {', '.join(sorted(wrong))}")
    return {key: content[key] for key in keys}


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases as whole words in a text in lower case.

    A phrase is a regular expression with shorthands: a space stands for spaces, a line break or a hyphen (` ?`: or
    for nothing), and `*` at the end of a word for any ending.

    >>> any_of(["x ?ray*", "bone scan"]).findall("an x-ray, two xrays or a bone  scan?")
    ['x-ray', 'xrays', 'bone  scan']
    """
    listed = list(phrases)
    if odd := [phrase for phrase in listed if not isinstance(phrase, str)]:
        raise VocabularyError(f"{odd} among phrases is no text; put it in quotes (no, yes, on and numbers need them)")
    # Case is not ignored here: with it the engine would try every phrase at every word.
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_expression, listed))})(?!\w)" if listed else r"(?!)")


def _expression(phrase: str) -> str:
    ended = re.sub(r"(?<=\w)(?<!\\\w)\*", r"\\w*", phrase)
    return ended.replace(" ?", r"[\s\-]*").replace(" ", r"[\s\-]+")

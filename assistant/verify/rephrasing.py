"""Other words for a sentence: may they stand for it? Each way in which they may not is a reason in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify.claims import critical, negations, stems
from assistant.verify.support import Evidence

#: Words that join what is said and add nothing to it; everything else is of the sentence or of what it cites.
_JOINING = stems(
    "because based basis given gives due since reason reasons main rest rests resting according rate rates rated "
    "rating says say alike equally together here patient case therefore which"
)
#: Signs of plain prose that any sentence may use.
_PROSE = frozenset(" .,;:!?()/%+-'\"\u2018\u2019\u201c\u201d\u2013\u2014\u2026")
_ADDRESS = re.compile(r"://|www\.|\bmailto:", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
#: How much longer than the sentence its other words may be.
_LONGER, _WORDS_MORE = 1.5, 6


def rephrased(text: str, evidence: Evidence) -> Iterator[str]:
    """Why a text may not stand for `evidence.basis`, which is verified; nothing if it may.

    It may change the order and the joining words. It keeps every word that matters and every denial, and brings in no
    word that is neither in the sentence nor in what that cites.
    """
    yield from _signs(text, evidence)
    basis, held = evidence.basis, " \n".join(evidence.texts)
    if strange := sorted(critical(text) - critical(held)):
        yield f"it brings in {', '.join(strange)}"
    if negations(text) != negations(basis):
        yield "it denies more or less than the sentence it stands for"
    free = _JOINING | stems(evidence.provenance)
    if strange := sorted(stems(text) - stems(held) - free):
        yield f"it says more than the sentence it stands for: {', '.join(strange)}"
    if lost := sorted((stems(basis) - stems(text) - free) | (critical(basis) - critical(text))):
        yield f"it leaves out {', '.join(lost)}"
    yield from _repeated(text, basis)


def _signs(text: str, evidence: Evidence) -> Iterator[str]:
    """Markup, addresses and letters of another script: what is shown is prose, as the sentence was."""
    known = _PROSE | set(evidence.basis) | set("".join(evidence.texts)) - set("|*_#<>[]`")
    if any(not (each.isascii() and each.isalnum()) and each not in known for each in text):
        yield "it holds signs that are not of the sentence"
    elif _ADDRESS.search(text) and not _ADDRESS.search(evidence.basis):
        yield "it holds an address"


def _repeated(text: str, basis: str) -> Iterator[str]:
    sentences = [each.strip(" .!?;").lower() for each in _SENTENCE.split(text)]
    if len(set(sentences)) < len(sentences):
        yield "it says a thing twice"
    elif len(text.split()) > _LONGER * len(basis.split()) + _WORDS_MORE:
        yield "it is longer than the sentence it stands for"

"""Reads one message in its conversation."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.patient import PatientFacts
from assistant.understanding.extraction import extract
from assistant.understanding.lexicon import Lexicon, load_lexicon
from assistant.understanding.reading import Reading
from assistant.understanding.settle import settle


class Reader:
    """Free text to facts. Pure: the same message, conversation and lexicon give the same reading."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(
        self,
        message: str,
        *,
        turn: int = 1,
        known: PatientFacts = PatientFacts(),  # noqa: ARG002, B008 - a frozen record; replies read it
        asked: Sequence[str] = (),  # noqa: ARG002 - replies read it
    ) -> Reading:
        """What `message` states; `known` are the facts so far, `asked` the keys of the questions put last."""
        extraction = extract(message, self._lexicon)
        return Reading(facts=settle(extraction, turn=turn))


def load_reader() -> Reader:
    """A reader with the lexicon that ships with the product.

    Raises:
        LexiconError: names the file, the entry and the key that is wrong.
    """
    return Reader(load_lexicon())

"""Reads one message in its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.patient import PatientFacts
from assistant.understanding.extraction import extract
from assistant.understanding.intent import classify
from assistant.understanding.lexicon import Lexicon, load_lexicon
from assistant.understanding.reading import Reading
from assistant.understanding.replies import interpret
from assistant.understanding.settle import facts_of, settle
from assistant.understanding.wishes import studies_asked


class Reader:
    """Free text to facts. Pure: the same message, conversation and lexicon give the same reading."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(
        self,
        message: str,
        *,
        turn: int = 1,
        known: PatientFacts = PatientFacts(),  # noqa: B008 - a frozen record
        asked: Sequence[str] = (),
        today: date | None = None,
    ) -> Reading:
        """What `message` says; `known` are the facts so far, `asked` the keys of the questions put last.

        `today` is the day it was written, for "since Tuesday"; no clock is read where neither it nor the message tells.
        """
        extraction = extract(message, self._lexicon, today=today)
        supposed = [mention for mention in extraction.mentions if mention.context == "hypothetical"]
        reply = interpret(
            message,
            settle(extraction, turn=turn),
            unasserted=facts_of(supposed, extraction, turn=turn),
            turn=turn,
            known=known,
            asked=asked,
        )
        before = PatientFacts() if reply.new_patient else known
        return Reading(
            facts=reply.facts,
            forget=reply.forget,
            new_patient=reply.new_patient,
            intent=classify(message, reply.facts, known=before, asked=asked, hypothetical=reply.hypothetical),
            studies=studies_asked(message),
            hypothetical=reply.hypothetical,
        )


def load_reader() -> Reader:
    """A reader with the lexicon that ships with the product.

    Raises:
        LexiconError: names the file, the entry and the key that is wrong.
    """
    return Reader(load_lexicon())

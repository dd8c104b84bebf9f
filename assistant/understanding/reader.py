"""Reads one message in its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.patient import Evidence, PatientFacts
from assistant.understanding.extraction import Extraction, extract
from assistant.understanding.intent import classify
from assistant.understanding.lexicon import Lexicon, load_lexicon
from assistant.understanding.mention import Mention
from assistant.understanding.reading import Reading
from assistant.understanding.replies import interpret
from assistant.understanding.settle import facts_of, settle
from assistant.understanding.wishes import studies_asked

#: What may come on later than the pain: a time said of it in a later message is not that of the pain.
_NEWS = frozenset({
    "cauda_equina_features", "neuro_deficit", "myelopathy_signs", "radiculopathy", "fever", "pain_sites", "_weakness",
    "_numbness", "recent_infection", "limb_vascular_features", "trauma",
})  # fmt: skip


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
        extraction = _of_the_pain(extract(message, self._lexicon, today=today), known, asked)
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


def _of_the_pain(extraction: Extraction, known: PatientFacts, asked: Sequence[str]) -> Extraction:
    """Without the times of what has come since: "it shoots down both legs since yesterday" leaves the four days."""
    before = known.evidence.get("duration_weeks")
    if before is None or "duration_weeks" in asked:
        return extraction
    newer = {mention.sentence for mention in extraction.mentions if _is_news(mention.key)}
    kept = tuple(
        mention for mention in extraction.mentions
        if mention.key != "duration_weeks" or mention.sentence not in newer or not _shorter(mention, before)
    )  # fmt: skip
    return replace(extraction, mentions=kept)


def _is_news(key: str) -> bool:
    name, _, member = key.partition(".")
    return name in _NEWS and member not in {"lumbar", "thoracic"}


def _shorter(mention: Mention, before: Evidence) -> bool:
    return isinstance(mention.value, float) and isinstance(before.value, int | float) and mention.value < before.value


def load_reader() -> Reader:
    """A reader with the lexicon that ships with the product.

    Raises:
        LexiconError: names the file, the entry and the key that is wrong.
    """
    return Reader(load_lexicon())

"""A draft: what an answer is going to say, each sentence with the places in the corpus that carry it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Kind, Origin, Question
from assistant.checker import Source


@dataclass(frozen=True)
class DraftStatement:
    """A sentence or table row before it is verified and its citations are numbered."""

    text: str
    sources: tuple[Source, ...]
    """Empty only for `origin == "fixed"`."""
    origin: Origin
    part: str = ""
    """As `Statement.part`."""
    basis: str = ""
    """For a model's words, the sentence they stand for, whose words they may use."""


@dataclass(frozen=True)
class Draft:
    """What a composer hands to the verifier."""

    kind: Kind
    statements: tuple[DraftStatement, ...]
    questions: tuple[Question, ...] = ()
    composer: str = "template"

"""A conversation: what is carried over from turn to turn, and the turns as they were."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.answer import Answer
from assistant.conversations.feedback import Feedback
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience


@dataclass(frozen=True)
class Conversation:
    """One conversation, as it stands after its last answer: all that the next answer depends on."""

    id: str
    turns: int = 0
    """How many messages were answered. A store also tells by it whether another message came in between."""
    facts: PatientFacts = field(default_factory=PatientFacts)
    asked: tuple[str, ...] = ()
    """Facts that the last answer asked for."""
    audience: Audience = "clinician"
    declined: tuple[str, ...] = ()
    """Facts that were asked for and that the user could not tell."""

    def after(self, facts: PatientFacts, *, asked: tuple[str, ...], audience: Audience,
              declined: tuple[str, ...] = ()) -> Conversation:  # fmt: skip
        """The conversation one turn on."""
        return replace(self, turns=self.turns + 1, facts=facts, asked=asked, audience=audience, declined=declined)


@dataclass(frozen=True)
class Turn:
    """One message and its answer, as they were."""

    number: int
    """1-based, as the evidence of facts names it."""
    at: datetime
    message: str
    answer_id: str
    answer: str
    """The answer as JSON, character for character as it was sent."""
    feedback: Feedback | None = None

    @property
    def digest(self) -> dict[str, str]:
        """The digests of the answer."""
        found: dict[str, str] = json.loads(self.answer)["digest"]
        return found


@dataclass(frozen=True)
class Summary:
    """When a conversation took place, and how long it is."""

    id: str
    turns: int
    started_at: datetime
    used_at: datetime
    """When its last message was answered."""


@dataclass(frozen=True)
class Transcript:
    """A whole conversation as it was."""

    summary: Summary
    turns: tuple[Turn, ...]


def new_id() -> str:
    """An id that nobody can guess: whoever knows it may read the conversation, or judge the answer.

    >>> len(new_id())
    32
    """
    return secrets.token_hex(16)


def as_sent(answer: Answer) -> str:
    """An answer as JSON, character for character as it goes over HTTP."""
    return json.dumps(answer.to_json(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))

"""What can go wrong, one class per action that mends it. Every message says what, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class IndicatedError(Exception):
    """Anything this product raises on purpose; the message is fit to show to whoever has to act."""


class FactError(IndicatedError, ValueError):
    """A patient fact that is not in the vocabulary or out of range: the caller mends the request."""

    def __init__(self, fact: str, problem: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(f"{fact} {problem}.")
        self.fact = fact
        self.allowed = tuple(allowed)
        """What may stand there instead, where that is no fact of the vocabulary."""


class MessageError(IndicatedError, ValueError):
    """A message that cannot be read (empty, too long, not text): the writer sends another."""


class VocabularyError(IndicatedError):
    """`facts.yaml` is wrong: its author mends the file."""


class RuleError(IndicatedError):
    """A rule file is wrong: its author mends the named rule."""


class WordingError(IndicatedError):
    """A file under `wording/` is wrong: its author mends the named file and key."""


class SettingError(IndicatedError):
    """A setting is wrong: the operator mends it."""


class ConversationError(IndicatedError, KeyError):
    """No such conversation: the caller starts a new one."""

    def __str__(self) -> str:
        return "There is no such conversation, or no longer; leave conversation_id out to start one."


class UnknownAnswerError(IndicatedError, KeyError):
    """No such answer is kept: the caller gives the id as the answer has it."""

    def __str__(self) -> str:
        return "There is no such answer, or no longer; give answer_id as the answer has it."


class StoreError(IndicatedError):
    """Conversations cannot be kept or read: the operator mends the database, and the message is sent again."""


class AbandonedError(IndicatedError):
    """Nobody waits for the answer any more: nothing has to be done, and nothing of the turn was kept."""

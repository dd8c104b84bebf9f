"""Conversations in this process alone: for tests, for measuring, and for whoever wants nothing written down."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from assistant.answer import Answer
from assistant.conversations.conversation import Conversation, Summary, Transcript, Turn, as_sent
from assistant.conversations.feedback import Feedback
from assistant.errors import ConversationError, UnknownAnswerError


class MemoryStore:
    """Keeps at most `most` conversations, the one that was quiet longest making room; they end with the process."""

    def __init__(self, most: int = 1_000, *, retention: timedelta = timedelta(days=30),
                 now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:  # fmt: skip
        self._most = most
        self._retention = retention
        self._now = now
        self._guard = threading.Lock()
        # Used last stands last.
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._answered: dict[str, str] = {}

    def read(self, conversation_id: str) -> Conversation:
        with self._guard:
            return self._found(conversation_id).conversation

    def keep(self, after: Conversation, message: str, answer: Answer) -> bool:
        now = self._now()
        turn = Turn(after.turns, now, message, answer.answer_id, as_sent(answer))
        with self._guard:
            self._drop_old()
            kept = self._kept.get(after.id)
            if (kept.conversation.turns if kept else 0) != after.turns - 1:
                return False
            if kept is None:
                while len(self._kept) >= self._most:
                    self._drop(next(iter(self._kept)))
                kept = self._kept[after.id] = _Kept(after, now, now)
            kept.conversation, kept.used_at = after, now
            kept.turns.append(turn)
            self._kept.move_to_end(after.id)
            self._answered[answer.answer_id] = after.id
        return True

    def transcript(self, conversation_id: str) -> Transcript:
        with self._guard:
            kept = self._found(conversation_id)
            return Transcript(kept.summary(), tuple(kept.turns))

    def delete(self, conversation_id: str) -> None:
        with self._guard:
            self._found(conversation_id)
            self._drop(conversation_id)

    def give_feedback(self, answer_id: str, feedback: Feedback) -> Feedback:
        with self._guard:
            self._drop_old()
            if answer_id not in self._answered:
                raise UnknownAnswerError
            turns = self._kept[self._answered[answer_id]].turns
            place = next(n for n, turn in enumerate(turns) if turn.answer_id == answer_id)
            given = replace(feedback, digest=turns[place].digest)
            turns[place] = replace(turns[place], feedback=given)
        return given

    def newest(self, most: int) -> tuple[Summary, ...]:
        with self._guard:
            self._drop_old()
            return tuple(kept.summary() for kept in reversed(self._kept.values()))[:most]

    def purge(self) -> int:
        with self._guard:
            return self._drop_old()

    def close(self) -> None:
        """Nothing to let go of."""

    def _found(self, conversation_id: str) -> _Kept:
        self._drop_old()
        if conversation_id not in self._kept:
            raise ConversationError
        return self._kept[conversation_id]

    def _drop_old(self) -> int:
        oldest = self._now() - self._retention
        old = []
        for name, kept in self._kept.items():
            if kept.used_at >= oldest:
                break
            old.append(name)
        for name in old:
            self._drop(name)
        return len(old)

    def _drop(self, conversation_id: str) -> None:
        for turn in self._kept.pop(conversation_id).turns:
            del self._answered[turn.answer_id]


@dataclass
class _Kept:
    conversation: Conversation
    started_at: datetime
    used_at: datetime
    turns: list[Turn] = field(default_factory=list)

    def summary(self) -> Summary:
        return Summary(self.conversation.id, self.conversation.turns, self.started_at, self.used_at)

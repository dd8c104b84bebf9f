"""Conversations in a database: SQLite or PostgreSQL, the same statements for both."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from assistant.answer import Answer
from assistant.conversations.conversation import Conversation, Summary, Transcript, Turn, as_sent
from assistant.conversations.database import Database
from assistant.conversations.feedback import Feedback
from assistant.conversations.tables import CONVERSATIONS, FEEDBACK, TURNS
from assistant.errors import ConversationError, StoreError, UnknownAnswerError

_ID = re.compile(r"[0-9a-f]{32}")
_PURGED_EVERY = timedelta(hours=1)

# What every message needs is made once: to make these statements takes longer than the database needs for them.
_FIND = select(CONVERSATIONS).where(
    CONVERSATIONS.c.id == bindparam("which"), CONVERSATIONS.c.used_at >= bindparam("oldest")
)
_BEGIN = insert(CONVERSATIONS)
_MOVE_ON = (
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("which"), CONVERSATIONS.c.turns == bindparam("as_read"))
    .values(turns=bindparam("turns"), state=bindparam("state"), used_at=bindparam("used_at"))
)
_ADD_TURN = insert(TURNS)


class SqlStore:
    """Keeps conversations in a database that several processes may share, each until it was quiet for `retention`."""

    def __init__(self, database: Database, *, retention: timedelta,
                 now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:  # fmt: skip
        """Also deletes what is past its time."""
        self._database = database
        self._retention = retention
        self._now = now
        self._state = TypeAdapter(Conversation)
        self._purged_at = now()
        self.purge()

    def read(self, conversation_id: str) -> Conversation:
        with self._database.reading() as connection:
            state = self._row(connection, conversation_id).state
        try:
            return self._state.validate_json(state)
        except ValidationError:
            # The error itself would repeat what is stored.
            raise StoreError(f"{self._database.name} holds a damaged conversation; delete that one.") from None

    def keep(self, after: Conversation, message: str, answer: Answer) -> bool:
        now = self._now()
        # On the way of a message that writes anyway, so that nothing runs behind anybody's back.
        if now - self._purged_at >= _PURGED_EVERY:
            self._purged_at = now
            self.purge()
        state = self._state.dump_json(after).decode()
        with self._database.writing() as connection:
            stands = {"turns": after.turns, "state": state, "used_at": now}
            if after.turns == 1:
                connection.execute(_BEGIN, {"id": after.id, "started_at": now, **stands})
            elif not connection.execute(_MOVE_ON, {"which": after.id, "as_read": after.turns - 1, **stands}).rowcount:
                return False
            connection.execute(_ADD_TURN, {
                "conversation_id": after.id, "number": after.turns, "at": now, "message": message,
                "answer_id": answer.answer_id, "answer": as_sent(answer),
            })  # fmt: skip
        return True

    def transcript(self, conversation_id: str) -> Transcript:
        turns = (
            select(TURNS, FEEDBACK.c.helpful, FEEDBACK.c.reasons, FEEDBACK.c.comment, FEEDBACK.c.digest)
            .outerjoin(FEEDBACK, FEEDBACK.c.answer_id == TURNS.c.answer_id)
            .where(TURNS.c.conversation_id == conversation_id)
            .order_by(TURNS.c.number)
        )
        with self._database.reading() as connection:
            summary = _summary(self._row(connection, conversation_id))
            return Transcript(summary, tuple(map(_turn, connection.execute(turns))))

    def delete(self, conversation_id: str) -> None:
        with self._database.writing() as connection:
            self._row(connection, conversation_id)
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id))
        self._database.wipe()

    def give_feedback(self, answer_id: str, feedback: Feedback) -> Feedback:
        if not _ID.fullmatch(answer_id):
            raise UnknownAnswerError
        now = self._now()
        answered = (
            select(TURNS.c.answer).join(CONVERSATIONS, CONVERSATIONS.c.id == TURNS.c.conversation_id)
            .where(TURNS.c.answer_id == answer_id, CONVERSATIONS.c.used_at >= self._oldest())
            # Two readers' feedback on one answer takes turns; in SQLite whoever writes has the database to itself.
            .with_for_update()
        )  # fmt: skip
        with self._database.writing() as connection:
            answer = connection.execute(answered).scalar_one_or_none()
            if answer is None:
                raise UnknownAnswerError
            digest: dict[str, str] = json.loads(answer)["digest"]
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.answer_id == answer_id))
            connection.execute(insert(FEEDBACK).values(
                answer_id=answer_id, at=now, helpful=feedback.helpful, reasons=json.dumps(feedback.reasons),
                comment=feedback.comment, digest=json.dumps(digest),
            ))  # fmt: skip
        return Feedback(feedback.helpful, feedback.reasons, feedback.comment, digest)

    def newest(self, most: int) -> tuple[Summary, ...]:
        wanted = (
            select(CONVERSATIONS).where(CONVERSATIONS.c.used_at >= self._oldest())
            .order_by(CONVERSATIONS.c.used_at.desc(), CONVERSATIONS.c.id).limit(most)
        )  # fmt: skip
        with self._database.reading() as connection:
            return tuple(map(_summary, connection.execute(wanted)))

    def purge(self) -> int:
        with self._database.reading() as connection:
            old = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.used_at < self._oldest()).limit(1)
            if connection.execute(old).first() is None:
                return 0
        with self._database.writing() as connection:
            gone = connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.used_at < self._oldest())).rowcount
        self._database.wipe()
        return gone

    def close(self) -> None:
        self._database.close()

    def _row(self, connection: Connection, conversation_id: str) -> Row[Any]:
        # What has not the form of an id is none; not everything that can be asked for can be put to a database.
        if _ID.fullmatch(conversation_id):
            wanted = {"which": conversation_id, "oldest": self._oldest()}
            if row := connection.execute(_FIND, wanted).first():
                return row
        raise ConversationError

    def _oldest(self) -> datetime:
        return self._now() - self._retention


def _summary(row: Row[Any]) -> Summary:
    return Summary(row.id, row.turns, row.started_at, row.used_at)


def _turn(row: Row[Any]) -> Turn:
    feedback = None
    if row.helpful is not None:
        feedback = Feedback(row.helpful, tuple(json.loads(row.reasons)), row.comment, json.loads(row.digest))
    return Turn(row.number, row.at, row.message, row.answer_id, row.answer, feedback)

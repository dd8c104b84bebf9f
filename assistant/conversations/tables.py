"""The tables in which conversations are kept, the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite knows no time zones, so there it is written without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=None) if value and dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


#: Constraints have names, so that a migration can speak of them in either database.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(32), primary_key=True),
    # A turn is kept only if this is still what it was when the conversation was read.
    Column("turns", Integer, nullable=False),
    # What is carried over, as JSON.
    Column("state", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False, index=True),
)

TURNS = Table(
    "turns",
    METADATA,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("message", Text, nullable=False),
    Column("answer_id", String(32), nullable=False, unique=True),
    # JSON as it was sent; no JSON type, which would put its own order and spacing in place of ours.
    Column("answer", Text, nullable=False),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("answer_id", ForeignKey("turns.answer_id", ondelete="CASCADE"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("helpful", Boolean, nullable=False),
    # Both as JSON.
    Column("reasons", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("comment", Text, nullable=False),
)

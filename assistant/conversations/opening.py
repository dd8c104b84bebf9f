"""Opens the store that the settings name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.conversations.memory import MemoryStore
from assistant.conversations.store import ConversationStore
from assistant.errors import SettingError
from assistant.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import URL

#: The address that keeps nothing beyond this process.
IN_MEMORY = "memory:"


def open_store(settings: Settings) -> ConversationStore:
    """The conversations of this installation: in the database of the settings, or in one file of the data directory.

    Raises:
        SettingError: INDICATED_DATABASE_URL names nothing that can be opened.
        StoreError: the database cannot be used; says why and what to do.
    """
    retention = timedelta(days=settings.retention_days)
    if settings.database_url == IN_MEMORY:
        return MemoryStore(settings.max_conversations, retention=retention)

    from assistant.conversations.database import Database
    from assistant.conversations.sql import SqlStore

    return SqlStore(Database(_url(settings)), retention=retention)


def _url(settings: Settings) -> URL:
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.data_dir / "conversations.sqlite3"))
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        url = None
    # The address itself may hold a password, so it is not shown.
    if url is None or url.drivername not in {"sqlite", "postgresql", "postgresql+psycopg"} or not url.database:
        raise SettingError(
            "INDICATED_DATABASE_URL is no address that can be used; give postgresql://user:password@host/database, "
            f"sqlite:///path/to/file, or {IN_MEMORY} to keep nothing, or leave it out."
        )
    return url

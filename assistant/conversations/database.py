"""The database behind kept conversations: opened, brought up to date, and its errors said in plain words."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.conversations import schema
from assistant.errors import StoreError

#: How long a lock of somebody else is waited for.
WAIT_S = 5.0

_TROUBLES = {
    sqlite3.SQLITE_BUSY: "is locked by another program; wait until that is done, or end it",
    sqlite3.SQLITE_LOCKED: "is locked by another program; wait until that is done, or end it",
    sqlite3.SQLITE_READONLY: "is read-only; make the file and its folder writable",
    sqlite3.SQLITE_IOERR: "could not be read or written; see to its disk",
    sqlite3.SQLITE_CORRUPT: "is damaged; put a sound copy in its place, or move it away to begin anew",
    sqlite3.SQLITE_NOTADB: "is damaged; put a sound copy in its place, or move it away to begin anew",
    sqlite3.SQLITE_FULL: "cannot grow, because the disk is full; make room",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; see that the folder is there and writable",
}
#: By class of SQLSTATE, the first two characters.
_POSTGRES_TROUBLES = {
    "08": "cannot be reached; see that it runs, and that INDICATED_DATABASE_URL names it and who may use it",
    "25": "is read-only; see to its server",
    "42": "does not let the user of INDICATED_DATABASE_URL do this, or its tables were changed; see to both",
    "53": "has no room left, on its disk or for another connection; make room",
    "55": "is locked by another program; wait until that is done, or end it",
    "57": "is shutting down or starting; wait until it is up",
}


class Database:
    """Connections to one database, whose tables are those of this version."""

    def __init__(self, url: URL, *, wait_s: float = WAIT_S) -> None:
        """Open it, and run the migrations that are missing.

        Raises:
            StoreError: it cannot be used; says why and what to do.
        """
        sqlite = url.get_backend_name() == "sqlite"
        self.name = str(url.database) if sqlite else f"The PostgreSQL database {url.database or url.username}"
        if sqlite:
            self._make(Path(self.name))
        self._engine = _sqlite(url, wait_s) if sqlite else _postgres(url, wait_s)
        # SQLite has room for one writer, and who waits for it polls: threads of one process had better queue.
        self._queue = threading.Lock() if sqlite else None
        self._wait_s = wait_s
        self._writer = self._engine.execution_options(writing=True)
        # SQLite always shows who reads one state; PostgreSQL has to be asked.
        self._reader = self._engine if sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with self.reading() as connection:
                current = schema.is_current(connection, self.name)
            if not current:
                with self.writing() as connection:
                    schema.upgrade(connection, self.name)
        except Exception:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self._in_plain_words(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together, or not at all."""
        with self._in_queue(), self._in_plain_words(), self._writer.begin() as connection:
            yield connection

    def wipe(self) -> None:
        """Leave no trace of deleted rows where that is ours to do: SQLite's log still holds them."""
        if self._engine.dialect.name == "sqlite":
            with self._in_plain_words():
                connection = self._engine.raw_connection()
                try:
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _make(self, path: Path) -> None:
        """The file, readable by its owner alone, as what is in it is private."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
        except OSError as error:
            raise StoreError(
                f"{self.name} cannot be opened ({error.strerror}); conversations are kept there."
            ) from error

    @contextmanager
    def _in_queue(self) -> Iterator[None]:
        if self._queue is None:
            yield
            return
        if not self._queue.acquire(timeout=self._wait_s):
            raise StoreError(f"{self.name} {_TROUBLES[sqlite3.SQLITE_BUSY]}.")
        try:
            yield
        finally:
            self._queue.release()

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            # The error's own words may hold what is stored, so only its kind is told.
            raise StoreError(f"{self.name} {_trouble(error)}.") from error


def _sqlite(url: URL, wait_s: float) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": wait_s}, hide_parameters=True, logging_name=_QUIET.rpartition(".")[2]
    )
    _keep_quiet()

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # Transactions are begun by us, below: the driver would leave changes of tables outside of them.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor, time.monotonic() + wait_s)
        # FULL: what was answered is on the disk. secure_delete: what is deleted is overwritten.
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Who is going to write takes the lock at once: one that reads first could not get it any more.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _write_ahead(cursor: DBAPICursor, until: float) -> None:
    """Keep a log beside the file, so that who reads and who writes do not wait for each other."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # The one step for which SQLite does not wait by itself: two processes begin with one empty file.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _postgres(url: URL, wait_s: float) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": max(2, round(wait_s))},
        hide_parameters=True, logging_name=_QUIET.rpartition(".")[2], pool_pre_ping=True,
    )  # fmt: skip
    _keep_quiet()

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {round(wait_s * 1000)}")
        cursor.close()
        connection.commit()

    return engine


_QUIET = "sqlalchemy.engine.Engine.indicated"


def _keep_quiet() -> None:
    """Where a log is set to tell everything, SQLAlchemy would tell the rows it reads: messages and answers."""
    logging.getLogger(_QUIET).setLevel(logging.WARNING)


def _trouble(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    found = _TROUBLES.get(code & 0xFF) if code is not None else None
    state = getattr(cause, "sqlstate", None)
    if state is None and isinstance(error, DBAPIError) and code is None:
        # No connection was made, or it was lost: psycopg has no state for that.
        state = "08"
    return found or _POSTGRES_TROUBLES.get(str(state)[:2]) or f"could not be used ({type(cause).__name__})"

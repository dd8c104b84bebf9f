"""Brings a database to the tables of this version, by the migrations that ship with it."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from assistant.errors import StoreError

_FOLDER = Path(__file__).parent / "migrations"
#: Two processes that start at once take turns by this number, which means nothing else in PostgreSQL.
_LOCK = 1_682_511_977


def is_current(connection: Connection, name: str) -> bool:
    """Whether the database has the tables of this version.

    Args:
        name: What the database is called in an error.

    Raises:
        StoreError: a newer version made its tables.
    """
    return not _steps(connection, name)


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that are missing; the caller's transaction makes it all or nothing.

    Raises:
        StoreError: a newer version made its tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    scripts = ScriptDirectory(_FOLDER)
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for revision in _steps(connection, name):
            scripts.get_revision(revision).module.upgrade()
            context.stamp(scripts, revision)


def _steps(connection: Connection, name: str) -> list[str]:
    """The revisions that this database lacks, in order."""
    known = [script.revision for script in ScriptDirectory(_FOLDER).walk_revisions()][::-1]
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return known
    if current not in known:
        raise StoreError(
            f"{name} was written by a newer version of Indicated (its schema is {current[:40]}, this one knows up to "
            f"{known[-1]}); install that version, or give INDICATED_DATABASE_URL another database."
        )
    return known[known.index(current) + 1 :]

"""The migrations give exactly the tables that the code speaks of, and no older code touches newer tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, make_url, text

from assistant.conversations import Conversation, new_id, schema
from assistant.conversations.database import Database
from assistant.conversations.sql import SqlStore
from assistant.conversations.tables import METADATA
from assistant.errors import StoreError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database(make_url(database_url))
    yield opened
    opened.close()


def test_the_migrations_give_the_tables_that_the_code_speaks_of(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_an_up_to_date_database_is_opened_without_writing(database_url: str, database: Database) -> None:
    with database.writing():
        # It is locked by another now, so this would fail if it wrote.
        Database(make_url(database_url), wait_s=0.1).close()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    database_url: str, open_sql: Callable[..., SqlStore], take: Any
) -> None:
    store = open_sql(database_url)
    name = new_id()
    take(store, Conversation(name))
    with store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"written by a newer version of Indicated \(its schema is 9999"):
        Database(make_url(database_url))
    assert len(store.transcript(name).turns) == 1


def test_a_migration_that_breaks_off_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = schema.upgrade

    def broken(connection: Any, name: str) -> None:
        upgrade(connection, name)
        assert inspect(connection).has_table("turns")
        raise RuntimeError("the power went")

    monkeypatch.setattr(schema, "upgrade", broken)
    with pytest.raises(RuntimeError, match="the power went"):
        Database(make_url(database_url))
    monkeypatch.undo()
    database = Database(make_url(database_url))
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version", *METADATA.tables}
    database.close()


def test_migrations_form_one_line() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(ROOT / "assistant" / "conversations" / "migrations")
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1

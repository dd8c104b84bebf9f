"""Which store the settings name. What an address may not be is in tests/api/cli/test_conversations.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import Settings, open_store
from assistant.conversations import Conversation, MemoryStore, new_id
from assistant.errors import ConversationError


def test_conversations_are_kept_in_the_data_directory_by_default(tmp_path: Path, take: Any) -> None:
    store = open_store(Settings(data_dir=tmp_path / "data"))
    take(store, Conversation(new_id()))
    store.close()
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["conversations.sqlite3"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "postgres+psycopg"])
def test_one_setting_names_another_place(kind: str, request: pytest.FixtureRequest, take: Any) -> None:
    url = request.getfixturevalue(f"{kind.partition('+')[0]}_url")
    if kind.endswith("psycopg"):
        url = url.replace("postgresql:", "postgresql+psycopg:")
    name = new_id()
    for _ in range(2):
        store = open_store(Settings(database_url=url))
        take(store, store.read(name) if store.newest(1) else Conversation(name))
        store.close()
    store = open_store(Settings(database_url=url))
    assert store.read(name).turns == 2
    store.close()


def test_nothing_is_written_down_where_nothing_shall_be(tmp_path: Path, take: Any) -> None:
    store = open_store(Settings(data_dir=tmp_path / "data", database_url="memory:", max_conversations=1))
    assert isinstance(store, MemoryStore)
    first = new_id()
    take(store, Conversation(first))
    take(store, Conversation(new_id()))
    with pytest.raises(ConversationError):
        store.read(first)
    assert not (tmp_path / "data").exists()


def test_no_database_is_loaded_until_one_is_opened() -> None:
    program = "import assistant, sys; print(sorted({'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

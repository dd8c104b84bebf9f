"""`indicated conversations`, and conversations that go on from one command to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.schemas import ConversationReply
from assistant import ConversationStore, Settings, open_store


@pytest.fixture
def kept(fake: Any, tmp_path: Path) -> Iterator[ConversationStore]:
    """The store that the commands open, with the stand-in's conversations in it."""
    store = open_store(Settings(data_dir=tmp_path / "data"))
    fake.store = store
    yield store
    store.close()


def test_a_conversation_goes_on_from_command_to_command(run: Any, kept: Any) -> None:
    first = json.loads(run("ask", "--json", "-a", "patient", "osteoporosis").out)
    name = first["conversation_id"]
    second = json.loads(run("ask", "--json", "--conversation", name, "numb between my legs").out)
    assert second["conversation_id"] == name
    assert set(second["facts"]) == {"osteoporosis", "cauda_equina_features"}
    assert second["audience"] == "patient"


def test_a_conversation_that_is_not_there_is_bad_input(run: Any, kept: Any) -> None:
    for command in (("ask", "--conversation", "nobody", "back pain"), ("conversations", "show", "nobody"),
                    ("conversations", "delete", "nobody")):  # fmt: skip
        done = run(*command)
        assert (done.code, done.out) == (2, "")
        assert "There is no such conversation" in done.err
        assert done.err.count("\n") == 1


def test_kept_conversations_are_listed_shown_and_deleted(run: Any, kept: Any) -> None:
    assert run("conversations", "list").out == "No conversation is kept.\n"
    name = json.loads(run("ask", "--json", "osteoporosis, aged 72").out)["conversation_id"]
    listed = run("conversations", "list")
    assert (listed.code, listed.out.count("\n")) == (0, 1)
    assert listed.out.startswith(f"{name}  20")
    assert listed.out.endswith("  1 turn\n")
    assert json.loads(run("conversations", "list", "--json").out)[0]["conversation_id"] == name
    shown = run("conversations", "show", name)
    assert shown.out.startswith("> osteoporosis, aged 72\n\nImaging is indicated")
    replay = json.loads(run("conversations", "show", "--json", name).out)
    assert ConversationReply.model_validate(replay).turns[0].message == "osteoporosis, aged 72"
    assert run("conversations", "delete", name).out == "Deleted.\n"
    assert run("conversations", "show", name).code == 2


def test_purging_says_what_it_does(run: Any, kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATED_RETENTION_DAYS", "7")
    assert run("conversations", "purge").out == "What was quiet for 7 days is deleted.\n"


def test_a_database_that_cannot_be_used_is_one_clear_line(run: Any, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conversations.sqlite3").write_bytes(b"no database at all" * 100)
    done = run("conversations", "list")
    assert (done.code, done.out) == (1, "")
    assert "conversations.sqlite3 is damaged; put a sound copy in its place" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("url", ["mysql://me:zebra@host/kept", "zebra", "sqlite://", "postgresql://me:zebra@host"])
def test_an_address_that_is_none_is_refused_without_showing_it(
    run: Any, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("INDICATED_DATABASE_URL", url)
    done = run("conversations", "list")
    assert (done.code, done.out) == (2, "")
    assert "INDICATED_DATABASE_URL is no address that can be used; give postgresql://" in done.err
    assert "zebra" not in done.err


def test_nothing_is_written_down_where_nothing_shall_be(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INDICATED_DATABASE_URL", "memory:")
    assert run("conversations", "list").out == "No conversation is kept.\n"
    assert not (tmp_path / "data").exists()

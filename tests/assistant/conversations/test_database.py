"""A database that cannot be used says so in plain words, and keeps whole turns or none."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url, text

from assistant.conversations import Conversation, Feedback, new_id
from assistant.conversations.database import Database
from assistant.conversations.sql import SqlStore
from assistant.errors import StoreError

Opening = Callable[..., SqlStore]
MARKER = "zebra-7731"


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def every_row(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - our own names
                for name in ("conversations", "turns", "feedback")}  # fmt: skip


def test_what_is_kept_outlives_the_process(database_url: str, open_sql: Opening, take: Any) -> None:
    name = new_id()
    first = open_sql(database_url)
    take(first, Conversation(name), "72 years old", age_years=72)
    first.close()
    second = open_sql(database_url)
    take(second, second.read(name), "osteoporosis", osteoporosis=True)
    assert second.read(name).facts.values() == {"age_years": 72, "osteoporosis": True}
    assert [turn.message for turn in second.transcript(name).turns] == ["72 years old", "osteoporosis"]


def test_one_file_keeps_it_and_only_its_owner_may_read_it(
    path: Path, sqlite_url: str, open_sql: Opening, take: Any
) -> None:
    store = open_sql(sqlite_url)
    take(store, Conversation(new_id()))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_deleted_is_in_no_file_any_more(path: Path, sqlite_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(sqlite_url)
    name, other = new_id(), new_id()
    answer = take(store, Conversation(name), f"{MARKER} " * 500)
    store.give_feedback(answer.answer_id, Feedback(False, comment=MARKER))
    take(store, Conversation(other), "stays")
    assert any(MARKER.encode() in file.read_bytes() for file in path.parent.iterdir())
    store.delete(name)
    assert not any(MARKER.encode() in file.read_bytes() for file in path.parent.iterdir())
    assert every_row(path) == {"conversations": 1, "turns": 1, "feedback": 0}


def test_what_is_past_its_time_is_purged_at_start_and_by_a_later_message(
    path: Path, sqlite_url: str, open_sql: Opening, take: Any, clock: Any
) -> None:
    store = open_sql(sqlite_url)
    take(store, Conversation(new_id()), MARKER)
    clock.move(days=29)
    take(store, Conversation(new_id()), MARKER)
    clock.move(days=2)
    open_sql(sqlite_url)
    assert every_row(path)["turns"] == 1
    clock.move(days=29)
    take(store, Conversation(new_id()))
    assert every_row(path) == {"conversations": 1, "turns": 1, "feedback": 0}
    assert not any(MARKER.encode() in file.read_bytes() for file in path.parent.iterdir())


def test_purging_says_how_many_it_deleted(database_url: str, open_sql: Opening, take: Any, clock: Any) -> None:
    store = open_sql(database_url)
    for _ in range(3):
        take(store, Conversation(new_id()))
    assert store.purge() == 0
    clock.move(days=31)
    assert store.purge() == 3
    assert store.purge() == 0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def refused(store: SqlStore, take: Any, says: str) -> None:
    """A new conversation and a further turn end as an error that says what to do, and nothing of them is kept."""
    known = store.newest(10)
    for conversation in (Conversation(new_id()), store.read(known[0].id)):
        with pytest.raises(StoreError, match=says) as raised:
            take(store, conversation, MARKER * 2000)
        assert MARKER not in str(raised.value)
    assert store.newest(10) == known
    assert len(store.transcript(known[0].id).turns) == 1


def test_a_locked_database_keeps_nothing_and_says_so(path: Path, sqlite_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(sqlite_url, wait_s=0.1)
    take(store, Conversation(new_id()))
    with locked(path):
        refused(store, take, "conversations.sqlite3 is locked by another program; wait")
        with ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(take, store, Conversation(new_id())) for _ in range(4)]
        assert all(isinstance(each.exception(), StoreError) for each in waiting)
        # Who only reads does not wait.
        assert store.newest(1)
    take(store, store.read(store.newest(1)[0].id))


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("query_only = ON", "is read-only; make"), ("max_page_count = 1", "the disk is full; make room")],
)
def test_a_database_that_takes_nothing_more_keeps_nothing_and_says_so(
    sqlite_url: str, open_sql: Opening, take: Any, pragma: str, says: str
) -> None:
    store = open_sql(sqlite_url)
    take(store, Conversation(new_id()))
    store.close()
    event.listen(store._database._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    refused(store, take, says)


def test_a_turn_that_breaks_off_half_way_is_not_kept(database_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(database_url)
    take(store, Conversation(new_id()))

    def break_off(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO turns"):
            raise RuntimeError("the power went")

    event.listen(store._database._engine, "before_cursor_execute", break_off)
    before = store.newest(10)
    for conversation in (Conversation(new_id()), store.read(before[0].id)):
        with pytest.raises(RuntimeError, match="the power went"):
            take(store, conversation)
    assert store.newest(10) == before


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, sqlite_url: str, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"conversations\.sqlite3 is damaged; put a sound copy in its place"):
        Database(make_url(sqlite_url))
    assert path.read_bytes() == content


def test_damage_that_is_found_later_is_said_as_well(path: Path, sqlite_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(sqlite_url)
    name = new_id()
    take(store, Conversation(name), "x" * 100_000)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="is damaged"):
        store.transcript(name)


def test_a_damaged_conversation_is_said_without_its_words(database_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(database_url)
    name = new_id()
    take(store, Conversation(name))
    with store._database.writing() as connection:
        connection.execute(text("UPDATE conversations SET state = :state"), {"state": f'{{"facts": "{MARKER}"}}'})
    with pytest.raises(StoreError, match="holds a damaged conversation; delete that one") as raised:
        store.read(name)
    assert raised.value.__cause__ is None
    store.delete(name)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match=r"data/conversations\.sqlite3 cannot be opened"):
        Database(make_url(f"sqlite:///{tmp_path}/data/conversations.sqlite3"))


def test_a_postgres_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match="The PostgreSQL database kept cannot be reached") as raised:
        Database(make_url(f"postgresql://tester:{MARKER}@127.0.0.1:1/kept"))
    assert MARKER not in str(raised.value)


def test_a_postgres_database_that_does_not_exist_is_named(postgres_server: str) -> None:
    with pytest.raises(StoreError, match="The PostgreSQL database nowhere cannot be reached"):
        Database(make_url(postgres_server.format(name="nowhere")))


def test_a_postgres_that_was_restarted_is_found_again(postgres_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(postgres_url)
    name = new_id()
    take(store, Conversation(name))
    with store._database._engine.connect() as other:
        other.execute(text("SELECT 1"))
        with store._database._engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"))  # fmt: skip
        other.invalidate()
    assert store.read(name).turns == 1


def test_a_locked_postgres_row_is_waited_for_and_then_said(postgres_url: str, open_sql: Opening, take: Any) -> None:
    store = open_sql(postgres_url, wait_s=0.1)
    take(store, Conversation(new_id()))
    with store._database._engine.connect() as other:
        other.execute(text("SELECT * FROM conversations FOR UPDATE"))
        with pytest.raises(StoreError, match="is locked by another program"):
            take(store, store.read(store.newest(1)[0].id))


def test_no_log_tells_what_is_stored_even_where_it_tells_everything(
    database_url: str, open_sql: Opening, take: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        store = open_sql(database_url)
        name = new_id()
        answer = take(store, Conversation(name), MARKER)
        store.give_feedback(answer.answer_id, Feedback(False, comment=MARKER))
        assert store.transcript(name).turns[0].message == MARKER
        with pytest.raises(StoreError) as raised:
            take(store, Conversation(name), MARKER)
        store.delete(name)
    assert MARKER not in caplog.text
    assert MARKER not in f"{raised.value} {raised.value.__cause__}"


PROGRAM = """
import sys
from dataclasses import replace
from datetime import timedelta
from sqlalchemy import make_url
from assistant.conversations import TurnTaking, new_id
from assistant.conversations.database import Database
from assistant.conversations.sql import SqlStore
from assistant.patient import PatientFacts
from assistant.answer import Answer, Verification

url, name, *flags = sys.argv[1:]
store = SqlStore(Database(make_url(url)), retention=timedelta(days=36_500))
taking = TurnTaking(store)

def answering(flag):
    def answer(conversation):
        known = conversation.facts.updated(PatientFacts.confirmed({flag: True}))
        said = Answer(new_id(), conversation.id, "information", "", (), (), None, known, (), Verification(True),
                      "template", {}, "clinician")
        return said, conversation.after(known, asked=(), audience="clinician")
    return answer

print("ready", flush=True)
sys.stdin.readline()
for flag in flags:
    taking.take(name or None, flag, answering(flag))
    print(flag, flush=True)
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env=dict(os.environ))  # fmt: skip


def go(processes: list[subprocess.Popen[str]]) -> None:
    """Wait until all are ready, let them go at once, and see each end well."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    with ThreadPoolExecutor(len(processes)) as pool:
        ended = list(pool.map(lambda process: process.communicate("go\n", timeout=60), processes))
    assert [process.returncode for process in processes] == [0] * len(processes), ended


def test_messages_at_once_from_two_processes_lose_no_fact(database_url: str, open_sql: Opening, take: Any) -> None:
    from assistant.vocabulary import load_vocabulary

    store = open_sql(database_url)
    name = new_id()
    take(store, Conversation(name))
    flags = [fact.name for fact in load_vocabulary().facts.values() if fact.type == "bool"]
    go([start(database_url, name, *flags[::2]), start(database_url, name, *flags[1::2])])
    assert set(store.read(name).facts.evidence) == set(flags)
    assert [turn.number for turn in store.transcript(name).turns] == list(range(1, len(flags) + 2))


def test_a_process_that_is_killed_loses_no_turn_that_it_told_of(
    database_url: str, open_sql: Opening, take: Any
) -> None:
    store = open_sql(database_url)
    name = new_id()
    take(store, Conversation(name))
    process = start(database_url, name, *["fever", "osteoporosis"] * 1000)
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    told = [process.stdout.readline().strip() for _ in range(26)][1:]
    process.kill()
    told += process.communicate()[0].split()
    turns = open_sql(database_url).transcript(name).turns
    assert [turn.message for turn in turns[1 : len(told) + 1]] == told
    # At most one more was kept and not told of any more.
    assert len(turns) - 1 - len(told) in {0, 1}
    assert open_sql(database_url).read(name).turns == len(turns)


def test_two_processes_may_begin_with_the_same_empty_database(database_url: str, open_sql: Opening) -> None:
    go([start(database_url, "", "fever"), start(database_url, "", "osteoporosis")])
    messages = {open_sql(database_url).transcript(each.id).turns[0].message for each in
                open_sql(database_url).newest(10)}  # fmt: skip
    assert messages == {"fever", "osteoporosis"}

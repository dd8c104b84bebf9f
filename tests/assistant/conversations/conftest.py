"""The stores that one contract holds, each fresh and empty, with a clock that stands still until it is moved."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from assistant.answer import Answer, Statement, Verification
from assistant.conversations import Conversation, ConversationStore, MemoryStore, new_id
from assistant.conversations.database import Database
from assistant.conversations.sql import SqlStore
from assistant.patient import PatientFacts

RETENTION = timedelta(days=30)
#: PostgreSQL refuses to run as root; where the tests do, it runs as the user that Debian made for it.
OWNER = "postgres"


@dataclass
class Clock:
    """A clock that only a test moves."""

    time: datetime = datetime(2026, 3, 1, 12, 30, 15, 250_000, UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def take() -> Callable[..., Answer]:
    """Keeps a further turn of a conversation: a message, whatever facts it states, and an answer that says little."""

    def turn(
        store: ConversationStore, conversation: Conversation, message: str = "back pain", **facts: object
    ) -> Answer:
        known = conversation.facts.updated(PatientFacts.confirmed(facts))
        after = conversation.after(known, asked=("fever",), audience="patient", declined=conversation.declined)
        answer = Answer(
            answer_id=new_id(), conversation_id=after.id, kind="information", text="Not if ≤ 6 weeks.",
            statements=(Statement("Not if ≤ 6 weeks.", (), "fixed", "lead"),), citations=(), check=None, facts=known,
            questions=(), verification=Verification(True), composer="template", digest={"rules": "sha256:1"},
            audience="patient", timing_ms={"total": 1.25},
        )  # fmt: skip
        assert store.keep(after, message, answer)
        return answer

    return turn


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server on a socket of its own, with `{name}` where a database is to be named."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("no PostgreSQL here: install Debian's package postgresql to run this test")
    programs = found[-1].parent
    # Not pytest's folder: a socket's path has room for a hundred characters, and OWNER must reach it.
    folder = Path(tempfile.mkdtemp(prefix="indicated-pg-"))
    data, options = folder / "data", f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        try:
            if os.geteuid() == 0:
                os.chown(folder, pwd.getpwnam(OWNER).pw_uid, -1)
            run_as_owner(programs / "initdb", "-D", data, "-A", "trust", "-U", "tester", "-E", "UTF8", "--locale=C")
            run_as_owner(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        except (OSError, KeyError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        yield f"postgresql://tester@/{{name}}?host={folder}"
        run_as_owner(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_as_owner(*command: object) -> None:
    user = OWNER if os.geteuid() == 0 else None
    # Into no pipe: the server would hold it open for as long as it runs.
    subprocess.run(list(map(str, command)), cwd="/", check=True, timeout=120, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, group=user,
                   extra_groups=[] if user else None)  # fmt: skip


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh database."""
    name = f"t{new_id()}"
    address = make_url(postgres_server.format(name="postgres")).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_server.format(name=name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'conversations.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def open_sql(clock: Clock) -> Iterator[Callable[..., SqlStore]]:
    """Opens a store on a database; what was opened is closed at the end."""
    opened: list[SqlStore] = []

    def opening(url: str, *, wait_s: float = 30.0) -> SqlStore:
        opened.append(SqlStore(Database(make_url(url), wait_s=wait_s), retention=RETENTION, now=clock))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, clock: Clock) -> ConversationStore:
    """Each store in turn: what one promises, all keep."""
    if request.param == "memory":
        return MemoryStore(retention=RETENTION, now=clock)
    return request.getfixturevalue("open_sql")(request.getfixturevalue(f"{request.param}_url"))

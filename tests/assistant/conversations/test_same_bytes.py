"""The same messages get the same bytes in every store, in every process, in any order, and over a restart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings, build_assistant
from assistant.conversations import TurnTaking
from assistant.conversations.sql import SqlStore

ROOT = Path(__file__).parents[3]
#: What names one answer or one run of it, and says nothing.
NAMES = ("answer_id", "conversation_id", "timing_ms")
SETS = ("indication", "information", "out_of_scope", "dialogues")
Said = dict[str, list[str]]


def cases(*names: str) -> dict[str, list[str]]:
    """The messages of each case of these sets."""
    lines = [line for name in names for line in (ROOT / f"eval/cases/{name}.jsonl").read_text("utf-8").splitlines()]
    return {case["id"]: [turn["user"] for turn in case["turns"]] for case in map(json.loads, lines)}


def without_names(answer: str) -> str:
    told = json.loads(answer)
    return json.dumps({key: value for key, value in told.items() if key not in NAMES}, ensure_ascii=False)


def talk(assistant: Assistant, messages: dict[str, list[str]], ids: dict[str, str]) -> None:
    """Put the messages of each case, in the conversation of this id or in a new one, whose id is noted."""
    for case, said in messages.items():
        for message in said:
            ids[case] = assistant.answer(message, conversation_id=ids.get(case)).conversation_id


def said(assistant: Assistant, ids: dict[str, str]) -> Said:
    """What was answered, as the store has it, by case."""
    return {
        case: [without_names(turn.answer) for turn in assistant.store.transcript(name).turns]
        for case, name in sorted(ids.items())
    }


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Assistant:
    return build_assistant(Settings(data_dir=data_dir, database_url="memory:"))


@pytest.fixture
def keep_in(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Callable[[SqlStore], None]:
    """Has the assistant keep its conversations in another store, as after a restart."""

    def keep(store: SqlStore) -> None:
        monkeypatch.setattr(assistant, "store", store)
        monkeypatch.setattr(assistant, "_taking", TurnTaking(store))

    return keep


@pytest.fixture(scope="module")
def in_memory(assistant: Assistant) -> Said:
    """What is answered to the whole development set, in its order, in one process that forgets it."""
    ids: dict[str, str] = {}
    talk(assistant, cases(*SETS), ids)
    return said(assistant, ids)


def test_dialogues_go_on_over_a_restart_in_the_same_bytes(
    assistant: Assistant, in_memory: Said, keep_in: Any, database_url: str, open_sql: Callable[..., SqlStore]
) -> None:
    dialogues = cases("dialogues")
    expected = {case: in_memory[case] for case in dialogues}
    ids: dict[str, str] = {}
    for when in range(max(map(len, dialogues.values()))):
        # Before each turn everything is closed and opened anew.
        store = open_sql(database_url)
        keep_in(store)
        talk(assistant, {case: messages[when : when + 1] for case, messages in dialogues.items()}, ids)
        if when:
            assert said(assistant, ids) == {case: answers[: when + 1] for case, answers in expected.items()}
        store.close()
    assert sum(map(len, expected.values())) > 50


PROGRAM = """
import json, sys
from pathlib import Path
from assistant import Settings, build_assistant
data_dir, url = sys.argv[1:]
messages, ids = json.load(sys.stdin)
assistant = build_assistant(Settings(data_dir=Path(data_dir), database_url=url))
for case, said in messages:
    for message in said:
        ids[case] = assistant.answer(message, conversation_id=ids.get(case)).conversation_id
answers = {case: [turn.answer for turn in assistant.store.transcript(name).turns] for case, name in ids.items()}
print(json.dumps([ids, answers]))
"""


def test_the_development_set_gets_the_same_bytes_in_other_processes_and_in_another_order(
    in_memory: Said, sqlite_url: str, data_dir: Path
) -> None:
    ids: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    # The second half of each dialogue is left to a second process.
    for seed, half in (("1", slice(0, 1)), ("2", slice(1, None))):
        messages = [(case, said[half]) for case, said in reversed(cases(*SETS).items())]
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, data_dir, sqlite_url], input=json.dumps([messages, ids]),
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, text=True, check=True,
            timeout=300,
        )  # fmt: skip
        ids, answers = json.loads(done.stdout.splitlines()[-1])
    assert len(answers) > 300
    assert {case: list(map(without_names, told)) for case, told in answers.items()} == in_memory

"""The bench of the stores runs and reports; how fast anything is, is no test's business."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from eval.bench_store import StoreTiming, bench_store, store_table


class Recorder:
    """Answers at once, and notes what it was asked and in which conversation."""

    def __init__(self, name: str, put: list[tuple[str, str, str | None]]) -> None:
        self.name, self.put = name, put

    def answer(self, message: str, *, conversation_id: str | None) -> Any:
        self.put.append((self.name, message, conversation_id))
        return SimpleNamespace(conversation_id=f"c{len(self.put)}")


def test_every_store_gets_every_message_and_who_comes_first_changes(made: Any) -> None:
    put: list[tuple[str, str, str | None]] = []
    stores = {name: Recorder(name, put) for name in ("memory", "sqlite")}
    cases = made.cases(made.case(id="A"), made.case(id="B"))
    timings = bench_store(stores, [cases], rounds=2)  # type: ignore[arg-type]
    assert [(each.store, each.answers) for each in timings] == [("memory", 4), ("sqlite", 4)]
    assert all(0 < each.p50_ms <= each.p95_ms for each in timings)
    # Three rounds, the first of which is not counted.
    assert [name for name, _, _ in put] == ["memory", "sqlite", "sqlite", "memory"] * 3


def test_the_table_gives_each_store_beside_the_first() -> None:
    table = store_table([StoreTiming("memory", 10, 10.0, 20.0), StoreTiming("sqlite", 10, 11.0, 30.0)])
    assert [list(column.cells)[1] for column in table.columns] == ["sqlite", "10", "11.00", "30.00", "1.100", "1.500"]

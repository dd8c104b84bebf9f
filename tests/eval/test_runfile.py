from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.errors import RunFileError
from eval.measures import measure_named
from eval.reply import Hit
from eval.run import run
from eval.runfile import load, save, timing_path


@pytest.fixture
def measured(made: Any) -> Any:
    question = made.case(id="X2", expect={"kind": "information", "documents": ["guide"]})
    sick = made.case(facts={"fever": True}, expect={"verdict": "indicated"}, tags=["infection"])
    return run(made.target(hits=(Hit("guide/a#0", "guide"),)), [made.cases(sick, question)])


def test_a_run_comes_back_as_it_was(measured: Any, tmp_path: Path) -> None:
    save(measured, tmp_path / "runs" / "one.json")
    assert load(tmp_path / "runs" / "one.json") == measured


def test_two_runs_that_differ_in_time_alone_are_equal_bytes(measured: Any, tmp_path: Path) -> None:
    slower = replace(measured, wall_ms={point: ms + 5 for point, ms in measured.wall_ms.items()})
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    save(measured, one)
    save(slower, other)
    assert one.read_bytes() == other.read_bytes()
    assert timing_path(one).read_bytes() != timing_path(other).read_bytes()


def test_a_run_without_its_times_still_loads(measured: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    save(measured, path)
    timing_path(path).unlink()
    found = load(path)
    assert found.records == measured.records
    assert found.summary(measure_named("latency_p50")) is None


def test_figures_stand_in_the_file_for_other_readers(measured: Any, tmp_path: Path) -> None:
    save(measured, tmp_path / "one.json")
    raw = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert raw["summary"]["verdict"] == {"value": 0.0, "interval": {"low": 0.0, "high": 0.7935}, "n": 1}
    assert "latency_p50" not in raw["summary"]
    assert "latency_p50" in json.loads((tmp_path / "one.timing.json").read_text("utf-8"))["summary"]


def test_nothing_but_the_two_files_is_left(measured: Any, tmp_path: Path) -> None:
    save(measured, tmp_path / "one.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.json", "one.timing.json"]


def test_a_failed_write_leaves_the_old_file(measured: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    save(measured, path)
    before = path.read_bytes()
    unwritable = replace(measured, target="a lone surrogate \ud800")
    with pytest.raises(UnicodeEncodeError):
        save(unwritable, path)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{oops", "not JSON"),
        ("[]", "not a run file"),
        ("{}", "not a run file of format"),
        ('{"format": "indicated-run/1"}', "damaged"),
    ],
)
def test_a_file_that_is_no_run_is_refused_by_name(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "one.json"
    path.write_text(content, "utf-8")
    with pytest.raises(RunFileError, match=rf"one\.json: {said}"):
        load(path)


def test_a_missing_run_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match=r"gone\.json: cannot be read"):
        load(tmp_path / "gone.json")


def test_a_place_that_cannot_be_written_is_named(measured: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(RunFileError, match="cannot be written"):
        save(measured, tmp_path / "file" / "one.json")

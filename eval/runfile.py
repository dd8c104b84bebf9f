"""Run files: a run as JSON, and its times in a second file, so that two runs of the same thing are equal bytes."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.errors import RunFileError
from eval.measures import Score
from eval.record import Record, Run
from eval.reply import Hit

#: Raised when a run file's shape changes; an older one is refused by name.
FORMAT = "indicated-run/1"


def save(run: Run, path: Path) -> None:
    """Write the run to `path` and its times to `….timing.json` beside it, each whole or not at all.

    Raises:
        RunFileError: the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, {"format": FORMAT, **_summaries(run, timed=False), **_plain(run)})
        _write(timing_path(path), {"wall_ms": dict(run.wall_ms), **_summaries(run, timed=True)})
    except OSError as error:
        raise RunFileError(f"{path}: cannot be written ({error.strerror}); give another with --output.") from error


def load(path: Path) -> Run:
    """Read a run file, with its times if they are still beside it.

    Raises:
        RunFileError: it is no run file of this format.
    """
    raw = _read(path)
    if raw.get("format") != FORMAT:
        raise RunFileError(f"{path}: not a run file of format {FORMAT}; make a new one with `python -m eval run`.")
    timing = timing_path(path)
    try:
        wall_ms = _read(timing)["wall_ms"] if timing.exists() else {}
        return Run(
            target=raw["target"],
            code=raw["code"],
            digest=raw["digest"],
            environment=raw["environment"],
            cases=raw["cases"],
            measures=tuple(raw["measures"]),
            records=tuple(_record(each) for each in raw["records"]),
            baselines=raw["baselines"],
            wall_ms=wall_ms,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RunFileError(
            f"{path}: damaged ({type(error).__name__}: {error}); make a new one with `python -m eval run`."
        ) from error


def timing_path(path: Path) -> Path:
    """Where the times of the run in `path` are.

    >>> timing_path(Path("runs/today.json")).as_posix()
    'runs/today.timing.json'
    """
    return path.with_name(f"{path.name.removesuffix('.json')}.timing.json")


def _plain(run: Run) -> dict[str, Any]:
    return {
        "target": run.target,
        "code": run.code,
        "digest": dict(run.digest),
        "environment": dict(run.environment),
        "cases": dict(run.cases),
        "measures": list(run.measures),
        "baselines": {name: dict(values) for name, values in run.baselines.items()},
        "records": [_plain_record(record) for record in run.records],
    }


def _plain_record(record: Record) -> dict[str, Any]:
    scores = {name: {k: v for k, v in _fields(score).items() if v} for name, score in record.scores.items()}
    return {
        **_fields(record),
        "tags": list(record.tags),
        "hits": None if record.hits is None else [_fields(hit) for hit in record.hits],
        "scores": scores,
    }


def _fields(record: Record | Score | Hit) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _summaries(run: Run, *, timed: bool) -> dict[str, Any]:
    """For a reader of the file; not read back, for scores say the same."""
    found = {measure.name: run.summary(measure) for measure in run.chosen() if measure.timed is timed}
    return {"summary": {name: dataclasses.asdict(each) for name, each in found.items() if each is not None}}


def _record(raw: Mapping[str, Any]) -> Record:
    hits = raw["hits"]
    return Record(
        id=raw["id"],
        set_name=raw["set_name"],
        style=raw["style"],
        tags=tuple(raw["tags"]),
        state=raw["state"],
        reason=raw["reason"],
        identical=raw["identical"],
        hits=None if hits is None else tuple(Hit(**hit) for hit in hits),
        answer=raw["answer"],
        sha256=raw["sha256"],
        scores={name: _score(each) for name, each in raw["scores"].items()},
    )


def _score(raw: Mapping[str, Any]) -> Score:
    parts = {part: tuple(counts) for part, counts in raw.get("parts", {}).items()}
    return Score(raw.get("value", 0.0), tuple(raw["counts"]), raw.get("note", ""), parts)


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunFileError(
            f"{path}: cannot be read ({error.strerror}); give a file of `python -m eval run`."
        ) from error
    except ValueError as error:
        raise RunFileError(f"{path}: not JSON ({error}); give a file of `python -m eval run`.") from error
    if not isinstance(raw, dict):
        raise RunFileError(f"{path}: not a run file; give a file of `python -m eval run`.")
    return raw


def _write(path: Path, content: Mapping[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Sorted, and one record's key a line: two runs can be laid side by side with `diff`.
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)

"""The figures of the readers side by side, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rich.table import Table

from eval.interval import SEED, Counts, Interval, bootstrap, wilson
from eval.measures.facts import f1, precision, recall
from eval.peers.environment import Installation
from eval.peers.understanding import Engine, Message, counts, scored_keys

Row = tuple[float, float, float]
Count = Callable[[Message, Mapping[str, str]], Row]
_FIGURES: Mapping[str, Callable[[Counts], float]] = {"precision": precision, "recall": recall, "f1": f1}
#: Parts of the whole: which messages, and what of them is counted.
SLICES: Mapping[str, tuple[str, Count]] = {
    "everything": ("", counts),
    "said one by one": ("", lambda m, r: counts(m, r, single=True)),
    "present": ("", lambda m, r: counts(m, r, polarity="present")),
    "denied": ("", lambda m, r: counts(m, r, polarity="denied")),
    "clinicians": ("clinicians", counts),
    "patients and relatives": ("patients and relatives", counts),
    "first set": ("first set", counts),
    "second set": ("second set", counts),
    "first set, third set aside": ("set aside", counts),
}


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    interval: Interval

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.interval.low:.3f}, {self.interval.high:.3f}]"


@dataclass(frozen=True)
class Scored:
    """An engine on one slice or fact."""

    stated: int
    """Facts that the words state."""
    false_positives: int
    """Read and not stated so: made up, or with the wrong polarity."""
    false_negatives: int
    """Stated and not read so."""
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True)
class Result:
    """One engine's figures."""

    engine: Engine
    slices: Mapping[str, Scored]
    facts: Mapping[str, Scored]


def results(engines: Sequence[Engine], asked: Sequence[Message]) -> list[Result]:
    """Every engine on every slice and fact."""
    return [Result(engine, by_slice(engine, asked), by_fact(engine, asked)) for engine in engines]


def by_slice(engine: Engine, asked: Sequence[Message]) -> dict[str, Scored]:
    """The engine on each slice; intervals by bootstrap over whole messages, whose facts hang together."""
    pairs = list(zip(asked, engine.readings, strict=True))
    return {
        name: _scored([count(message, reading) for message, reading in pairs if not group or group in message.groups])
        for name, (group, count) in SLICES.items()
    }


def by_fact(engine: Engine, asked: Sequence[Message]) -> dict[str, Scored]:
    """The engine on each fact, present and denied together; shares have Wilson's intervals, a message counting once."""
    pairs = list(zip(asked, engine.readings, strict=True))
    rows = {key: [counts(message, reading, keys=(key,)) for message, reading in pairs] for key in sorted(scored_keys())}
    return {key: _scored(each, apart=True) for key, each in rows.items()}


def _scored(rows: Sequence[Row], *, apart: bool = False) -> Scored:
    rows = rows or [(0.0, 0.0, 0.0)]
    table = np.asarray(rows, dtype=np.float64)
    tp, fp, fn = (int(each) for each in table.sum(axis=0))
    shares = {
        "precision": wilson(tp, tp + fp) if apart else bootstrap(rows, precision),
        "recall": wilson(tp, tp + fn) if apart else bootstrap(rows, recall),
        "f1": bootstrap(rows, f1),
    }
    figures = {name: Figure(_FIGURES[name](table), interval) for name, interval in shares.items()}
    return Scored(tp + fn, fp, fn, **figures)


def report_tables(
    found: Sequence[Result], asked: Sequence[Message], installations: Sequence[Installation]
) -> list[Table]:
    """What installs where; every slice; every fact; speed."""
    title = f"Present or denied: {len(asked)} messages, 95 % bootstrap over messages, seed {SEED}"
    whole = Table("", "Stated", "Engine", "Precision", "Recall", "F1", "False +", "False -", title=title)
    for name in SLICES:
        for each in found:
            first, scored = each is found[0], each.slices[name]
            whole.add_row(
                name if first else "", str(scored.stated) if first else "", each.engine.name, str(scored.precision),
                str(scored.recall), str(scored.f1), str(scored.false_positives), str(scored.false_negatives),
                end_section=each is found[-1],
            )  # fmt: skip
    single = Table("F1", "Stated", *(each.engine.name for each in found), title="By fact")
    for key, scored in found[0].facts.items():
        single.add_row(key, str(scored.stated), *(str(each.facts[key].f1) for each in found))
    return [_installed(installations), whole, single, _speed([each.engine for each in found])]


def to_json(found: Sequence[Result], asked: Sequence[Message], installations: Sequence[Installation]) -> dict[str, Any]:
    """Everything the tables show, with precision and recall by fact."""
    return {
        "messages": len(asked),
        "targets": sum(len(each.targets) for each in asked),
        "seed": SEED,
        "installations": [asdict(each) for each in installations],
        "engines": [
            {
                "name": each.engine.name,
                "version": each.engine.version,
                "load_s": each.engine.load_s,
                "ms": dict(zip(("p50", "p95", "p99"), _percentiles(each.engine), strict=False)),
                "slices": {name: asdict(scored) for name, scored in each.slices.items()},
                "facts": {name: asdict(scored) for name, scored in each.facts.items()},
            }
            for each in found
        ],
    }


def _installed(installations: Sequence[Installation]) -> Table:
    table = Table("Peer", "Python", "Works", "spaCy", "numpy", "Seconds", "Why not", title="What installs where")
    for each in installations:
        versions = [each.packages.get(name, "") for name in ("spacy", "numpy")]
        table.add_row(each.peer, each.python, "yes" if each.works else "no", *versions,
                      f"{each.install_s:.0f}" if each.works else "", each.problem)  # fmt: skip
    return table


def _speed(engines: Sequence[Engine]) -> Table:
    table = Table("Engine", "Version", "Import and load s", "p50 ms", "p95 ms", "p99 ms",
                  title="Processor time; ours finds the targets, the numbers and the intent as well")  # fmt: skip
    for engine in engines:
        if engine.load_s is not None:
            times = (f"{each:.2f}" for each in _percentiles(engine))
            table.add_row(engine.name, engine.version, f"{engine.load_s:.2f}", *times)
    return table


def _percentiles(engine: Engine) -> list[float]:
    return [float(each) for each in np.percentile(engine.times_ms, (50, 95, 99))] if engine.times_ms else []

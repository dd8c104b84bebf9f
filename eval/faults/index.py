"""kill -9 at random moments of builds and ingestions: is the index each time wholly old or wholly new?"""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from rich.table import Table

from corpus import Corpus, load_corpus
from eval.errors import TargetError
from eval.faults.victim import PRELOAD, Task, World, work
from index import Index, IndexProblem, check_index, open_current
from index.export import compile_model

#: How the moment is chosen: after a time drawn from the whole length of the work, or at the n-th change of a file.
Moment = Literal["time", "operation"]
#: Of ten kills so many: a build is short, an ingestion goes through the whole product.
_MIX: tuple[tuple[Task, Moment], ...] = (
    ("build", "time"), ("build", "operation"), ("ingest", "time"), ("build", "operation"), ("build", "time"),
    ("build", "operation"), ("build", "time"), ("ingest", "operation"), ("build", "operation"), ("build", "time"),
)  # fmt: skip
#: The third is the first that has a build to remove after the swap, as all later ones have.
_WHOLE_RUNS = 3
_LONGEST_S = 300.0


@dataclass
class Tally:
    """What came of the kills of one kind."""

    kills: int = 0
    too_late: int = 0
    """The work was done before the moment came."""
    old: int = 0
    new: int = 0
    problems: list[str] = field(default_factory=list)


Tallies = dict[tuple[Task, Moment], Tally]


def kill_at_random(
    kills: int, seed: int, *, tasks: Sequence[Task] = ("build", "ingest"), models: Path | None = None,
    on_progress: Callable[[], object] = lambda: None,
) -> Tallies:  # fmt: skip
    """Kill so many builds and ingestions, each upon what the one before left, and look at the index each time.

    Args:
        models: Compiled models to use; they are compiled for this if left out.
    """
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, no secret
    mix = [each for each in _MIX if each[0] in tasks]
    tallies = {each: Tally() for each in dict.fromkeys(mix)}
    with TemporaryDirectory(prefix="indicated-faults-") as folder:
        if models is None:
            models = Path(folder) / "models"
            compile_model(models)
        # Semaphores of a process that was killed are missed at the end, and that is no news.
        os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
        sites = {task: _Site(task, Path(folder) / task, models) for task in tasks}
        for number in range(kills):
            task, moment = mix[number % len(mix)]
            tally, site = tallies[task, moment], sites[task]
            tally.kills += 1
            tally.too_late += not site.kill(moment, chance)
            site.look(tally)
            on_progress()
        for task, site in sites.items():
            site.finish(tallies[next(each for each in mix if each[0] == task)])
    return tallies


def faults_table(tallies: Tallies, seed: int) -> Table:
    """How many of each kind left the index old and new, and how many neither."""
    table = Table("Killed", "Moment", "Kills", "Done before", "Wholly old", "Wholly new", "Neither")
    table.title = f"kill -9, seed {seed}"
    names = {"time": "after a random time", "operation": "at a random change of a file"}
    total = Tally()
    for (task, moment), each in tallies.items():
        table.add_row(task, names[moment], *_counts(each))
        total.kills += each.kills
        total.too_late += each.too_late
        total.old += each.old
        total.new += each.new
        total.problems += each.problems
    table.add_section()
    table.add_row("all", "", *_counts(total))
    return table


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(map(str, (tally.kills, tally.too_late, tally.old, tally.new, len(tally.problems))))


class _Site:
    """One data directory on which one kind of work is done over and over."""

    def __init__(self, task: Task, folder: Path, models: Path) -> None:
        self._task: Task = task
        self._world = World(folder / "data")
        for each in (self._world.data, self._world.temporary):
            each.mkdir(parents=True)
        (self._world.data / "models").symlink_to(models.absolute(), target_is_directory=True)
        self._guidance = load_corpus() if task == "ingest" else Corpus({})
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(PRELOAD))
        self._edition = 0
        runs = [self._whole() for _ in range(_WHOLE_RUNS)]
        self._lasts_s = statistics.median(seconds for seconds, _ in runs)
        self._operations = runs[-1][1]
        self._held = self._edition

    def kill(self, moment: Moment, chance: random.Random) -> bool:
        """Begin the next edition and end it at a random moment; False if it was done before."""
        self._edition += 1
        self._world.write(self._edition)
        end_at = chance.randint(1, self._operations) if moment == "operation" else None
        after_s = chance.uniform(0, 1.05 * self._lasts_s) if moment == "time" else _LONGEST_S
        victim, _ = self._begun(end_at)
        victim.join(after_s)
        victim.kill()
        victim.join()
        return victim.exitcode != 0

    def look(self, tally: Tally) -> None:
        """Open what is left, prove it, search it, and count it as old or new."""
        try:
            index = open_current(self._world.index, self._guidance)
        except IndexProblem as error:
            tally.problems.append(f"{self._task}: {error}")
            return
        problems = check_index(self._world.index, index.corpus)
        said = _editions(index)
        index.close()
        if said <= {self._held} or said <= {self._edition}:
            tally.new += said == {self._edition}
            tally.old += said == {self._held}
            self._held = max(said)
        else:
            problems.append(f"editions {sorted(said)} at once, {self._held} or {self._edition} was expected")
        tally.problems += [f"{self._task}: {problem}" for problem in problems]

    def finish(self, tally: Tally) -> None:
        """After all kills a whole run succeeds, and nothing that a kill left behind is there any more."""
        self._whole()
        self._held = self._edition
        counted = (tally.old, tally.new)
        self.look(tally)
        tally.old, tally.new = counted
        builds = sorted(path.name for path in (self._world.index / "builds").iterdir())
        names = sorted(path.name for path in self._world.index.iterdir())
        if len(builds) != 2 or names != ["build.lock", "builds", "current.json"]:
            tally.problems.append(f"{self._task}: left over: {builds}, {names}")
        if left := list(self._world.temporary.iterdir()):
            tally.problems.append(f"{self._task}: left over: {left}")

    def _begun(self, end_at: int | None) -> tuple[BaseProcess, Connection]:
        """A process that has just begun the work, and what it tells."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(self._task, self._world, end_at, theirs))
        process.start()
        # Held by the process alone, so that its end is noticed here.
        theirs.close()
        try:
            ours.recv()
        except EOFError:
            process.join()
            raise TargetError(f"A {self._task} could not begin: {self._last_words()}") from None
        return process, ours

    def _last_words(self) -> str:
        lines = self._world.log.read_text(encoding="utf-8").split("\n") if self._world.log.exists() else []
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")

    def _whole(self) -> tuple[float, int]:
        """Seconds and changes of files of a whole run."""
        self._edition += 1
        self._world.write(self._edition)
        worker, told = self._begun(None)
        began = time.monotonic()
        worker.join(_LONGEST_S)
        if worker.exitcode != 0:
            worker.kill()
            raise TargetError(f"A whole {self._task} ended with {worker.exitcode}: {self._last_words()}")
        return time.monotonic() - began, int(told.recv())


def _editions(index: Index) -> set[int]:
    """What editions of the document its passages and its hits are from."""
    hits = [hit.passage for hit in index.search("what the guide has to say on part 3", max_hits=20)]
    texts = [each.text for each in (*index.passages, *hits) if each.document == "guide"]
    return {int(text.split("Edition ")[1].split()[0]) for text in texts if "Edition " in text}

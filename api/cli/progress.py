"""How far a long command is, on standard error: bars on a terminal, a line for each stage elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.cli.terminal import console, plain

#: Takes the name of a stage, how much of it is done, and of how much.
Told = Callable[[str, int, int], None]


@contextmanager
def stages() -> Iterator[Told]:
    """A bar for each stage of one job."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    screen = console(error=True)
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        tasks = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
                if not screen.is_terminal:
                    screen.print(f"{stage} ...")
            progress.update(tasks[stage], completed=done, total=total)

        yield told


@contextmanager
def files(count: int) -> Iterator[Callable[[str], None]]:
    """One bar over files, with the name of the one at hand; gone when all are done. Without a terminal it is silent."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    screen = console(error=True)
    # The spinner says that a long file is being read, which moves the bar only when it is done.
    columns = (
        SpinnerColumn(),
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=count)
        begun = 0

        def at(name: str) -> None:
            nonlocal begun
            progress.update(task, completed=begun, description=plain(name))
            begun += 1

        yield at

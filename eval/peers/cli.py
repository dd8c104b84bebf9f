"""`python -m eval peers`: ours beside the work of others, a command per subject."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Put other software to the same task, on the same cases.")


@app.callback()
def peers() -> None:
    """Put other software to the same task, on the same cases."""

"""The command line, `indicated`: each command in a module of its own."""

from api.cli.program import main

__all__ = ["main"]

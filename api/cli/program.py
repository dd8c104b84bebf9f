"""The program: its commands, its help, and how errors end it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from api.cli import ask, check, conversations, documents, facts, index, ingest, rules, search, serve, understand
from api.cli.terminal import Exit, InputError, complain

_HELP = """
Is imaging indicated for this back or leg pain, and which study?

Answers are made by rules from published guidance, and each sentence cites its source. Not a medical device.

**Examples**

    indicated ask "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?"

    indicated check --facts '{"age_years": 72, "osteoporosis": true, "trauma": "low_velocity"}'

    indicated search "standing radiographs"

    indicated rules show acr-lbp-2021/v6

    indicated serve

**Exit codes**: 0 done. 1 something went wrong. 2 bad usage or input. 3 the index is missing, stale, damaged or busy:
the message says what to run. 4 no answer: out of scope, nothing found, or a question must be answered first.
"""


def _program() -> typer.Typer:
    app = typer.Typer(
        name="indicated", help=_HELP, rich_markup_mode="markdown", no_args_is_help=True, pretty_exceptions_enable=False
    )
    app.callback()(_options)
    for command in (
        ask.ask, check.check, understand.understand, search.search, facts.facts, ingest.ingest, serve.serve,
    ):  # fmt: skip
        app.command()(command)
    app.add_typer(documents.app, name="documents")
    app.add_typer(index.app, name="index")
    app.add_typer(rules.app, name="rules")
    app.add_typer(conversations.app, name="conversations")
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with one of the documented exit codes."""
    try:
        _program()(list(arguments) if arguments is not None else None)
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing more to say, and nothing to flush.
        sys.stderr.close()
        sys.exit(Exit.DONE)
    except Exception as error:
        # `python -X dev -m api.cli …` shows the whole trace.
        if sys.flags.dev_mode:
            raise
        message, code = _explain(error)
        complain(message)
        sys.exit(code)


def _explain(error: Exception) -> tuple[str, Exit]:
    from assistant import ConversationError, FactError, IndicatedError, MessageError, SettingError
    from corpus import DocumentError
    from index import IndexProblem

    if isinstance(error, (InputError, ConversationError, FactError, MessageError, DocumentError, SettingError)):
        return str(error), Exit.BAD_INPUT
    if isinstance(error, IndexProblem):
        return str(error), Exit.NO_INDEX
    if isinstance(error, IndicatedError):
        return str(error), Exit.FAILED
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}", Exit.FAILED
    return f"something went wrong here ({type(error).__name__}); `python -X dev -m api.cli` shows where.", Exit.FAILED


def _print_version(asked: bool) -> None:
    if asked:
        import importlib.metadata

        typer.echo(f"indicated {importlib.metadata.version('indicated')}")
        raise typer.Exit


def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    pass

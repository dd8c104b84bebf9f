"""What every command shares: exit codes, the two consoles, reading of arguments, and the assistant itself."""

from __future__ import annotations

import enum
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from assistant import Assistant, Settings


class Exit(enum.IntEnum):
    """Exit codes, as `indicated --help` lists them."""

    DONE = 0
    FAILED = 1
    BAD_INPUT = 2
    NO_INDEX = 3
    NO_ANSWER = 4


class InputError(Exception):
    """What was given cannot be used: whoever gave it mends it."""


#: Wider than any line: what reads a pipe wraps for itself.
_UNWRAPPED = 30_000
#: Control characters but tab and newline: a quoted text must not steer the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def console(*, error: bool = False) -> Console:
    """Standard output or standard error: coloured on a terminal unless NO_COLOR is set, never wrapped in a pipe."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _UNWRAPPED
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False)


def plain(text: str) -> str:
    """Text from outside, without control characters."""
    return _CONTROL.sub("", text)


def complain(message: str) -> None:
    """One line on standard error."""
    console(error=True).print(f"indicated: {plain(' '.join(message.split()))}", style="red")


def print_json(data: object) -> None:
    """JSON for other programs."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def read_facts(text: str) -> object:
    """What --facts was given, from JSON.

    Raises:
        InputError: it is no JSON.
    """
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"the facts are not JSON{where}; give an object such as '{{\"age_years\": 72}}'") from None


def read_stdin() -> str:
    """All of standard input.

    Raises:
        InputError: it is not text in UTF-8.
    """
    return _decoded(sys.stdin.buffer.read(), "standard input")


def read_file(path: Path) -> str:
    """A text file.

    Raises:
        InputError: it cannot be read, or is not text in UTF-8.
    """
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None


def settings() -> Settings:
    """The INDICATED_* settings of this process."""
    from assistant import load_settings

    return load_settings(os.environ)


def open_assistant() -> Assistant:
    """The assistant, on this machine's index and documents."""
    from assistant import build_assistant

    return build_assistant(settings())


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not text in UTF-8 (byte {error.start})") from None

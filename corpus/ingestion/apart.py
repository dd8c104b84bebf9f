"""Converts a file in a process of its own: what is wrong with it ends that process and nothing else.

A file may come from anywhere. The process has bounds on time, processor and memory, gets the file through a pipe, and
may neither connect to anything, start anything nor write a file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NoReturn

from corpus.ingestion.convert import Converted, convert
from corpus.ingestion.kinds import Kind
from corpus.ingestion.problem import Unreadable

TIME_S = 120
MEMORY_BYTES = 2 * 1024**3
#: What a reader of files has no business doing.
_FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec",
              "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir", "shutil.rmtree")  # fmt: skip
_WRITING = ("w", "a", "x", "+")


def convert_apart(data: bytes, kind: Kind, *, time_s: float = TIME_S) -> Converted:
    """`convert`, in a process of its own.

    Raises:
        Unreadable: as `convert`; or it takes too long, too much memory, or breaks what reads it.
    """
    # `-P`: a folder that happens to be the current one has no say in what is imported.
    command = [sys.executable, "-P", "-m", "corpus.ingestion", kind, str(int(time_s))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=time_s, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        raise Unreadable(f"took more than {time_s:g} seconds to read; split it, or print it to PDF anew") from None
    try:
        said = json.loads(done.stdout)
        if "problem" in said:
            raise Unreadable(said["problem"])
        return Converted(said["text"], said["pages"], tuple(said["notes"]))
    except (ValueError, KeyError, TypeError):
        raise Unreadable(
            "is damaged, or made so that it cannot be read within bounds; open it in its own program and save it again"
        ) from None


def serve_one(kind: Kind, time_s: int) -> None:
    """The other end: converts standard input, and says on standard output what it is."""
    _bound(time_s)
    data = sys.stdin.buffer.read()
    try:
        done = convert(data, kind)
        said = {"text": done.text, "pages": done.pages, "notes": done.notes}
    except Unreadable as error:
        said = {"problem": str(error)}
    sys.stdout.write(json.dumps(said))


def _bound(time_s: int) -> None:
    sys.addaudithook(_watch)
    try:
        import resource
    except ImportError:  # Windows has no such bounds; that on time holds there, too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (time_s + 1, time_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        _refuse(event)
    if event == "open" and isinstance(arguments[1], str) and any(mark in arguments[1] for mark in _WRITING):
        _refuse(event)


def _refuse(event: str) -> NoReturn:
    raise PermissionError(f"reading a document does not need {event}")

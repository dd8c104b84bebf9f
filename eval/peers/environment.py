"""A virtual environment of its own for each peer, kept in a cache folder: the product depends on none of them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.errors import PeerError

#: Where the environments are kept unless another folder is given.
CACHE = Path.home() / ".cache" / "indicated-peers"
#: The Python versions that the product supports.
VERSIONS = ("3.11", "3.12", "3.13")
_RECORD = "installation.json"
_INSTALL_S, _ASK_S, _WORK_S = 900, 60, 600
_REASON_CHARACTERS = 200


@dataclass(frozen=True)
class Peer:
    """Somebody else's software, as pip installs it."""

    name: str
    requirements: tuple[str, ...]
    module: str
    """What is imported to see whether it works."""


@dataclass(frozen=True)
class Installation:
    """What came of installing a peer for one Python version."""

    peer: str
    python: str
    """As in "3.11.7"; only "3.11" where there is no such Python here."""
    problem: str = ""
    """Why it cannot be used; empty where it can."""
    install_s: float = 0.0
    packages: dict[str, str] = field(default_factory=dict)
    """Every installed distribution and its version."""
    command: str = ""
    """The interpreter to run it with."""

    @property
    def works(self) -> bool:
        """Whether it can be used."""
        return not self.problem


def install(peer: Peer, version: str, folder: Path = CACHE) -> Installation:
    """Make the peer's environment for one Python version, or find it made; what fails is told in `problem`.

    A failure is kept as well; delete the environment's folder to try again.
    """
    python = _python(version)
    if python is None:
        return Installation(peer.name, version, f"there is no Python {version} on this machine")
    key = hashlib.sha256("\n".join(peer.requirements).encode()).hexdigest()[:8]
    home = folder / f"{re.sub(r'[^a-z0-9]+', '-', peer.name.lower())}-{python[1]}-{key}"
    record = home / _RECORD
    if not record.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        made = _made(peer, python, home)
        record.write_text(json.dumps(asdict(made), indent=2) + "\n", encoding="utf-8")
    return Installation(**json.loads(record.read_text(encoding="utf-8")))


def work(installation: Installation, script: Path, task: object) -> dict[str, Any]:
    """Run a script in a peer's environment: the task goes to its standard input as JSON, and JSON comes back.

    Raises:
        PeerError: names the peer and its last words.
    """
    done = _run([installation.command, str(script)], _WORK_S, json.dumps(task))
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise PeerError(
            f"{installation.peer} on Python {installation.python} gave no result ({_reason(done)}); delete "
            f"{Path(installation.command).parent.parent} to install it anew."
        ) from None
    return result


def _made(peer: Peer, python: tuple[Path, str], home: Path) -> Installation:
    began = time.perf_counter()
    command = home / "bin" / "python"
    for step in (
        [str(python[0]), "-m", "venv", str(home)],
        [str(command), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements],
        [str(command), "-c", f"import {peer.module}"],
    ):
        done = _run(step, _INSTALL_S)
        if done.returncode:
            what = "is installed but cannot be imported" if "-c" in step else "cannot be installed"
            return Installation(peer.name, python[1], f"{what}: {_reason(done)}")
    seconds = round(time.perf_counter() - began, 1)
    listed = json.loads(_run([str(command), "-m", "pip", "list", "--format", "json"], _ASK_S).stdout)
    packages = {each["name"].lower(): each["version"] for each in listed}
    return Installation(peer.name, python[1], "", seconds, packages, str(command))


def _python(version: str) -> tuple[Path, str] | None:
    for path in _pythons(version):
        done = _run([str(path), "-c", "import platform; print(platform.python_version())"], _ASK_S)
        found = done.stdout.strip()
        if done.returncode == 0 and found.startswith(f"{version}."):
            return path, found
    return None


def _pythons(version: str) -> Iterator[Path]:
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted((root / "versions").glob(f"{version}.*/bin/python"), reverse=True)
    if found := shutil.which(f"python{version}"):
        yield Path(found)


def _run(command: Sequence[str], timeout_s: float, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program apart from this process' packages; one that takes too long has failed."""
    apart = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    try:
        return subprocess.run(  # noqa: S603 - programs named here, in an environment made here
            command, input=given, capture_output=True, text=True, timeout=timeout_s, env=apart, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"it took more than {timeout_s:g} s")


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()] or lines
    return errors[-1][:_REASON_CHARACTERS] if errors else f"exit code {done.returncode}"

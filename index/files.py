"""Files that are whole or not there, and their fingerprints."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, even after a crash, sees the old one or the new one and nothing between."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    keep(path.parent)


def keep(path: Path) -> None:
    """Have the system put a file or the names in a folder on disk before going on."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows cannot open a folder; its renames are kept without it.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Fingerprint of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path from there, in order."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def write_sealed(path: Path, fields: Mapping[str, object]) -> None:
    """Write JSON that carries its own fingerprint: whatever byte of it changes later, `read_sealed` refuses it."""
    write_whole(path, _sealed(fields))


def read_sealed(path: Path) -> dict[str, Any]:
    """What `write_sealed` wrote.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what was written.
    """
    text = path.read_text(encoding="utf-8")
    fields = json.loads(text)
    if not isinstance(fields, dict) or fields.pop("seal", None) is None or _sealed(fields) != text:
        raise ValueError(f"{path} is not what was written")
    return fields


def _sealed(fields: Mapping[str, object]) -> str:
    seal = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return json.dumps({**fields, "seal": seal}, indent=1, sort_keys=True) + "\n"

"""Where an index keeps its builds, and which one counts.

DIRECTORY/current.json       names the build that counts and the one before it; replaced in one step
DIRECTORY/build.lock         held by the process that builds
DIRECTORY/builds/000002/     manifest.json, passages.jsonl, names.json, vectors.npy, lexical/, chroma/
DIRECTORY/../models/         the compiled embedding model, shared by all builds
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from index.errors import REBUILD, IndexDamagedError, IndexMissingError
from index.files import write_whole

PASSAGES = "passages.jsonl"
NAMES = "names.json"
VECTORS = "vectors.npy"
LEXICAL = "lexical"
CHROMA = "chroma"


@dataclass(frozen=True)
class Layout:
    """The folders of one index."""

    directory: Path

    @property
    def builds(self) -> Path:
        return self.directory / "builds"

    @property
    def models(self) -> Path:
        return self.directory.parent / "models"

    @property
    def lock(self) -> Path:
        return self.directory / "build.lock"

    def current(self) -> Path:
        """The build that counts.

        Raises:
            IndexMissingError: nothing was built yet.
            IndexDamagedError: the pointer is broken, or its build is gone.
        """
        name = self._pointer().get("current")
        if name is None:
            raise IndexMissingError(f"There is no index in {self.directory}. {REBUILD}")
        if not (self.builds / name).is_dir():
            raise IndexDamagedError(f"The build {name} of the index in {self.directory} is gone. {REBUILD}")
        return self.builds / name

    def begin(self) -> Path:
        """A new, empty folder for a build; leftovers of builds that were cut short are removed."""
        self.builds.mkdir(parents=True, exist_ok=True)
        self._sweep()
        numbers = [int(path.name) for path in self.builds.iterdir() if path.name.isdigit()]
        build = self.builds / f"{max(numbers, default=0) + 1:06}"
        build.mkdir()
        return build

    def switch(self, build: Path) -> None:
        """Let a build count from now on. The one before stays, for those who have it open; older ones are removed."""
        before = self._pointer(lenient=True).get("current")
        write_whole(self.directory / "current.json", json.dumps({"current": build.name, "previous": before}) + "\n")
        self._sweep()

    def _sweep(self) -> None:
        kept = set(self._pointer(lenient=True).values())
        for path in self.builds.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _pointer(self, *, lenient: bool = False) -> dict[str, str | None]:
        """What `current.json` says; a build that mends the index takes a broken one for none."""
        path = self.directory / "current.json"
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return {key: str(found[key]) if found[key] else None for key in ("current", "previous")}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            if lenient:
                return {}
            raise IndexDamagedError(f"{path} cannot be read. {REBUILD}") from error

"""Where an index keeps its builds, and which one counts.

DIRECTORY/current.json       names the build that counts and the one before it; replaced in one step
DIRECTORY/build.lock         held by the process that builds; `build.holder` says which
DIRECTORY/builds/000002/     manifest.json, documents.jsonl, passages.jsonl, names.json, vectors.npy, lexical/, chroma/
DIRECTORY/../models/         the compiled embedding models, shared by all builds
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import REBUILD, IndexDamagedError, IndexMissingError
from index.files import read_sealed, write_sealed
from index.lease import is_read
from index.store import forget

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
NAMES = "names.json"
VECTORS = "vectors.npy"
LEXICAL = "lexical"


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

    @property
    def holder(self) -> Path:
        return self.directory / "build.holder"

    @property
    def pointer(self) -> Path:
        return self.directory / "current.json"

    def current(self) -> Path:
        """The build that counts.

        Raises:
            IndexMissingError: nothing was built yet.
            IndexDamagedError: the pointer is broken, or its build is gone.
        """
        name = self._pointed().get("current")
        if name is None:
            raise IndexMissingError(f"There is no index in {self.directory}. {REBUILD}")
        if not (self.builds / name).is_dir():
            raise IndexDamagedError(f"The build {name} of the index in {self.directory} is gone. {REBUILD}")
        return self.builds / name

    def begin(self) -> Path:
        """A new, empty folder for a build; leftovers of builds that were cut short are removed."""
        self.builds.mkdir(parents=True, exist_ok=True)
        # Counted with the leftovers: Chroma remembers, within a process, a folder in which it failed.
        numbers = [int(path.name) for path in self.builds.iterdir() if path.name.isdigit()]
        for aside in self.directory.glob(f".{self.pointer.name}.*"):
            aside.unlink()
        # With a broken pointer any build may be the one to be saved: all stay until a new one counts.
        with suppress(IndexDamagedError):
            self._sweep()
        build = self.builds / f"{max(numbers, default=0) + 1:06}"
        build.mkdir()
        return build

    def switch(self, build: Path) -> None:
        """Let a build count from now on. The one before stays, and so does any that is still read; the rest goes."""
        before = None
        with suppress(IndexDamagedError):
            before = self._pointed().get("current")
        write_sealed(self.pointer, {"current": build.name, "previous": before})
        self._sweep()

    def _sweep(self) -> None:
        kept = set(self._pointed().values())
        for path in self.builds.iterdir():
            if path.name not in kept and not is_read(path) and forget(path):
                shutil.rmtree(path, ignore_errors=True)

    def _pointed(self) -> dict[str, str | None]:
        """What the pointer says; nothing if there is none yet."""
        try:
            found = read_sealed(self.pointer)
            return {key: str(found[key]) if found[key] else None for key in ("current", "previous")}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"{self.pointer} cannot be read. {REBUILD}") from error

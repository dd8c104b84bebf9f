"""What was made of an index, made anew once a newer build counts; whoever uses it carries on meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from index.layout import Layout

_LOG = logging.getLogger("indicated")
#: How long it waits before it tries again to make what it could not make.
_RETRY_S = 30.0

Made = TypeVar("Made")
Stamp: TypeAlias = tuple[int, int] | None


class Live(Generic[Made]):
    """Holds one thing made of an index; safe to share between threads.

    Take it once for each answer and use that throughout: all of it then comes from one build.
    """

    def __init__(self, directory: Path, make: Callable[[], Made]) -> None:
        """Makes the first one; what that raises is raised."""
        self._pointer = Layout(directory).pointer
        self._make = make
        self._renewing = threading.Lock()
        self._failed: tuple[Stamp, float] | None = None
        # Looked at before it is made: a build that is swapped in meanwhile is noticed next time.
        self._seen = self._stamp()
        self._made = make()

    def get(self) -> Made:
        """The one of the newest build that could be made, at once.

        That costs one look at a file; a newer one is made beside it, and given from when it is whole.
        """
        stamp = self._stamp()
        if stamp != self._seen and self._may_try(stamp) and self._renewing.acquire(blocking=False):
            threading.Thread(target=self._renew, args=(stamp,), name="renew-index", daemon=True).start()
        return self._made

    def _may_try(self, stamp: Stamp) -> bool:
        """Whether it has not just failed with this very build."""
        return self._failed is None or self._failed[0] != stamp or time.monotonic() - self._failed[1] >= _RETRY_S

    def _renew(self, stamp: Stamp) -> None:
        try:
            self._made = self._make()
            self._seen = stamp
        except Exception as error:  # noqa: BLE001 - whatever it is, the old one serves on
            self._failed = stamp, time.monotonic()
            _LOG.error("The newer index cannot be used yet, the one before serves on: %s", error)
        finally:
            self._renewing.release()

    def _stamp(self) -> Stamp:
        """Differs after every swap: the pointer is a new file then."""
        try:
            found = self._pointer.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

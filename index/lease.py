"""Who reads a build says so, and nobody removes it meanwhile; a reader that dies has let go by dying."""

from __future__ import annotations

import os
import sys
import weakref
from pathlib import Path

from index.manifest import FILE

if sys.platform != "win32":
    import fcntl


class Lease:
    """Held on a build by whoever has it open: a shared lock on its manifest. Ends with `release` or with the object."""

    def __init__(self, build: Path) -> None:
        """Takes the lease.

        Raises:
            OSError: the build is not there, or is just being removed.
        """
        handle = os.open(build / FILE, os.O_RDONLY)
        self._end = weakref.finalize(self, os.close, handle)
        if sys.platform != "win32":
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                self._end()
                raise
            # Some network drives know no locks; there the one build that always stays has to do.
            except OSError:
                pass

    def release(self) -> None:
        """Let go; further calls do nothing."""
        self._end()


def is_read(build: Path) -> bool:
    """Whether anybody holds a lease on a build; on Windows nobody does, but there open files cannot be removed."""
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(build / FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # No locks there, as above.
        return False
    finally:
        os.close(handle)
    return False

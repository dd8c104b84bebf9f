"""How long each step of an answer takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: The steps that `timing_ms` of an answer names.
STEPS = ("understand", "check", "retrieve", "compose", "verify")


class Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._steps = dict.fromkeys(STEPS, 0.0)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._steps[step] += (time.perf_counter() - began) * 1000

    def done(self) -> dict[str, float]:
        total = (time.perf_counter() - self._began) * 1000
        return {step: round(value, 3) for step, value in {**self._steps, "total": total}.items()}

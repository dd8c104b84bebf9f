"""What came back for a case: an answer for each turn, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: Fields of an answer that may differ between two runs of the same thing.
VOLATILE = ("answer_id", "conversation_id", "timing_ms")

State = Literal["answered", "crashed", "silent", "skipped"]


@dataclass(frozen=True)
class Hit:
    """A passage that the target's search returned."""

    passage: str
    document: str


@dataclass(frozen=True)
class Reply:
    """The answer to one turn."""

    state: State
    answer: Mapping[str, Any] | None = None
    """The answer object of the contract without its volatile fields; None unless `answered`."""
    reason: str = ""
    """Why there is no answer: the error, or why the turn could not be put."""
    identical: bool = True
    """The second time of asking gave the same answer, byte for byte."""
    hits: tuple[Hit, ...] | None = None
    """What the search found for the message, best first; None where it was not asked."""
    wall_ms: float = 0.0
    """Time that the harness saw pass; kept out of run files."""

    @property
    def failed(self) -> bool:
        """A crash or silence: every measure of this point scores it 0."""
        return self.state in {"crashed", "silent"}


def steady(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without what may differ between two runs."""
    return {key: value for key, value in answer.items() if key not in VOLATILE}

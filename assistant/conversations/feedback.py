"""What a reader thought of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

#: Why an answer helped or did not; the list is closed, so that answers can be counted by it.
Reason = Literal[
    "facts_misread", "verdict_wrong", "study_wrong", "source_wrong", "unsafe", "incomplete", "unclear", "too_long",
    "other",
]  # fmt: skip


@dataclass(frozen=True)
class Feedback:
    """A reader's judgement of one answer. A later one takes its place."""

    helpful: bool
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    """The reader's own words: as private as a message."""
    digest: Mapping[str, str] = field(default_factory=dict)
    """The digests of the answer, by which it can be made again; the store fills them in."""

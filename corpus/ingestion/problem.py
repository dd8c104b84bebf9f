"""Why a file cannot be read."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - what the file is
    """Says of a file what is wrong and what to do, to stand after its name."""

"""What a log may hold: paths and statuses, never what a person wrote or what leads to it."""

from __future__ import annotations

import logging
import re

#: Whoever knows a conversation's id may read it, and an answer's id is as good as its conversation's.
_ID = re.compile(r"\b[0-9a-f]{32}\b")


def keep_private_words_out_of_access_logs() -> None:
    """Cut query strings and ids from every line of uvicorn's access log: a search query is a person's text."""
    # The logger drops nothing twice: adding the same filter again does nothing.
    logging.getLogger("uvicorn.access").addFilter(_without_private_words)


def _without_private_words(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            _ID.sub("-", value.partition("?")[0]) if isinstance(value, str) and value.startswith("/") else value
            for value in record.args
        )
    return True

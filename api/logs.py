"""What a log may hold: paths and statuses, never what a person wrote."""

from __future__ import annotations

import logging


def keep_queries_out_of_access_logs() -> None:
    """Cut the query string from every line of uvicorn's access log: a search query is a person's text."""
    # The logger drops nothing twice: adding the same filter again does nothing.
    logging.getLogger("uvicorn.access").addFilter(_without_query)


def _without_query(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            value.partition("?")[0] if isinstance(value, str) and value.startswith("/") else value
            for value in record.args
        )
    return True

"""The assistant behind the routes: there from the start, or built while the server already answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from api.problems import NOT_READY, ProblemError
from assistant import Assistant, IndicatedError
from corpus import DocumentError
from index import IndexProblem

_LOG = logging.getLogger("indicated")


#: Gives the assistant as it is now.
Current: TypeAlias = Callable[[], Assistant]


class Service:
    """Gives the assistant, or why it is not there."""

    def __init__(
        self,
        current: Callable[[], Assistant] | None = None,
        *,
        build: Callable[[], Current] | None = None,
    ) -> None:
        """Either what gives the assistant as it is now, or what has to be called first to get that."""
        self._current = current
        self._build = build
        self._why_not = "The assistant is starting."

    @property
    def why_not_ready(self) -> str | None:
        """None once the assistant can answer."""
        return None if self._current else self._why_not

    @property
    def assistant(self) -> Assistant:
        """The assistant as it is now; whoever answers takes it once, and keeps to it.

        Raises:
            ProblemError: it is not there yet; says why.
        """
        if self._current is None:
            raise ProblemError(NOT_READY, self._why_not)
        return self._current()

    def start(self) -> None:
        """Begin to build the assistant, if it has to be built; returns at once."""
        if self._build is not None:
            threading.Thread(target=self._run, args=(self._build,), name="build-assistant", daemon=True).start()

    def _run(self, build: Callable[[], Current]) -> None:
        try:
            self._current = build()
        except (IndicatedError, DocumentError, IndexProblem) as error:
            self._why_not = str(error)
            _LOG.error("Not ready: %s", error)
        except Exception:  # noqa: BLE001 - whatever it is, the server stays up and says that it cannot answer
            self._why_not = "The assistant could not be started; its log says why."
            _LOG.exception("The assistant could not be started")


def _assistant(request: Request) -> Assistant:
    service: Service = request.app.state.service
    return service.assistant


#: A route's parameter of this type is the assistant; without one the request ends as 503.
Ready = Annotated[Assistant, Depends(_assistant)]

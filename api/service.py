"""The assistant behind the routes: there from the start, or built while the server already answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from api.problems import NOT_READY, ProblemError
from assistant import Assistant, IndicatedError
from corpus import DocumentError
from index import IndexProblem

_LOG = logging.getLogger("indicated")


class Service:
    """Holds the assistant, or why it is not there."""

    def __init__(self, assistant: Assistant | None = None, *, build: Callable[[], Assistant] | None = None) -> None:
        self._assistant = assistant
        self._build = build
        self._why_not = "The assistant is starting."

    @property
    def why_not_ready(self) -> str | None:
        """None once the assistant can answer."""
        return None if self._assistant else self._why_not

    @property
    def assistant(self) -> Assistant:
        """The assistant.

        Raises:
            ProblemError: it is not there yet; says why.
        """
        if self._assistant is None:
            raise ProblemError(NOT_READY, self._why_not)
        return self._assistant

    def start(self) -> None:
        """Begin to build the assistant, if it has to be built; returns at once."""
        if self._build is not None:
            threading.Thread(target=self._run, args=(self._build,), name="build-assistant", daemon=True).start()

    def _run(self, build: Callable[[], Assistant]) -> None:
        try:
            self._assistant = build()
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

"""Errors as RFC 9457 problem documents: what is wrong, and what to do; never a stack trace or the message's text."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.schemas import MAX_BODY_BYTES
from assistant import ConversationError, FactError, MessageError, StoreError, UnknownAnswerError, load_vocabulary
from index import IndexProblem

_LOG = logging.getLogger("indicated")

#: A refused value is shown back to its sender, but not at any length.
_SHOWN = 400


@dataclass(frozen=True)
class Problem:
    """A kind of error. `name` is the fragment of its `type`, which resolves to its entry on the page at /docs."""

    name: str
    status: int
    title: str
    action: str


MALFORMED = Problem("malformed", 400, "The body is not JSON", "Send one JSON object, encoded in UTF-8.")
NOT_FOUND = Problem("not-found", 404, "Nothing here", "See /docs for every path.")
NO_CONVERSATION = Problem(
    "unknown-conversation", 404, "No such conversation", "Leave conversation_id out to start a new one."
)
NO_ANSWER = Problem(
    "unknown-answer", 404, "No such answer", "Give the answer_id of an answer whose conversation is kept."
)
NO_DOCUMENT = Problem("unknown-document", 404, "No such document", "GET /v1/sources lists every document.")
NO_RULE = Problem("unknown-rule", 404, "No such rule", "GET /v1/rules lists every rule.")
NO_GUIDELINE = Problem("unknown-guideline", 404, "No such guideline", "GET /v1/rules lists every guideline.")
NOT_ALLOWED = Problem("method-not-allowed", 405, "Method not allowed", "Use a method named in the Allow header.")
TOO_LARGE = Problem("too-large", 413, "The body is too large", f"Send at most {MAX_BODY_BYTES:,} bytes.")
NOT_JSON = Problem(
    "not-json", 415, "The body is not declared as JSON", "Send the header Content-Type: application/json."
)
INVALID = Problem("invalid-request", 422, "The request does not fit", "Mend the fields named under errors.")
BAD_MESSAGE = Problem("message-refused", 422, "The message cannot be read", "Send the question as plain text.")
BAD_FACT = Problem("fact-refused", 422, "A fact cannot be taken", "Mend the field named; GET /v1/facts lists all.")
BAD_RANGE = Problem("range-refused", 422, "No such stretch of text", "Give start and end as a citation has them.")
INTERNAL = Problem("internal", 500, "Something went wrong here", "Try again; if it stays, show the id to the operator.")
NOT_READY = Problem("not-ready", 503, "Not ready to answer", "Wait, or do what the detail says; /readyz tells when.")
NOT_KEPT = Problem(
    "conversations-unavailable", 503, "Conversations cannot be kept or read now",
    "Nothing of this was kept: do what the detail says, and send it again.",
)  # fmt: skip

PROBLEMS = (
    MALFORMED, NOT_FOUND, NO_CONVERSATION, NO_ANSWER, NO_DOCUMENT, NO_RULE, NO_GUIDELINE, NOT_ALLOWED, TOO_LARGE,
    NOT_JSON, INVALID, BAD_MESSAGE, BAD_FACT, BAD_RANGE, INTERNAL, NOT_READY, NOT_KEPT,
)  # fmt: skip

_BY_STATUS = {400: MALFORMED, 404: NOT_FOUND, 405: NOT_ALLOWED, 413: TOO_LARGE, 503: NOT_READY}


class ProblemError(Exception):
    """Ends a request with a problem document."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail


def problem_response(
    problem: Problem, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """A problem document; `more` becomes its extension members."""
    body = {
        "type": f"/docs#{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "action": problem.action,
        **more,
    }
    # ASCII, so that half a surrogate pair in a refused name cannot spoil the refusal.
    return Response(json.dumps(body), problem.status, dict(headers or {}), "application/problem+json")


def install(app: FastAPI) -> None:
    """Have every expected error answered as a problem document."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(FactError, _on_fact)
    app.add_exception_handler(MessageError, _on_message)
    app.add_exception_handler(ConversationError, _on_conversation)
    app.add_exception_handler(UnknownAnswerError, _on_answer)
    app.add_exception_handler(StoreError, _on_store)
    app.add_exception_handler(IndexProblem, _on_index)


async def _on_problem(_: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemError):
        raise error
    return problem_response(error.problem, error.detail)


async def _on_message(_: Request, error: Exception) -> Response:
    return problem_response(BAD_MESSAGE, str(error), errors=[{"field": "message", "problem": str(error)}])


async def _on_conversation(_: Request, error: Exception) -> Response:
    return problem_response(NO_CONVERSATION, str(error))


async def _on_answer(_: Request, error: Exception) -> Response:
    return problem_response(NO_ANSWER, str(error))


async def _on_store(_: Request, error: Exception) -> Response:
    _LOG.error("A request was refused: %s", error)
    return problem_response(NOT_KEPT, str(error))


async def _on_index(_: Request, error: Exception) -> Response:
    return problem_response(NOT_READY, str(error))


async def _on_fact(_: Request, error: Exception) -> Response:
    if not isinstance(error, FactError):
        raise error
    detail = str(error) if len(str(error)) <= _SHOWN else f"{error.fact[:60]} was given something that is not allowed."
    entry = {"field": _field_of(error.fact), "problem": detail, "allowed": list(error.allowed) or _allowed(error.fact)}
    return problem_response(BAD_FACT, detail, errors=[entry])


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    problem = _BY_STATUS.get(error.status_code, NOT_FOUND if error.status_code < 500 else INTERNAL)
    detail = {
        MALFORMED: "The body could not be read as JSON in UTF-8.",
        NOT_FOUND: "There is nothing at this path.",
        NOT_ALLOWED: f"This path does not take {request.method}.",
        TOO_LARGE: f"The body is larger than {MAX_BODY_BYTES:,} bytes.",
    }.get(problem, problem.title + ".")
    return problem_response(problem, detail, headers=error.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    for item in found:
        if item["type"] == "json_invalid":
            return problem_response(MALFORMED, f"The body stops being JSON at character {item['loc'][-1]}.")
        if item["loc"] == ("body",) and not _declares_json(request):
            return problem_response(NOT_JSON, "The Content-Type header does not say application/json.")
    entries = [_entry(request, item) for item in found]
    detail = "; ".join(f"{entry['field']}: {entry['problem']}" for entry in entries)
    return problem_response(INVALID, detail[:_SHOWN], errors=entries)


def _entry(request: Request, item: Mapping[str, Any]) -> dict[str, Any]:
    """One refused field. Only the place and the rule are taken: pydantic's `input` is what the person wrote."""
    place: Sequence[Any] = [part for part in item["loc"] if part not in {"body", "query", "path"}]
    entry: dict[str, Any] = {"field": ".".join(str(part)[:60] for part in place) or "body", "problem": item["msg"]}
    if item["type"] == "extra_forbidden":
        allowed = _body_fields(request)
        entry.update(problem=f"is not a field here; give some of {', '.join(allowed)}", allowed=allowed)
    return entry


def _body_fields(request: Request) -> list[str]:
    body = getattr(request.scope.get("route"), "body_field", None)
    annotation = getattr(getattr(body, "field_info", None), "annotation", None)
    return list(getattr(annotation, "model_fields", {}))


def _declares_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def _field_of(fact: str) -> str:
    known = fact.partition(".")[0] in load_vocabulary().facts
    return f"facts.{fact}" if known else fact[:60]


def _allowed(fact: str) -> object:
    definition = load_vocabulary().facts.get(fact.partition(".")[0])
    if definition is None:
        return list(load_vocabulary().facts)
    if "." in fact or definition.type == "bool":
        return [True, False]
    if definition.type == "number":
        return {"minimum": definition.minimum, "maximum": definition.maximum, "unit": definition.unit}
    return list(definition.values or definition.members)

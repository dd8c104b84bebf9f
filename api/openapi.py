"""The OpenAPI document, with what FastAPI cannot know: the vocabulary of facts, and errors as problem documents."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import (
    BAD_FACT,
    BAD_MESSAGE,
    BAD_RANGE,
    INVALID,
    MALFORMED,
    NO_ANSWER,
    NO_CONVERSATION,
    NO_DOCUMENT,
    NO_GUIDELINE,
    NO_RULE,
    NOT_JSON,
    NOT_KEPT,
    NOT_READY,
    PROBLEMS,
    TOO_LARGE,
    Problem,
)
from api.schemas import ProblemReply
from assistant import FactDefinition, load_vocabulary

_BODY = (MALFORMED, TOO_LARGE, NOT_JSON, INVALID, NOT_READY)
#: What each path may answer instead, beside the errors that any path may give.
_ERRORS: dict[str, tuple[Problem, ...]] = {
    "/v1/chat": (*_BODY, BAD_MESSAGE, BAD_FACT, NO_CONVERSATION, NOT_KEPT),
    "/v1/conversations/{conversation_id}": (NO_CONVERSATION, NOT_READY, NOT_KEPT),
    "/v1/answers/{answer_id}/feedback": (*_BODY, NO_ANSWER, NOT_KEPT),
    "/v1/check": (*_BODY, BAD_FACT),
    "/v1/facts": (),
    "/v1/rules": (INVALID, NO_GUIDELINE, NOT_READY),
    "/v1/rules/{rule_id}": (INVALID, NO_RULE, NOT_READY),
    "/v1/search": (INVALID, BAD_MESSAGE, NO_DOCUMENT, NOT_READY),
    "/v1/sources": (NOT_READY,),
    "/v1/sources/{document}": (INVALID, NO_DOCUMENT, BAD_RANGE, NOT_READY),
    "/healthz": (),
    "/readyz": (NOT_READY,),
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`."""
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemReply.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    schemas["PatientFacts"] = _facts_schema()
    for request in ("ChatRequest", "CheckRequest"):
        facts = schemas[request]["properties"]["facts"]
        schemas[request]["properties"]["facts"] = {
            "$ref": "#/components/schemas/PatientFacts",
            "description": facts["description"],
        }
    document["x-problems"] = [
        {"name": problem.name, "status": problem.status, "title": problem.title, "action": problem.action}
        for problem in PROBLEMS
    ]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe_errors(operation["responses"], _ERRORS[path])
    return document


def _describe_errors(responses: dict[str, Any], problems: tuple[Problem, ...]) -> None:
    responses.pop("422", None)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted({problem.status for problem in problems}):
        titles = [problem.title for problem in problems if problem.status == status]
        responses[str(status)] = {"description": "; ".join(titles), "content": content}


def _facts_schema() -> dict[str, Any]:
    facts = load_vocabulary().facts
    return {
        "type": "object",
        "title": "PatientFacts",
        "description": "A missing fact is unknown, never absent.",
        "additionalProperties": False,
        "properties": {name: _fact_schema(fact) for name, fact in facts.items()},
    }


def _fact_schema(fact: FactDefinition) -> dict[str, Any]:
    described = {"description": fact.definition}
    if fact.type == "bool":
        return {"type": "boolean", **described}
    if fact.type == "number":
        return {"type": "number", "minimum": fact.minimum, "maximum": fact.maximum, **described}
    if fact.type == "enum":
        return {"type": "string", "enum": list(fact.values), **described}
    members = {member: {"type": "boolean"} for member in fact.members}
    return {"type": "object", "additionalProperties": False, "properties": members, **described}

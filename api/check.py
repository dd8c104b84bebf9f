"""`POST /v1/check` and `GET /v1/facts`: what the rules say about given facts, and which facts there are."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.schemas import CheckedReply, CheckRequest, FactsReply
from api.service import Ready
from assistant import load_vocabulary

router = APIRouter(tags=["Check"])

_WHY_NOT = "A study, by a procedure's id or a modality: what would have to be different for it? May be repeated."


@router.post("/v1/check", response_model=CheckedReply, summary="Check facts against the rules")
def check(
    body: CheckRequest,
    assistant: Ready,
    all: Annotated[bool, Query(description="List the recommendations that do not apply, too.")] = False,  # noqa: A002 - the contract's name
    why_not: Annotated[list[str] | None, Query(max_length=20, description=_WHY_NOT, examples=[["mri-l-wo"]])] = None,
) -> JSONResponse:
    """Deterministic: no text, no index, no clock. The same facts always give the same answer."""
    result = assistant.check(
        body.facts, guidelines=body.guidelines, include_all=all, why_not=why_not or (), audience=body.audience
    )
    return JSONResponse(result)


@router.get("/v1/facts", response_model=FactsReply, summary="Every fact that can be known about a patient")
def facts() -> JSONResponse:
    """The closed vocabulary, in the order in which to ask, with the questions worded for both audiences."""
    return JSONResponse(vocabulary_json())


def vocabulary_json() -> dict[str, Any]:
    """The vocabulary as `GET /v1/facts` and `indicated facts --json` give it."""
    vocabulary = load_vocabulary()
    entries = []
    for fact in vocabulary.facts.values():
        number = fact.type == "number"
        entries.append(
            {
                "name": fact.name,
                "type": fact.type,
                "tier": fact.tier,
                "definition": fact.definition,
                "red_flag": fact.red_flag,
                "values": list(fact.values),
                "members": list(fact.members),
                "minimum": fact.minimum if number else None,
                "maximum": fact.maximum if number else None,
                "unit": fact.unit or None,
                "unstated": fact.unstated,
                "why_unstated": fact.why_unstated,
                "question": dict(fact.question),
            }
        )
    return {"facts": entries, "blanket_no_red_flags": dict(vocabulary.blanket_no_red_flags)}

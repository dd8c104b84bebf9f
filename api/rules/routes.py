"""`GET /v1/rules`, `GET /v1/rules/{rule_id}`, and the pages under `/rules`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, JSONResponse

from api.problems import NO_GUIDELINE, NO_RULE, ProblemError
from api.rules import definitions_page, differences_page, guideline_page, index_page, text_page
from api.schemas import RuleReply, RulesReply
from api.service import Ready
from assistant import Assistant
from assistant.checker import Rule, rule_summary, rule_to_json

router = APIRouter(tags=["Rules"])


@router.get("/v1/rules", response_model=RulesReply, summary="List the rules")
def rules(
    assistant: Ready,
    guideline: Annotated[str | None, Query(description="Only this document's.", examples=["acr-lbp-2021"])] = None,
    use: Annotated[Literal["decide", "inform"] | None, Query(description="Only those that do this.")] = None,
) -> JSONResponse:
    """Every rule in one line, in the order of the rule files, and the guidelines they come from."""
    if guideline is not None:
        _rules_of(assistant, guideline)
    checker = assistant.checker
    listed = [rule for rule in checker.rules if guideline in {None, rule.guideline} and use in {None, rule.use}]
    named = [name for name in checker.guidelines if any(rule.guideline == name for rule in listed)]
    return JSONResponse(
        {
            "rules": [rule_summary(rule) for rule in listed],
            "guidelines": [_guideline(assistant, name) for name in named],
            "digest": {"rules": checker.digest},
        }
    )


@router.get("/v1/rules/{rule_id:path}", response_model=RuleReply, summary="Open a rule")
def rule(
    assistant: Ready,
    rule_id: Annotated[str, Path(description="As a finding has it.", examples=["acr-lbp-2021/v6"])],
) -> JSONResponse:
    """One rule in words: its condition, ratings, source, edition, and patients who show it."""
    try:
        found = assistant.checker.rule(rule_id)
    except KeyError:
        raise ProblemError(NO_RULE, "No rule has this id.") from None
    return JSONResponse(rule_to_json(found, assistant.checker, assistant.corpus.documents))


@router.get("/rules", include_in_schema=False)
def index(assistant: Ready) -> HTMLResponse:
    """Every guideline."""
    return HTMLResponse(index_page.page(assistant.checker, assistant.corpus.documents))


@router.get("/rules/definitions", include_in_schema=False)
def definitions(assistant: Ready) -> HTMLResponse:
    """What the named conditions stand for."""
    return HTMLResponse(definitions_page.page(assistant.checker))


@router.get("/rules/differences", include_in_schema=False)
def differences(assistant: Ready) -> HTMLResponse:
    """Where sources differ, and where they leave a gap."""
    return HTMLResponse(differences_page.page(assistant.checker, assistant.corpus.documents))


@router.get("/rules/{guideline}", include_in_schema=False)
def guideline_rules(assistant: Ready, guideline: str) -> HTMLResponse:
    """The rules of one guideline."""
    found = _rules_of(assistant, guideline)
    return HTMLResponse(guideline_page.page(assistant.corpus.documents[guideline], found, assistant.checker))


@router.get("/rules/{guideline}/text", include_in_schema=False)
def guideline_text(assistant: Ready, guideline: str) -> HTMLResponse:
    """Our restatement of one guideline."""
    _rules_of(assistant, guideline)
    return HTMLResponse(text_page.page(assistant.corpus.documents[guideline]))


def _rules_of(assistant: Assistant, guideline: str) -> list[Rule]:
    found = [rule for rule in assistant.checker.rules if rule.guideline == guideline]
    if not found:
        raise ProblemError(NO_GUIDELINE, "No rule comes from a document with this id.")
    return found


def _guideline(assistant: Assistant, name: str) -> dict[str, Any]:
    document = assistant.corpus.documents[name]
    found = _rules_of(assistant, name)
    deciding = sum(rule.decides for rule in found)
    return {
        "guideline": name,
        "title": document.title,
        "publisher": document.publisher,
        "year": document.year,
        "edition": document.edition,
        "status": document.status,
        "url": document.url,
        "decide": deciding,
        "inform": len(found) - deciding,
    }

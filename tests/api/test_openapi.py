"""The OpenAPI document is whole: references resolve, examples fit, and what the API says fits it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def fits(document: dict[str, Any], name: str, data: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(data)


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    for node in walk(document):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/components/schemas/") in document["components"]["schemas"]


def test_every_schema_is_a_schema(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_route_is_described(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == {
        "/v1/chat", "/v1/conversations/{conversation_id}", "/v1/answers/{answer_id}/feedback",
        "/v1/check", "/v1/facts", "/v1/rules", "/v1/rules/{rule_id}",
        "/v1/search", "/v1/sources", "/v1/sources/{document}", "/healthz",
        "/readyz",
    }  # fmt: skip
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    examples = [(name, each) for name, schema in document["components"]["schemas"].items()
                for each in schema.get("examples", [])]  # fmt: skip
    assert {"ChatRequest", "CitationReply", "Problem"} <= {name for name, _ in examples}
    for name, example in examples:
        fits(document, name, example)


def test_the_examples_fit_and_are_answered(client: TestClient, document: dict[str, Any]) -> None:
    for path, name, reply in (
        ("/v1/chat", "ChatRequest", "AnswerReply"),
        ("/v1/check", "CheckRequest", "CheckedReply"),
    ):
        for example in document["components"]["schemas"][name]["examples"]:
            fits(document, name, example)
            response = client.post(path, json=example)
            assert response.status_code == 200
            fits(document, reply, response.json())


def test_a_conversation_and_feedback_on_it_fit(client: TestClient, document: dict[str, Any]) -> None:
    answer = client.post("/v1/chat", json={"message": "osteoporosis"}).json()
    for example in document["components"]["schemas"]["FeedbackRequest"]["examples"]:
        given = client.post(f"/v1/answers/{answer['answer_id']}/feedback", json=example)
        fits(document, "FeedbackReply", given.json())
    fits(document, "ConversationReply", client.get(f"/v1/conversations/{answer['conversation_id']}").json())


def test_the_vocabulary_is_part_of_it(document: dict[str, Any]) -> None:
    fits(document, "PatientFacts", {"age_years": 72, "cauda_equina_features": {"saddle_numbness": False}})
    for wrong in ({"age_years": 200}, {"unknown": 1}, {"trauma": "bad"}, {"cauda_equina_features": {"numb": True}}):
        with pytest.raises(jsonschema.ValidationError):
            fits(document, "PatientFacts", wrong)


def test_every_error_reply_is_a_problem_document(client: TestClient, document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if not status.startswith("2"):
                    assert set(response["content"]) == {"application/problem+json"}
    fits(document, "Problem", client.post("/v1/chat", json={"message": ""}).json())


def test_the_page_of_the_api_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "//" not in page.text.replace("<!doctype html>", "")

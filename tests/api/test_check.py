"""`POST /v1/check` and `GET /v1/facts`."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.schemas import CheckedReply, FactsReply
from assistant import load_vocabulary


def test_a_check_has_exactly_the_published_shape(either: TestClient) -> None:
    result = either.post("/v1/check", json={"facts": {"osteoporosis": True}}).json()
    assert CheckedReply.model_validate(result).model_dump(mode="json", exclude_unset=True) == result


def test_what_would_have_to_be_otherwise_is_said_of_each_study_asked_about(either: TestClient) -> None:
    path = "/v1/check?why_not=mri-l-wo&why_not=mri-l-wo"
    result = either.post(path, json={"facts": {"age_years": 45}}).json()
    assert CheckedReply.model_validate(result).model_dump(mode="json", exclude_unset=True) == result
    ways = result["why_not"][0]["alternatives"]
    assert any("saddle" in each["fact"] or "cauda" in each["fact"] for way in ways for each in way["changes"])
    assert all(way["text"].startswith("MRI") and " would be indicated if there were " in way["text"] for way in ways)
    numbers = {citation["n"] for citation in result["citations"]}
    assert all(set(way["citations"]) <= numbers for way in ways)


def test_a_study_that_is_none_is_refused_with_those_there_are(either: TestClient) -> None:
    response = either.post("/v1/check?why_not=x-ray-vision", json={"facts": {}})
    error = response.json()["errors"][0]
    assert (response.status_code, error["field"]) == (422, "why_not")
    assert "mri-l-wo" in error["allowed"]
    assert "osteoporosis" not in error["allowed"]


def test_no_facts_at_all_can_be_checked(either: TestClient) -> None:
    assert either.post("/v1/check", json={"facts": {}}).status_code == 200


def test_what_does_not_apply_is_listed_only_on_request(either: TestClient) -> None:
    def statuses(path: str) -> set[str]:
        result = either.post(path, json={"facts": {"osteoporosis": True}}).json()
        return {finding["status"] for finding in result["findings"]}

    assert "does_not_apply" not in statuses("/v1/check")
    assert "does_not_apply" in statuses("/v1/check?all=true")


def test_the_same_facts_give_the_same_bytes(either: TestClient) -> None:
    replies = [either.post("/v1/check", json={"facts": {"osteoporosis": True}}).content for _ in range(2)]
    assert replies[0] == replies[1]


def test_an_unknown_guideline_is_refused_by_name(either: TestClient) -> None:
    problem = either.post("/v1/check", json={"facts": {}, "guidelines": ["nowhere"]}).json()
    assert problem["status"] == 422
    assert problem["errors"][0]["field"] == "guidelines"


def test_a_refused_guideline_is_answered_with_the_guidelines(client_of_real: TestClient) -> None:
    error = client_of_real.post("/v1/check", json={"facts": {}, "guidelines": ["nowhere"]}).json()["errors"][0]
    assert "acr-lbp-2021" in error["allowed"]


def test_each_guideline_agrees_differs_or_is_silent(client_of_real: TestClient) -> None:
    result = client_of_real.post("/v1/check", json={"facts": {"age_years": 72}}).json()
    assert [each["agrees"] for each in result["positions"]] == sorted(
        (each["agrees"] for each in result["positions"]), reverse=True
    )
    historic = next(each for each in result["positions"] if each["guideline"] == "hss-2009")
    assert (historic["status"], historic["position"], historic["agrees"]) == ("historic", "not_indicated", False)
    assert result["silent"]


def test_the_vocabulary_lists_every_fact_in_order(client: TestClient) -> None:
    listed = client.get("/v1/facts").json()
    assert FactsReply.model_validate(listed).model_dump(mode="json", exclude_unset=True) == listed
    vocabulary = load_vocabulary()
    assert [fact["name"] for fact in listed["facts"]] == list(vocabulary.facts)
    assert listed["blanket_no_red_flags"]["trauma"] == "none"

"""Search, the list of documents, and a document opened at a quote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.schemas import SearchReply, SourceReply, SourcesReply
from corpus import Section


def test_search_gives_citable_hits(either: TestClient) -> None:
    found = either.get("/v1/search", params={"q": "osteoporosis fall"}).json()
    assert SearchReply.model_validate(found).model_dump(mode="json", exclude_unset=True) == found
    for hit in found["hits"]:
        place = {"start": hit["start"], "end": hit["end"]}
        source = either.get(f"/v1/sources/{hit['document']}", params=place).json()
        assert source["text"][hit["start"] - source["offset"] : hit["end"] - source["offset"]] == hit["quote"]


def test_search_gives_at_most_what_was_asked_for(either: TestClient) -> None:
    assert len(either.get("/v1/search", params={"q": "imaging MRI fall", "max_hits": 1}).json()["hits"]) == 1


def test_search_can_be_kept_to_documents_statuses_and_years(either: TestClient) -> None:
    listed = {each["document"]: each for each in either.get("/v1/sources").json()["documents"]}
    every = {"q": "imaging MRI fall osteoporosis", "max_hits": 50}
    name, held = next((name, each) for name, each in listed.items() if each["year"] and each["status"] == "current")
    narrow = {"document": [name], "status": ["current"], "since": held["year"], "until": held["year"]}
    hits = either.get("/v1/search", params={**every, **narrow}).json()["hits"]
    assert hits
    assert {hit["document"] for hit in hits} == {name}
    for none in ({"since": 2200}, {"until": 1900}):
        assert either.get("/v1/search", params={**every, **narrow, **none}).json()["hits"] == []


@pytest.mark.parametrize(("wrong", "status"), [({"document": "nowhere"}, 404), ({"status": "fine"}, 422)])
def test_a_search_of_what_does_not_exist_is_refused(either: TestClient, wrong: dict[str, str], status: int) -> None:
    response = either.get("/v1/search", params={"q": "MRI", **wrong})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=x&max_hits=0", "?q=x&max_hits=51", "?q=x&max_hits=many", "?q=x&since=now"]
)
def test_a_search_that_cannot_be_made_is_refused(either: TestClient, query: str) -> None:
    response = either.get(f"/v1/search{query}")
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_every_document_is_listed_with_its_provenance(either: TestClient) -> None:
    listed = either.get("/v1/sources").json()
    assert SourcesReply.model_validate(listed).model_dump(mode="json", exclude_unset=True) == listed
    assert listed["documents"]


def test_a_document_opens_at_the_quote_of_a_citation(either: TestClient) -> None:
    citations = either.post("/v1/chat", json={"message": "72 with osteoporosis, fell yesterday"}).json()["citations"]
    assert citations
    for citation in citations:
        place = {"start": citation["start"], "end": citation["end"]}
        source = either.get(f"/v1/sources/{citation['document']}", params=place).json()
        assert SourceReply.model_validate(source).model_dump(mode="json", exclude_unset=True) == source
        start, end = (source[name] - source["offset"] for name in ("start", "end"))
        assert source["text"][start:end] == citation["quote"]
        assert (source["title"], source["section"]) == (citation["title"], citation["section"])


def test_a_document_without_a_range_opens_whole(client: TestClient) -> None:
    source = client.get("/v1/sources/handbook").json()
    assert (source["offset"], source["start"]) == (0, 0)
    assert source["end"] == len(source["text"]) == source["characters"]


@pytest.mark.parametrize("query", ["start=5", "end=5", "start=9&end=5", "start=5&end=5", "start=0&end=99999999999"])
def test_a_range_that_is_not_there_is_refused(client: TestClient, query: str) -> None:
    problem = client.get(f"/v1/sources/handbook?{query}").json()
    assert (problem["status"], problem["type"]) == (422, "/docs#range-refused")


@pytest.mark.parametrize("query", ["start=-1&end=5", "start=a&end=b", "start=1.5&end=2"])
def test_a_range_that_is_no_range_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/sources/handbook?{query}").json()["type"] == "/docs#invalid-request"


def test_an_unknown_document_is_not_found(either: TestClient) -> None:
    problem = either.get("/v1/sources/nowhere?start=0&end=1").json()
    assert (problem["status"], problem["type"]) == (404, "/docs#unknown-document")


def test_a_long_section_is_cut_around_the_quote(fake: Any, client: TestClient) -> None:
    long = "## Long {#long}\n\n" + "A line of text.\n" * 2_000
    section = Section("long", "Long", ("Long",), 0, len(long))
    fake.corpus.documents["handbook"] = replace(fake.corpus.documents["handbook"], text=long, sections=(section,))
    source = client.get("/v1/sources/handbook?start=16017&end=16031").json()
    assert len(source["text"]) < 9_000
    assert source["text"][16017 - source["offset"] : 16031 - source["offset"]] == long[16017:16031]
    assert source["text"].startswith("A line")

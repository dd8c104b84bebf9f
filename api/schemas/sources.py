"""Documents, the stretches of them that are cited, and what a search finds."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.example import example

_PAGE = Field(None, description="Of the PDF that a document of your own was taken in from; null for all else.")


class CitationReply(BaseModel):
    """A quoted stretch of a document: `quote` is its text from `start` to `end`, character for character."""

    model_config = example(
        n=1,
        document="acr-lbp-2021",
        title="ACR Appropriateness Criteria: Low Back Pain - 2021 update",
        publisher="American College of Radiology",
        year=2021,
        status="current",
        section="Variant 6",
        url="https://acsearch.acr.org/list",
        passage="acr-lbp-2021/v6#1",
        start=4310,
        end=4374,
        quote="| Radiography lumbar spine | Usually Appropriate | ☢☢☢ | ☢☢ |",
        page=None,
    )

    n: int
    document: str
    title: str
    publisher: str
    year: int | None
    status: str
    section: str
    url: str | None
    passage: str
    start: int
    end: int
    quote: str
    page: int | None = _PAGE


class ProvenanceReply(BaseModel):
    """Where a document comes from."""

    document: str
    title: str
    publisher: str
    year: int | None
    edition: str | None
    status: str
    status_note: str | None
    country: str | None
    population: str | None
    url: str | None
    origin: Literal["restatement", "user"]
    characters: int
    sha256: str


class SourcesReply(BaseModel):
    """Every document that can be cited."""

    documents: list[ProvenanceReply]
    digest: dict[str, str]


class SourceReply(ProvenanceReply):
    """A stretch of a document with the text around it: `text[start-offset:end-offset]` is what was asked for."""

    section: str
    text: str
    offset: int
    start: int
    end: int


class HitReply(BaseModel):
    """A passage found, citable as it stands."""

    document: str
    title: str
    publisher: str
    year: int | None
    status: str
    section: str
    url: str | None
    passage: str
    start: int
    end: int
    quote: str
    page: int | None = _PAGE
    score: float
    similarity: float = Field(description="Cosine of query and passage.")
    lexical: float = Field(description="BM25 score.")


class SearchReply(BaseModel):
    """Passages, best first."""

    hits: list[HitReply]
    digest: dict[str, str]

"""`GET /v1/search`, `/v1/sources` and `/v1/sources/{document}`: the guidance itself, found, listed and opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from api.problems import BAD_RANGE, NO_DOCUMENT, ProblemError
from api.schemas import SearchReply, SourceReply, SourcesReply
from api.service import Ready
from corpus import DocumentStatus, GuidanceDocument
from index import Hit

router = APIRouter(tags=["Sources"])

#: How much of a section is shown on either side of a quote.
_AROUND = 4_000


@router.get("/v1/search", response_model=SearchReply, summary="Search the guidance")
def search(
    assistant: Ready,
    q: Annotated[str, Query(max_length=2_000, description="Words or a question.", examples=["standing radiographs"])],
    *,
    max_hits: Annotated[int, Query(ge=1, le=50)] = 8,
    document: Annotated[list[str] | None, Query(description="Of these documents alone.")] = None,
    status: Annotated[list[DocumentStatus] | None, Query(description="Of documents that stand so alone.")] = None,
    since: Annotated[int | None, Query(description="Of documents of this year or later.", examples=[2015])] = None,
    until: Annotated[int | None, Query(description="Of documents of this year or earlier.")] = None,
) -> JSONResponse:
    """Passages by meaning and by words, best first. The query is never logged."""
    if unknown := [name for name in document or () if name not in assistant.corpus.documents]:
        raise ProblemError(NO_DOCUMENT, f"No document has the id {unknown[0][:100]!r}.")
    hits = assistant.search(q, max_hits, documents=document, statuses=status, since=since, until=until)
    return JSONResponse(
        {"hits": [hit_json(hit, assistant.corpus.documents) for hit in hits], "digest": dict(assistant.digest)}
    )


@router.get("/v1/sources", response_model=SourcesReply, summary="List the documents")
def sources(assistant: Ready) -> JSONResponse:
    """Every document that can be cited, with its provenance."""
    documents = [provenance(document) for document in assistant.corpus.documents.values()]
    return JSONResponse({"documents": documents, "digest": dict(assistant.digest)})


@router.get("/v1/sources/{document}", response_model=SourceReply, summary="Open a document at a quote")
def source(
    assistant: Ready,
    document: Annotated[str, Path(description="As a citation has it.", examples=["acr-lbp-2021"])],
    start: Annotated[int | None, Query(ge=0, description="First character, as a citation has it.")] = None,
    end: Annotated[int | None, Query(ge=0, description="One past the last character.")] = None,
) -> JSONResponse:
    """The section around a quote; without a range the whole document. Offsets count Unicode code points."""
    found = assistant.corpus.documents.get(document)
    if found is None:
        raise ProblemError(NO_DOCUMENT, "No document has this id.")
    if (start is None) != (end is None):
        raise ProblemError(BAD_RANGE, "start and end go together; one of them is missing.")
    if start is None or end is None:
        return JSONResponse(_stretch(found, 0, len(found.text), whole=True))
    if not start < end <= len(found.text):
        raise ProblemError(
            BAD_RANGE, f"start must be below end, and end at most {len(found.text)}, where the document ends."
        )
    return JSONResponse(_stretch(found, start, end, whole=False))


def hit_json(hit: Hit, documents: Mapping[str, GuidanceDocument]) -> dict[str, Any]:
    """A hit as search gives it: a citation with its scores."""
    passage = hit.passage
    document = documents[passage.document]
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "year": document.year,
        "status": document.status,
        "section": document.section(passage.section).heading,
        "url": document.url,
        "passage": passage.id,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.text,
        "page": document.page(passage.start),
        "score": hit.score,
        "similarity": hit.similarity,
        "lexical": hit.lexical,
    }


def provenance(document: GuidanceDocument) -> dict[str, Any]:
    """Where a document comes from."""
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "year": document.year,
        "edition": document.edition,
        "status": document.status,
        "status_note": document.status_note,
        "country": document.country,
        "population": document.population,
        "url": document.url,
        "origin": document.origin,
        "characters": len(document.text),
        "sha256": document.sha256,
    }


def _stretch(document: GuidanceDocument, start: int, end: int, *, whole: bool) -> dict[str, Any]:
    touched = [section for section in document.sections if section.start < end and start < section.end]
    low, high = (0, len(document.text)) if whole or not touched else (touched[0].start, touched[-1].end)
    if not whole:
        low, high = _cut(document.text, min(low, start), max(high, end), start, end)
    return {
        **provenance(document),
        "section": touched[-1].heading if touched else document.title,
        "text": document.text[low:high],
        "offset": low,
        "start": start,
        "end": end,
    }


def _cut(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """Bounds no further than `_AROUND` from the quote, at line ends where there are some."""
    if start - low > _AROUND:
        line = text.find("\n", start - _AROUND, start)
        low = line + 1 if line >= 0 else start - _AROUND
    if high - end > _AROUND:
        line = text.rfind("\n", end, end + _AROUND)
        high = line + 1 if line >= 0 else end + _AROUND
    return low, high

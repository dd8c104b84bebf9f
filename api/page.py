"""The chat page at `/` and the API's own documentation at `/docs`: static files, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parent / "page"


@router.get("/")
async def chat_page() -> FileResponse:
    """The chat page."""
    return FileResponse(_FOLDER / "index.html")


@router.get("/docs")
async def docs_page() -> FileResponse:
    """OpenAPI, readable. FastAPI's own page would fetch its scripts from a content network."""
    return FileResponse(_FOLDER / "docs.html")


def assets() -> StaticFiles:
    """Scripts and styles of both pages."""
    return StaticFiles(directory=_FOLDER)

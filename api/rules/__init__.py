"""The rules over HTTP: as JSON under `/v1/rules`, and as pages to read under `/rules`."""

from api.rules.routes import router

__all__ = ["router"]

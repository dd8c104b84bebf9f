"""An example beside a schema, for OpenAPI; a test holds each to its schema."""

from __future__ import annotations

from pydantic import ConfigDict, JsonValue


def example(**fields: JsonValue) -> ConfigDict:
    """A model's configuration with one example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})

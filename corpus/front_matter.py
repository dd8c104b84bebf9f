"""The provenance at the head of a file: YAML between two lines of `---`."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, get_args

import yaml

from corpus.document import DocumentStatus
from corpus.errors import DocumentError

Origin = Literal["restatement", "user"]

#: Letters, digits, dots and dashes: an id stands in a URL and before the `/` of a passage id.
ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
_KEYS = (
    "id", "title", "publisher", "year", "edition", "status", "status_note", "country", "url", "population", "origin",
)  # fmt: skip
#: What is written above the text of a file that was taken in; nobody has to write it.
_ABOUT_ORIGINAL = ("original", "original_sha256", "pages", "conversion")
#: What a document of ours has to say, be it `null`; a user's own may leave out what it does not know.
_OURS = ("id", "title", "publisher", "year", "edition", "status", "country", "url", "population", "origin")
_FENCE = "---"
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class FrontMatter:
    """What a file says of itself; None where it does not say."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    year: int | None = None
    edition: str | None = None
    status: DocumentStatus | None = None
    status_note: str | None = None
    country: str | None = None
    url: str | None = None
    population: str | None = None
    original: str | None = None
    original_sha256: str | None = None
    pages: int | None = None
    conversion: str | None = None

    @property
    def said(self) -> dict[str, object]:
        """What it says, by key."""
        return {name: value for name, value in self._all() if value is not None}

    def over(self, other: FrontMatter) -> FrontMatter:
        """What this says, and what the other says besides."""
        return FrontMatter(**{**other.said, **self.said})  # type: ignore[arg-type]  # both are checked

    def _all(self) -> list[tuple[str, object]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def provenance(said: Mapping[str, object], source: str) -> FrontMatter:
    """What was said of a document elsewhere than in its file; `source` names where, for errors.

    Raises:
        DocumentError: a key is unknown or a value does not fit.
    """
    for key in said:
        if key not in _KEYS:
            raise DocumentError(source, key, f"is not a known key; known are {', '.join(_KEYS)}.")
    return _checked(said, source)


def join(said: FrontMatter, text: str) -> str:
    """A file of this text under this front matter; `separate` takes it apart again."""
    return f"{_FENCE}\n{yaml.safe_dump(said.said, sort_keys=False, allow_unicode=True)}{_FENCE}\n{text}"


def separate(content: str, file: str, origin: Origin) -> tuple[FrontMatter, str]:
    """The front matter and the text that follows it; a user's file without any says nothing of itself.

    Raises:
        DocumentError: it is malformed, has an unknown key or a value that does not fit, or ours is missing one.
    """
    lines = content.split("\n")
    fenced = lines[0].rstrip() == _FENCE
    # A lone `---` above a text is a ruled line, not provenance: what follows has to look like keys.
    if not fenced or (origin == "user" and not re.match(r"[A-Za-z_]+ *:", _first(lines[1:]))):
        if origin == "restatement":
            raise DocumentError(file, "front matter", "is missing; begin the file with `---` and the document's id.")
        return FrontMatter(), content
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise DocumentError(file, "front matter", "has no end; close it with a line `---`.")
    return _read("\n".join(lines[1:end]), file, origin), "\n".join(lines[end + 1 :])


def _first(lines: list[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _read(block: str, file: str, origin: Origin) -> FrontMatter:
    try:
        node, found = yaml.compose(block, yaml.SafeLoader), yaml.safe_load(block)
    # Besides its own errors PyYAML lets through those of dates that do not exist and of brackets without end.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else "somewhere"
        raise DocumentError(file, "front matter", f"is not YAML ({where}); quote values that hold a colon.") from error
    if not isinstance(found, dict) or not isinstance(node, yaml.MappingNode):
        raise DocumentError(file, "front matter", "has to be `key: value` lines.")
    keys = [key.value for key, _ in node.value]
    known = _KEYS if origin == "restatement" else (*_KEYS, *_ABOUT_ORIGINAL)
    for key in keys:
        if key not in known:
            raise DocumentError(file, str(key), f"is not a known key; known are {', '.join(_KEYS)}.")
        if keys.count(key) > 1:
            raise DocumentError(file, key, "stands twice; keep one.")
    if origin == "restatement" and (missing := [key for key in _OURS if key not in found]):
        raise DocumentError(file, missing[0], "is missing from the front matter; write `null` if there is none.")
    if found.get("origin", origin) != origin:
        raise DocumentError(file, "origin", f"has to be {origin!r} here; mend it or leave it out.")
    return _checked(found, file)


def _checked(found: Mapping[str, object], file: str) -> FrontMatter:
    words = (*_KEYS, *_ABOUT_ORIGINAL)
    text = {key: _text(found.get(key), key, file) for key in words if key not in {"year", "status", "origin", "pages"}}
    if (name := text["id"]) is not None and not ID.fullmatch(name):
        raise DocumentError(file, "id", f"{name!r} does not fit; use small letters, digits, dots and dashes.")
    year = found.get("year")
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or year not in _YEARS):
        raise DocumentError(file, "year", f"{_short(year)} is no year; write four digits, or `null`.")
    status = found.get("status")
    if status is not None and status not in get_args(DocumentStatus):
        raise DocumentError(file, "status", f"{_short(status)} is not one of {', '.join(get_args(DocumentStatus))}.")
    pages = found.get("pages")
    if pages is not None and (isinstance(pages, bool) or not isinstance(pages, int) or pages < 1):
        raise DocumentError(file, "pages", f"{_short(pages)} is no number of pages.")
    return FrontMatter(**text, year=year, status=status, pages=pages)  # type: ignore[arg-type]  # checked just above


def _text(value: object, key: str, file: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise DocumentError(file, key, f"{_short(value)} has to be words; quote it, or write `null`.")
    return value.strip()


def _short(value: object) -> str:
    """A value as it stands in an error; a few characters of YAML can stand for more than memory holds."""
    short = reprlib.Repr()
    short.maxlevel, short.maxstring, short.maxother = 2, 80, 80
    return short.repr(value)

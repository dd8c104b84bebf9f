"""What a file is: by its content, held against its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from corpus.ingestion.problem import Unreadable

Kind = Literal["markdown", "text", "html", "pdf", "docx"]

#: The endings of files that can be taken in.
SUFFIXES: dict[str, Kind] = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
#: What else a file may turn out to be, by its first bytes; with what to do about it.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is locked with a password, or of Word before 2007; save it as .docx without "
                                          "a password"),
    (b"{\\rtf", "is RTF; save it as .docx or PDF"),
    (b"\x89PNG", "is a picture; have its text recognised (OCR), then ingest the result"),
    (b"\xff\xd8\xff", "is a picture; have its text recognised (OCR), then ingest the result"),
    (b"GIF8", "is a picture; have its text recognised (OCR), then ingest the result"),
    (b"II*\x00", "is a picture; have its text recognised (OCR), then ingest the result"),
    (b"MM\x00*", "is a picture; have its text recognised (OCR), then ingest the result"),
    (b"%!PS", "is PostScript; save it as PDF"),
    (b"\x1f\x8b", "is an archive; unpack it and ingest what is in it"),
    (b"7z\xbc\xaf", "is an archive; unpack it and ingest what is in it"),
)  # fmt: skip
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_NAMES = {"markdown": "Markdown", "text": "plain text", "html": "HTML", "pdf": "PDF", "docx": "a Word document"}


def kind_of(name: str, data: bytes) -> Kind:
    """What a file is.

    Raises:
        Unreadable: nothing that can be taken in, or not what its name says.
    """
    suffix = PurePath(name).suffix.lower()
    named = SUFFIXES.get(suffix)
    if not data.strip():
        raise Unreadable("is empty; see whether it was saved or copied whole")
    found = _sniffed(data, named)
    if named is None:
        raise Unreadable(f"has a name that ends in {suffix or 'nothing'}, of which nothing is known; it holds "
                         f"{_NAMES[found]}, so name it {_renamed(name, found)}")  # fmt: skip
    if found != named:
        raise Unreadable(f"is named {suffix} and holds {_NAMES[found]}; name it {_renamed(name, found)}")
    return found


def _sniffed(data: bytes, named: Kind | None) -> Kind:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    for start, problem in _OTHERS:
        if data.startswith(start):
            raise Unreadable(problem)
    if named in {"pdf", "docx"} and _is_text(data):
        return "html" if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) else "text"
    if named in {"pdf", "docx"}:
        raise Unreadable(f"is no {_NAMES[named].removeprefix('a ')}, or damaged from its first byte on; get it anew")
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]):
        return "html"
    if named is None and not _is_text(data):
        raise Unreadable("is of a kind that cannot be read; save it as PDF, .docx, HTML, Markdown or plain text")
    return named or "text"


def _archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" in archive.namelist():
                return "docx"
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable("is a damaged Word document or archive; get it anew, or open and save it again") from error
    raise Unreadable("is an archive or an office file of another kind; save it as .docx or PDF, or unpack it")


def _is_text(data: bytes) -> bool:
    try:
        return b"\x00" not in data and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _renamed(name: str, kind: Kind) -> str:
    suffix = next(suffix for suffix, each in SUFFIXES.items() if each == kind)
    return PurePath(name).with_suffix(suffix).name

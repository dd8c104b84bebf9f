"""Word documents (.docx) -> blocks, by way of the HTML that mammoth makes of their styles."""

from __future__ import annotations

import io
import zipfile
import zlib

from corpus.ingestion.blocks import Block
from corpus.ingestion.html import read_html
from corpus.ingestion.problem import Unreadable

#: All parts of a document unpacked, pictures included: what unpacks to more is a trap.
MAX_UNPACKED_BYTES = 400_000_000
MAX_PARTS = 10_000
#: Where a document keeps its words; mammoth reads these parts whole.
_PART = "word/"
#: A part with more than this holds more text than is taken in.
MAX_PART_BYTES = 100_000_000
_TITLE = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_DAMAGED = "is damaged and cannot be read as a Word document; open it in Word or LibreOffice and save it again"


def read_docx(data: bytes) -> list[Block]:
    """The blocks of a document, without headers, footers, comments and what was deleted with changes tracked.

    Raises:
        Unreadable: it is damaged, or unpacks to more than is reasonable.
    """
    import mammoth

    _check(data)
    try:
        done = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_TITLE, convert_image=mammoth.images.img_element(lambda _: {}),
            external_file_access=False, include_embedded_style_map=False,
        )  # fmt: skip
    # mammoth lets through whatever its parser of XML or an unexpected structure raises.
    except Exception as error:
        raise Unreadable(_DAMAGED) from error
    return read_html(done.value.encode("utf-8")) if done.value else []


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            texts = [part for part in parts if part.filename.startswith(_PART) and part.filename.endswith(".xml")]
            too_much = len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
            if too_much or any(part.file_size > MAX_PART_BYTES for part in texts):
                raise Unreadable(
                    "unpacks to far more than a document holds, so it was not opened; save it anew in Word"
                )
            for part in texts:
                # Word writes no DTD, and one is what attacks on parsers of XML begin with.
                if b"<!DOCTYPE" in archive.read(part)[:10_000]:
                    raise Unreadable(
                        "holds XML that no Word document holds, so it was not opened; save it anew in Word"
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Unreadable(_DAMAGED) from error

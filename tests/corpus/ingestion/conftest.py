"""Files made on the spot, whole and broken; those in `data/` were printed and saved by LibreOffice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture
def data() -> Path:
    """The folder of files that LibreOffice made."""
    return DATA


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF whose pages have these content streams; `F1` is its font."""

    def make(*streams: str) -> bytes:
        kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(streams)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for n, stream in enumerate(streams):
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
                f"/Contents {5 + 2 * n} 0 R >>"
            )
            objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        written, places = "%PDF-1.7\n", []
        for number, each in enumerate(objects, 1):
            places.append(len(written))
            written += f"{number} 0 obj\n{each}\nendobj\n"
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(objects) + 1
        trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
        return f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")

    return make


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A Word document with this body and what else it is to hold."""

    def make(body: str, head: str = "", **parts: bytes) -> bytes:
        space = "http://schemas.openxmlformats.org"
        types = f"{space}/package/2006/content-types"
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "[Content_Types].xml",
                f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
                f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            )
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Type="{space}/'
                'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr(
                "word/document.xml",
                f'{head}<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
            )
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/"), content)
        return held.getvalue()

    return make

from __future__ import annotations

import zipfile

import pytest

from corpus.ingestion.kinds import kind_of
from corpus.ingestion.problem import Unreadable

PDF, HTML, TEXT = b"%PDF-1.7\n", b"<!DOCTYPE html><html><body>x", b"Just words."


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"), ("A.PDF", b"\n junk " + PDF, "pdf"), ("a.html", HTML, "html"),
        ("a.htm", b"<p>a fragment", "html"), ("a.xhtml", b"<?xml version='1.0'?><html>", "html"),
        ("a.md", TEXT, "markdown"), ("a.md", b"<p align='center'>", "markdown"), ("a.txt", TEXT, "text"),
        ("a.txt", b"caf\xe9", "text"), ("a.markdown", TEXT, "markdown"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(name, content, kind):
    assert kind_of(name, content) == kind


def test_a_word_document_is_told_from_other_archives(docx):
    assert kind_of("a.docx", docx("")) == "docx"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", PDF, r"is named \.docx and holds PDF; name it a\.pdf"),
        ("a.md", PDF, r"holds PDF; name it a\.pdf"),
        ("a.pdf", HTML, r"is named \.pdf and holds HTML; name it a\.html"),
        ("a.txt", HTML, r"holds HTML; name it a\.html"),
        ("a.pdf", TEXT, r"holds plain text; name it a\.txt"),
        ("a.dat", PDF, r"ends in \.dat.*holds PDF, so name it a\.pdf"),
        ("README", TEXT, r"ends in nothing.*name it README\.txt"),
        ("a.bin", b"\x00\x01\x02\xff", "of a kind that cannot be read"),
        ("a.pdf", b"\x00\x01\x02\xff", "is no PDF, or damaged from its first byte on"),
        ("a.docx", b"\x00\x01\x02\xff", "is no Word document, or damaged"),
        ("a.pdf", b"", "is empty"),
        ("a.md", b" \n\n", "is empty"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "is locked with a password, or of Word before"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 99, "is a damaged Word document"),
        ("a.docx", b"{\\rtf1 words}", "is RTF; save it as"),
        ("a.pdf", b"\x89PNG\r\n", "is a picture; have its text recognised"),
        ("a.txt", b"\xff\xd8\xff\xe0", "is a picture"),
    ],
)
def test_a_wrong_name_or_kind_is_refused_with_what_to_do(name, content, says):
    with pytest.raises(Unreadable, match=says):
        kind_of(name, content)


def test_an_archive_whose_names_are_no_text_is_refused(docx):
    whole = docx("", é=b"").replace("é".encode(), b"\xff\xff")
    with pytest.raises(Unreadable, match="is a damaged Word document"):
        kind_of("a.docx", whole)


def test_another_office_file_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Unreadable, match="office file of another kind; save it as"):
        kind_of(path.name, path.read_bytes())

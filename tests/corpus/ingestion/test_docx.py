from __future__ import annotations

import pytest

from corpus.ingestion import docx as docx_module
from corpus.ingestion.blocks import markdown
from corpus.ingestion.docx import read_docx
from corpus.ingestion.problem import Unreadable


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_document_that_libreoffice_saved_keeps_headings_lists_and_tables(data):
    text = markdown(read_docx((data / "protocol.docx").read_bytes()))
    lines = text.split("\n")
    assert lines[0] == "# Spine imaging at the Harbour Hospital"
    assert [line for line in lines if line.startswith("## ")] == [
        "## 1.1 What a request has to say", "## 1.2 Who may ask", "## 3.1 Findings that cannot wait",
        "## 3.2 Words we use",
    ]  # fmt: skip
    assert "1. Any doctor may ask for a film." in lines
    assert "- the question, in one sentence;" in lines
    assert lines.index("| Situation | Study | Within | Dose |") + 41 == lines.index(
        "| Situation 40: pain of kind 40 after a fall from 40 steps | MRI without contrast | 40 hours | O |"
    )
    # Running heads are no part of the text.
    assert "Department of Radiology" not in text


def test_a_bold_line_is_a_heading_where_nobody_used_styles(data):
    text = markdown(read_docx((data / "rota.docx").read_bytes()))
    assert [line for line in text.split("\n") if line.startswith("#")] == [
        "# Rota of the spine clinic", "# Mornings", "# Afternoons",
    ]  # fmt: skip


def test_deleted_text_is_gone_and_inserted_text_is_there(docx):
    body = (
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>new </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del><w:r><w:t>words</w:t></w:r></w:p>'
    )
    assert markdown(read_docx(docx(body))) == "new words\n"


@pytest.mark.parametrize("broken", [lambda d: d[: len(d) // 2], lambda d: d[:30] + b"\0" * 60 + d[90:]])
def test_a_damaged_document_is_refused(docx, broken):
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(broken(docx(paragraph("Words"))))


def test_a_part_whose_name_is_no_text_is_refused(docx):
    whole = docx(paragraph("Words"), é=b"")
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(whole.replace("é".encode(), b"\xff\xff"))


def test_xml_that_is_no_document_is_refused(docx):
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(docx("</w:body>"))


def test_entities_are_refused_before_they_are_read(docx):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(Unreadable, match="holds XML that no Word document holds"):
        read_docx(docx(paragraph("&b;"), bomb))


def test_a_document_that_unpacks_to_too_much_is_not_unpacked(docx, monkeypatch):
    monkeypatch.setattr(docx_module, "MAX_UNPACKED_BYTES", 100_000)
    small = docx(paragraph("Words"), word__media__big=b"\0" * 200_000)
    assert len(small) < 5_000
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read_docx(small)
    monkeypatch.undo()
    monkeypatch.setattr(docx_module, "MAX_PART_BYTES", 100_000)
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read_docx(docx(paragraph("w" * 200_000)))

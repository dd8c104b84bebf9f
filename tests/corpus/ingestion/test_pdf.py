from __future__ import annotations

import pytest

from corpus import split
from corpus.ingestion import pdf as pdf_module
from corpus.ingestion.blocks import Block, markdown
from corpus.ingestion.docx import read_docx
from corpus.ingestion.pdf import read_pdf
from corpus.ingestion.pdf_tables import columns_of_text, continued
from corpus.ingestion.problem import Unreadable
from corpus.loading import document_of

DRAWING = "100 100 200 200 re f"


def say(text: str, down: int = 100, size: int = 11) -> str:
    return f"BT /F1 {size} Tf 72 {792 - down} Td ({text}) Tj ET\n"


def rows(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.startswith("|") and not line.startswith("|---")]


def headings(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.split("\n") if line.startswith("#")]


@pytest.mark.parametrize("name", ["protocol", "article", "rota"])
def test_a_print_of_libreoffice_has_the_headings_of_its_document(data, name):
    printed = markdown(read_pdf((data / f"{name}.pdf").read_bytes())[0])
    assert headings(printed) == headings(markdown(read_docx((data / f"{name}.docx").read_bytes())))


def test_headings_stand_in_the_order_of_their_size(data):
    blocks, _, _ = read_pdf((data / "protocol.pdf").read_bytes())
    levels = {block.text: block.level for block in blocks if block.kind == "heading"}
    assert levels["Spine imaging at the Harbour Hospital"] == 1
    assert levels["1 Requests"] == levels["3 After the study"] == 2
    assert levels["1.1 What a request has to say"] == levels["3.2 Words we use"] == 3


def test_a_table_over_four_pages_has_its_head_on_each_and_loses_no_row(data):
    blocks, pages, bare = read_pdf((data / "protocol.pdf").read_bytes())
    text = markdown(blocks)
    assert (pages, bare) == (6, ())
    truth = rows(markdown(read_docx((data / "protocol.docx").read_bytes())))
    head, *body = truth
    printed = rows(text)
    assert printed.count(head) == 4
    # A row cut by a page is made whole; not so the one whose rest is a mere number: that could be a row of its own.
    assert [row for row in body if row not in printed] == [body[38]]
    document = document_of(f"---\noriginal: p.pdf\noriginal_sha256: a\npages: {pages}\n---\n{text}", "p.md")
    found = {passage.text: passage for passage in split(document)}
    assert document.page(found[body[0]].start) == 2
    assert document.page(found[body[39]].start) == 5
    assert found[body[20]].context.endswith("\nSituation | Study | Within | Dose")
    assert found[body[20]].heading_path[-1] == "2 Times and studies"


def test_running_heads_and_page_numbers_are_left_out_even_where_they_touch_the_text(data):
    text = markdown(read_pdf((data / "protocol.pdf").read_bytes())[0])
    assert "Department of Radiology" not in text
    assert "Page 6 of 6" not in text
    assert "A request that\f\ndoes not say what is looked for" in text


def test_a_page_number_takes_no_figure_from_the_text(pdf):
    pages = [
        say(f"{n} Chapter", 90, 16) + say(f"Words of the page, of which there are 4, and its number is 1{n}", 120)
        + say(f"of which the number {n} is a part, as is", 134) + say(f"{n}", 760, 9)
        for n in range(1, 5)
    ]  # fmt: skip
    text = markdown(read_pdf(pdf(*pages))[0])
    for n in range(1, 5):
        assert f"# {n} Chapter" in text
        assert f"its number is 1{n} of which the number {n} is a part, as is" in text
    assert not [line for line in text.split("\n") if line.strip().isdigit()]


def test_columns_are_read_one_after_the_other(data):
    text = markdown(read_pdf((data / "article.pdf").read_bytes())[0])
    truth = markdown(read_docx((data / "article.docx").read_bytes()))
    flat = ["".join(each.split()).replace("#", "") for each in (text, truth)]
    start = flat[1].index("Background")
    assert flat[0][: start + 3_000] == flat[1][: start + 3_000]
    assert "| Lying | 80 | 9 |" in text


def test_reading_twice_gives_the_same(data):
    content = (data / "article.pdf").read_bytes()
    assert read_pdf(content) == read_pdf(content)


def test_a_page_without_text_is_named(pdf):
    _, pages, bare = read_pdf(pdf(say("Words of the first page."), DRAWING, say("Words of the third page.")))
    assert (pages, bare) == (3, (2,))


def test_a_file_of_pictures_says_to_have_them_recognised(pdf):
    with pytest.raises(Unreadable, match=r"pictures of pages and no text.*OCR"):
        read_pdf(pdf(DRAWING, DRAWING))


def test_a_locked_file_says_so(data):
    with pytest.raises(Unreadable, match="locked with a password; save a copy without one"):
        read_pdf((data / "locked.pdf").read_bytes())


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"\xff" * 5_000])
def test_a_damaged_file_says_so(content):
    with pytest.raises(Unreadable, match="is damaged and cannot be read as PDF"):
        read_pdf(content)


def test_a_file_cut_in_two_is_refused(data):
    content = (data / "protocol.pdf").read_bytes()
    with pytest.raises(Unreadable):
        read_pdf(content[: len(content) // 2])


def test_a_file_of_too_many_pages_is_refused(pdf, monkeypatch):
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    with pytest.raises(Unreadable, match="has 3 pages, more than 2; split it"):
        read_pdf(pdf(say("a"), say("b"), say("c")))


def test_a_cell_of_two_lines_is_one_row_where_lines_say_so(pdf):
    """By the distance of its words alone the cell on the left would be two rows."""
    lines = "0.5 w\n"
    for down in (90, 120, 160, 200):
        lines += f"72 {792 - down} m 400 {792 - down} l S\n"
    for across in (72, 250, 400):
        lines += f"{across} 702 m {across} 592 l S\n"
    cells = [(80, 110, "Study"), (260, 110, "Rating"), (80, 134, "MRI without"), (80, 152, "contrast"),
             (260, 134, "Usually"), (260, 152, "appropriate"), (80, 180, "CT"), (260, 180, "May be")]  # fmt: skip
    words = "".join(f"BT /F1 11 Tf {x} {792 - y} Td ({text}) Tj ET\n" for x, y, text in cells)
    text = markdown(read_pdf(pdf(say("A line above the table.", 60) + lines + words))[0])
    assert rows(text) == [
        "| Study | Rating |", "| MRI without contrast | Usually appropriate |", "| CT | May be |",
    ]  # fmt: skip
    assert text.startswith("A line above the table.")


HEAD = ("Study", "Rating")


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        # The head again, and a new row.
        (("MRI", "High"), (HEAD, ("CT", "Low")), [(HEAD, ("MRI", "High")), (HEAD, ("CT", "Low"))]),
        # No head: the first row is a row.
        (("MRI", "High"), (("CT", "Low"),), [(HEAD, ("MRI", "High")), (HEAD, ("CT", "Low"))]),
        (("MRI", "High"), ((), ("CT", "Low")), [(HEAD, ("MRI", "High")), (HEAD, ("CT", "Low"))]),
        # The rest of a row: without a name, or in the middle of one.
        (("MRI", "Usually not"), (HEAD, ("", "appropriate")), [(HEAD, ("MRI", "Usually not appropriate"))]),
        (("MRI without", "High"), (HEAD, ("contrast", "")), [(HEAD, ("MRI without contrast", "High"))]),
        # A row of its own that has no rating.
        (("MRI", "High"), (HEAD, ("Children", "")), [(HEAD, ("MRI", "High")), (HEAD, ("Children", ""))]),
        # Another table.
        (("MRI", "High"), (("A", "B", "C"), ("1", "2", "3")),
         [(HEAD, ("MRI", "High")), (("A", "B", "C"), ("1", "2", "3"))]),
    ],
)  # fmt: skip
def test_a_table_that_goes_on_over_the_page_goes_on(above, below, joined):
    blocks = [Block("table", rows=(HEAD, above), page=1), Block("table", rows=below, page=2)]
    assert [block.rows for block in continued(blocks)] == joined


def test_tables_with_text_between_them_are_two():
    tables = [Block("table", rows=(HEAD, ("a", "b")), page=1), Block("paragraph", "Text.", page=2),
              Block("table", rows=(("c", "d"), ("e", "f")), page=2)]  # fmt: skip
    assert continued(tables) == tables


def test_columns_of_running_text_are_no_table():
    rows = [("Films are taken", "the bladder is"), ("standing, unless the", "full, the patient waits"),
            ("patient cannot, and are re-", "or comes again on"), ("ported within four hours", "another day of"),
            ("by the one on duty.", "the same week.")]  # fmt: skip
    assert columns_of_text(rows) == [
        "Films are taken standing, unless the patient cannot, and are reported within four hours by the one on duty.",
        "the bladder is full, the patient waits or comes again on another day of the same week.",
    ]
    assert columns_of_text([("Study", "Rating"), *[(f"Study {n}", "usually appropriate") for n in range(9)]]) is None
    assert columns_of_text([("ibuprofen", "twice daily")] * 9) is None
    assert columns_of_text([("a", "b"), ("c", "d")]) is None

from __future__ import annotations

import hypothesis
import hypothesis.strategies as st
import pytest

from corpus import split
from corpus.ingestion.blocks import Block, markdown, words
from corpus.loading import document_of
from corpus.outline import markdown_sections


def test_each_kind_is_written_in_its_form():
    blocks = [
        Block("heading", "Times", 2),
        Block("paragraph", "Call\n first."),
        Block("item", "one", 0),
        Block("item", "inner", 1),
        Block("item", "two", 0, "2."),
        Block("table", rows=(("Study", "Rating"), ("CT | SPECT", "May be"), ("MRI",))),
        Block("lines", "a  b\n  c"),
    ]
    assert markdown(blocks) == (
        "## Times\n\nCall first.\n\n- one\n   - inner\n2. two\n\n"
        "| Study | Rating |\n|---|---|\n| CT \\| SPECT | May be |\n| MRI |  |\n\n```\na  b\n  c\n```\n"
    )


@pytest.mark.parametrize(
    "text",
    ["# no heading", "- no item", "* no item", "1. no item", "12) no item", "> no quote", "```no code", "~~~ no code",
     "<div> no HTML", "<!-- no comment", "---", "====", "***"],
)  # fmt: skip
def test_words_stay_words_whatever_markdown_would_make_of_them(text):
    document = document_of(markdown([Block("paragraph", "Before."), Block("paragraph", text)]), "x.md")
    assert [section.heading for section in document.sections] == ["x"]
    (passage,) = split(document)
    assert passage.text.replace("\\", "") == f"Before.\n\n{text}"


@pytest.mark.parametrize(
    "text", ["T2*-weighted *a*", "a_b_c", "x {#id}", "C #", "[a](b)", "a < b <c>", "A&amp;B", "`x`"]
)
def test_a_heading_reads_as_it_was(text):
    (section,) = markdown_sections(markdown([Block("heading", text), Block("paragraph", "Words.")]), "t", "t")
    assert section.heading == text


def test_a_page_ends_with_a_form_feed_behind_its_last_word():
    blocks = [
        Block("paragraph", "The first page ends in the middle of a", page=1),
        Block("paragraph", "sentence.", page=2),
        Block("heading", "New", 1, page=4),
        Block("paragraph", "Old.", page=4),
    ]
    text = markdown(blocks)
    assert text == "The first page ends in the middle of a\f\nsentence.\f\f\n\n# New\n\nOld.\n"
    document = document_of(f"---\noriginal: x.pdf\noriginal_sha256: a\npages: 4\n---\n{text}", "x.md")
    assert [document.page(text.index(word)) for word in ("The", "sentence", "New", "Old")] == [1, 2, 4, 4]
    assert [(p.section, document.page(p.start)) for p in split(document)] == [("text", 1), ("new", 4)]


def test_a_text_that_begins_on_the_second_page_is_on_the_second_page():
    text = markdown([Block("heading", "Late", 1, page=2), Block("paragraph", "Words.", page=2)])
    document = document_of(f"---\noriginal: x.pdf\noriginal_sha256: a\npages: 2\n---\n{text}", "x.md")
    assert document.title == "Late"
    assert document.page(document.text.index("Words")) == 2


def test_a_document_without_pages_says_none():
    assert document_of("Words.", "x.md").page(0) is None


def test_a_table_that_goes_on_over_a_page_keeps_its_rows_apart():
    table = (("Study", "Rating"), ("MRI", "High"))
    text = markdown([Block("table", rows=table, page=1), Block("table", rows=table, page=2)])
    passages = split(document_of(text, "x.md"))
    assert [passage.text for passage in passages] == ["| MRI | High |"] * 2
    assert {passage.context for passage in passages} == {"x\nStudy | Rating"}


def test_a_table_without_a_body_is_a_line():
    assert markdown([Block("table", rows=(("Only", "", "head"),))]) == "Only \\| head\n"


def test_what_only_serves_print_is_taken_out():
    assert words("ﬁlm of the lum\u00adbar\u00a0 spine\x07") == "film of the lumbar spine"


def test_nothing_gives_nothing():
    assert markdown([Block("paragraph", " \n"), Block("lines", ""), Block("table")]) == ""


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
_LINE = st.text("ab #*_|-+>`~<[]{}()1.\\&;=\t ", max_size=30)
_BLOCK = st.builds(
    Block,
    st.sampled_from(["heading", "paragraph", "item", "table", "lines"]),
    _TEXT | _LINE,
    st.integers(1, 6),
    st.sampled_from(["-", "1.", "7."]),
    st.lists(st.lists(_TEXT | _LINE, max_size=3).map(tuple), max_size=4).map(tuple),
)


@hypothesis.settings(derandomize=True, database=None, deadline=None, max_examples=150)
@hypothesis.given(st.lists(_BLOCK, max_size=12))
def test_whatever_the_blocks_all_their_words_are_found_and_headings_are_no_others(blocks):
    text = markdown([Block("heading", "Top"), *blocks])
    document = document_of(text, "x.md")
    shown = [words(block.text) for block in blocks if block.kind == "heading" and words(block.text)]
    assert [section.heading for section in document.sections] == ["Top", *shown]
    held = "".join("".join(passage.text.split()) for passage in split(document))
    for passage in split(document):
        assert document.text[passage.start : passage.end] == passage.text
    for block in blocks:
        if block.kind in {"paragraph", "item"} and words(block.text):
            assert words(block.text).replace("\\", "").replace(" ", "") in held.replace("\\", "")

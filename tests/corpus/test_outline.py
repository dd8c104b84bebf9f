from __future__ import annotations

import pytest

from corpus.outline import markdown_sections, plain_sections, slug


def outline(sections):
    return [(section.id, section.heading, section.path) for section in sections]


def test_a_heading_gives_its_anchor_and_keeps_it_out_of_its_words():
    text = "# Top\n\n## *Variant* 1 {#v1}\n\nText.\n\n### Sub\n\nMore.\n\n## Variant 1\n"
    assert outline(markdown_sections(text, "T", "x.md")) == [
        ("top", "Top", ("Top",)),
        ("v1", "Variant 1", ("Top", "Variant 1")),
        ("sub", "Sub", ("Top", "Variant 1", "Sub")),
        ("variant-1", "Variant 1", ("Top", "Variant 1")),
    ]


def test_sections_follow_each_other_without_a_gap(corpus):
    for document in corpus.documents.values():
        assert document.sections[0].start == 0
        assert document.sections[-1].end == len(document.text)
        for one, two in zip(document.sections, document.sections[1:], strict=False):
            assert one.end == two.start
            assert document.text[two.start] == "#"


def test_text_before_the_first_heading_is_a_section_of_its_own():
    text = "Before.\n\nHead\n====\n\nAfter."
    first, second = markdown_sections(text, "Title", "x.md")
    assert (first.id, first.heading, text[first.start : first.end]) == ("text", "Title", "Before.\n\n")
    assert text[second.start : second.end] == "Head\n====\n\nAfter."


def test_a_heading_in_code_or_a_list_is_none():
    text = "# One\n\n```\n# not one\n```\n\n- # nor this\n"
    assert [section.heading for section in markdown_sections(text, "T", "x.md")] == ["One"]


def test_ids_are_unique_even_if_headings_repeat():
    text = "## Same\n\n## Same\n\n## Same {#same-2}\n"
    assert [section.id for section in markdown_sections(text, "T", "x.md")] == ["same", "same-3", "same-2"]


def test_a_heading_without_letters_still_has_an_id():
    assert [section.id for section in markdown_sections("## ☢☢\n\n## ☢\n", "T", "x.md")] == ["section", "section-2"]


@pytest.mark.parametrize(
    "line", ["Methods of Imaging", "3.2 Imaging of the spine", "RED FLAGS", "When to scan (adults)"]
)
def test_a_short_line_alone_above_a_paragraph_is_a_heading(line):
    sections = plain_sections(f"Opening words.\n\n{line}\n\nA paragraph of text.\n", "T", "x.txt")
    assert [section.heading for section in sections] == ["T", line]


@pytest.mark.parametrize(
    "line",
    [
        "May 7 2009 - 11:15am",
        "12.5.2021 14:00",
        "This is a sentence.",
        "Is this a heading?",
        "* an item",
        "- an item",
        "“Quoted,” he says",
        "a line in small letters",
        "A line that goes on and on with more words than any heading would ever need to have",
    ],
)
def test_dates_sentences_items_and_long_lines_are_no_headings(line):
    sections = plain_sections(f"Opening words.\n\n{line}\n\nA paragraph of text.\n", "T", "x.txt")
    assert [section.id for section in sections] == ["text"]


def test_a_line_with_text_right_below_is_a_paragraph():
    assert len(plain_sections("Opening.\n\nNot alone\nbut with more.\n\nEnd.", "T", "x.txt")) == 1


def test_the_last_line_is_no_heading():
    assert len(plain_sections("Opening.\n\nThe End", "T", "x.txt")) == 1


@pytest.mark.parametrize(("words", "expected"), [("Ärger & Ko. 2", "arger-ko-2"), ("☢", ""), ("腰痛", "")])
def test_a_slug_has_only_small_ascii_letters_and_figures(words, expected):
    assert slug(words) == expected

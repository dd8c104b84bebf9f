from __future__ import annotations

import string
from itertools import pairwise
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import yaml
from markdown_it import MarkdownIt

from corpus import load_document, split
from corpus.chunking import MAX_CHARACTERS

TABLE = """# Guide

## Fall {#fall}

After a fall, film first.
A second sentence.

| Study | Rating |
|:---|---|
| MRI | Usually |
| CT \\| SPECT | May be |

How we read it: as written.
"""


def covered(document):
    """The characters of a text that stand in some passage."""
    marks = bytearray(len(document.text))
    for passage in split(document):
        assert not any(marks[passage.start : passage.end]), f"{passage.id} overlaps another"
        marks[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
    return marks


def heading_lines(document):
    """The lines of a plain text that begin a section."""
    return {document.text.count("\n", 0, section.start) for section in document.sections}


def head_lines(document):
    """The lines of a Markdown text that are headings or the head of a table: these stand in contexts."""
    lines = set()
    for token in MarkdownIt("commonmark").enable("table").parse(document.text):
        if token.type == "heading_open" and not token.level:
            lines.update(range(*token.map))
        elif token.type == "thead_open" and token.level == 1:
            lines.update((token.map[0], token.map[0] + 1))
    return lines


def test_every_bundled_document_splits_into_exact_passages_that_hold_all_its_text(corpus):
    for document in corpus.documents.values():
        passages = split(document)
        assert len({passage.id for passage in passages}) == len(passages)
        for passage in passages:
            section = document.section(passage.section)
            assert document.text[passage.start : passage.end] == passage.text == passage.text.strip()
            assert section.start <= passage.start < passage.end <= section.end
            assert len(passage.text) <= MAX_CHARACTERS
        marks = covered(document)
        lines, start = document.text.split("\n"), 0
        for number, line in enumerate(lines):
            below = lines[number + 1] if number + 1 < len(lines) else ""
            head = line.startswith("|") and (below.startswith("|---") or line.startswith("|---"))
            if line.strip() and not line.startswith("#") and not head:
                assert all(marks[start : start + len(line.rstrip())]), f"{document.id}: {line!r} is in no passage"
            start += len(line) + 1


def test_a_row_is_one_passage_with_its_head_and_the_sections_opening_in_its_context(loaded):
    passages = split(loaded("x.md", TABLE))
    assert [passage.id for passage in passages] == [f"x/fall#{n}" for n in range(4)]
    assert [passage.text for passage in passages] == [
        "After a fall, film first.\nA second sentence.",
        "| MRI | Usually |",
        "| CT \\| SPECT | May be |",
        "How we read it: as written.",
    ]
    assert passages[1].context == "Guide > Fall\nAfter a fall, film first. A second sentence.\nStudy | Rating"
    assert passages[0].context == passages[3].context == "Guide > Fall"
    assert passages[1].heading_path == ("Guide", "Fall")


def test_the_same_document_always_gives_the_same_passages(loaded):
    assert split(loaded("x.md", TABLE)) == split(loaded("x.md", TABLE))


def test_prose_is_packed_up_to_the_limit_and_no_further(loaded):
    paragraphs = [f"Paragraph {n} " + "says so. " * 30 for n in range(7)]
    passages = split(loaded("x.txt", "\n\n".join(paragraphs)))
    assert len(passages) > 1
    assert all(len(passage.text) <= MAX_CHARACTERS for passage in passages)
    # None of them could have taken the paragraph that follows it.
    for one, two in pairwise(passages):
        assert two.text.startswith("Paragraph")
        assert two.start - one.start + len(paragraphs[0].strip()) > MAX_CHARACTERS


def test_a_long_paragraph_is_cut_after_sentences(loaded):
    passages = split(loaded("x.txt", "This is a sentence of some length. " * 80))
    assert len(passages) > 2
    assert all(passage.text.startswith("This") and passage.text.endswith("length.") for passage in passages)


def test_text_without_sentences_is_cut_between_words_and_without_words_anywhere(loaded):
    assert all(passage.text.endswith("word") for passage in split(loaded("x.txt", "word " * 600)))
    assert "".join(passage.text for passage in split(loaded("y.txt", "w" * 2500))) == "w" * 2500


def test_nothing_crosses_a_section(loaded):
    text = "".join(f"## Head {n}\n\nShort.\n\n" for n in range(5))
    assert [passage.section for passage in split(loaded("x.md", text))] == [f"head-{n}" for n in range(5)]


def test_lists_code_quotes_and_link_targets_are_text_too(loaded):
    text = "# T\n\n- one\n- two\n\n> quoted\n\n    code\n\n<div>html</div>\n\n[a]: http://example.org\n"
    held = " ".join(passage.text for passage in split(loaded("x.md", text)))
    assert all(word in held for word in ("- one", "- two", "> quoted", "code", "<div>", "[a]: http://example.org"))


def test_a_heading_without_text_has_no_passage(loaded):
    assert [passage.section for passage in split(loaded("x.md", "# A\n\n## B\n\ntext\n\n## C\n"))] == ["b"]


def test_a_document_of_one_line_has_one_passage(loaded):
    (passage,) = split(loaded("x.txt", "Scan on Mondays only"))
    assert passage.text == "Scan on Mondays only"


@hypothesis.settings(derandomize=True, database=None, deadline=None, max_examples=80)
@hypothesis.given(
    st.lists(
        st.one_of(
            st.text(string.ascii_letters + " .|-#*>`_[]()\t", max_size=60),
            st.sampled_from(
                [
                    "",
                    "# A",
                    "## B {#b1}",
                    "end of a page\f",
                    "\f",
                    "Title\n===",
                    "[a]: http://example.org",
                    "| a | b |",
                    "|---|---|",
                    "- item",
                    "```",
                    "Word. " * 200,
                    "腰痛。",
                ]
            ),
        ),
        max_size=25,
    ),
    st.sampled_from([".md", ".txt"]),
)
def test_whatever_the_text_its_passages_are_exact_and_lose_nothing(tmp_path_factory, lines, suffix):
    text = "x\n\n" + "\n".join(line.replace("{#b1}", f"{{#b{n}}}") for n, line in enumerate(lines))
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    path.write_text(text, encoding="utf-8")
    document = load_document(path)
    marks = covered(document)
    for passage in split(document):
        assert document.text[passage.start : passage.end] == passage.text != ""
        assert len(passage.text) <= MAX_CHARACTERS or "|" in passage.text
    told = heading_lines(document) if suffix == ".txt" else head_lines(document)
    start = 0
    for number, line in enumerate(document.text.split("\n")):
        for at, character in enumerate(line, start):
            assert marks[at] or character.isspace() or number in told, f"{line!r} is lost"
        start += len(line) + 1


def test_the_rules_of_every_guideline_find_their_section(corpus):
    folder = Path(__file__).parents[2] / "assistant" / "checker" / "rules"
    for path in sorted(folder.glob("[!_]*.yaml")):
        document = corpus.documents[path.stem]
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            section = document.section(rule["source"]["section"])
            assert rule["statement"] in document.text[section.start : section.end], f"{path.name}: {rule['id']}"

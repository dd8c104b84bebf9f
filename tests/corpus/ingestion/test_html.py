from __future__ import annotations

import pytest

from corpus.ingestion.blocks import markdown
from corpus.ingestion.html import read_html


def read(body: str) -> str:
    return markdown(read_html(f"<!doctype html><html><body>{body}</body></html>".encode()))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h2>A <em>b</em></h2><p>One<br>two.</p><p>Three</p>", "## A b\n\nOne two.\n\nThree\n"),
        ("<p>Old<br><br>style</p>", "Old\n\nstyle\n"),
        ("<ul><li>one<ul><li>in</li></ul></li><li>two</li></ul>", "- one\n   - in\n- two\n"),
        ("<ol start=3><li>c<li>d</ol>", "3. c\n4. d\n"),
        ("<ul><li><p>one</p><p>more</p></ul>", "- one\n\nmore\n"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc\n"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```\n"),
        ("<p>see <a href='http://example.org'>this</a></p>", "see this\n"),
        ("<p><b>Bold line</b></p><p>Text under it.</p>", "# Bold line\n\nText under it.\n"),
        ("<h2>Over</h2><p><strong>Bold</strong></p><p>Text.</p>", "## Over\n\n### Bold\n\nText.\n"),
        ("<p><b>A whole sentence in bold.</b></p><p>Text.</p>", "A whole sentence in bold.\n\nText.\n"),
        ("<p><b>Note</b> this</p>", "Note this\n"),
        ("x<nav>menu</nav><script>s()</script><style>p{}</style><p hidden>h</p><p style='display: none'>n</p>", "x\n"),
        ("<div title='header'><p>running head</p></div>x", "x\n"),
        ("<p>side</p><main><p>main part</p></main>", "main part\n"),
        ("<p>&lt;5 mm &amp; &#8805;3</p>", "<5 mm & ≥3\n"),
        ("", ""),
    ],
)
def test_a_page_becomes_what_its_reader_sees(body, text):
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<thead><tr><th>A<th>B</thead><tr><td>1<td>2", ["| A | B |", "|---|---|", "| 1 | 2 |"]),
        ("<tr><th>A<th>B<tr><td>1<td>2", ["| A | B |", "|---|---|", "| 1 | 2 |"]),
        # Nothing says which row is the head: one that reads like a head is taken for it.
        ("<tr><td>Study<td>Rating<tr><td>MRI<td>8", ["| Study | Rating |", "|---|---|", "| MRI | 8 |"]),
        ("<tr><td>MRI<td>8<tr><td>CT<td>5", ["|  |  |", "|---|---|", "| MRI | 8 |", "| CT | 5 |"]),
        ("<tr><th>A<th>B<tr><td rowspan=2>both<td>1<tr><td>2",
         ["| A | B |", "|---|---|", "| both | 1 |", "| both | 2 |"]),
        ("<tr><th rowspan=2>Study<th colspan=2>Dose<tr><th>adult<th>child<tr><td>CT<td>3<td>4",
         ["| Study | Dose adult | Dose child |", "|---|---|---|", "| CT | 3 | 4 |"]),
        ("<tr><th>A<th>B<tr><td colspan=2>wide<tr><td>1<td>2<br>3",
         ["| A | B |", "|---|---|", "| wide |  |", "| 1 | 2 3 |"]),
    ],
)  # fmt: skip
def test_a_table_keeps_its_head_and_each_row_stands_alone(body, rows):
    assert read(f"<table>{body}</table>").strip().split("\n") == rows


def test_a_table_that_only_arranges_the_page_is_read_as_text():
    assert read("<table><tr><td><h2>Left</h2><p>one<td><p>two</table>") == "## Left\n\none\n\ntwo\n"
    assert read("<table><tr><td>only<tr><td>column</table>") == "only\n\ncolumn\n"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_the_encoding_is_the_one_the_page_names(encoding):
    page = f"<html><head><meta charset='{encoding}'></head><body><p>Köhler “disease”</p></body></html>"
    assert markdown(read_html(page.encode(encoding))) == "Köhler “disease”\n"


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    page = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "&x;&x;">]>
    <html><body><p>a &x; &y; b</p><img src="{secret.as_uri()}"><link href="{secret.as_uri()}"></body></html>"""
    text = markdown(read_html(page.encode()))
    assert "secret" not in text.replace("secret.txt", "")
    assert text.rstrip().endswith("b")


def test_a_page_nested_without_end_is_read_or_refused_and_no_more():
    read_html(b"<html><body>" + b"<div>" * 50_000 + b"deep")

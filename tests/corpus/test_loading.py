from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import DocumentError, load_corpus, load_document
from corpus.loading import MAX_BYTES

SEED = Path(__file__).parents[3] / "shared" / "seed" / "hss-imaging-for-back-pain-2009.txt"


def test_the_bundled_guidance_loads_with_its_provenance(corpus):
    document = corpus.documents["acr-lbp-2021"]
    assert document.title == "ACR Appropriateness Criteria: Low Back Pain - 2021 update"
    assert (document.year, document.status, document.country, document.origin) == (2021, "current", "US", "restatement")
    assert document.text.startswith("# ACR Appropriateness Criteria")
    assert {each.origin for each in corpus.documents.values()} == {"restatement"}


def test_documents_come_in_one_order(corpus):
    assert list(corpus.documents) == sorted(corpus.documents)
    assert load_corpus().sha256 == corpus.sha256


def test_a_users_documents_stand_behind_the_bundled_ones(tmp_path, corpus):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.TXT").write_text("One line")
    (tmp_path / "a.md").write_text("# Our protocol\n\nScan on Mondays.")
    (tmp_path / "notes.csv").write_text("not,taken")
    (tmp_path / ".hidden.md").write_text("not taken")
    both = load_corpus(tmp_path)
    assert list(both.documents)[len(corpus.documents) :] == ["a", "b"]
    assert both.documents["b"].source_file == "deep/b.TXT"
    assert both.sha256 != corpus.sha256


def test_no_folder_is_no_documents(tmp_path, corpus):
    assert load_corpus(tmp_path / "nowhere").sha256 == corpus.sha256


def test_a_document_that_says_nothing_of_itself_is_unknown(loaded):
    document = loaded("Spine Protocol (v2).md", "Some text.\n\n## Later\n\nMore.")
    assert document.id == "spine-protocol-v2"
    assert document.title == "Later"
    assert (document.publisher, document.year, document.status, document.url) == ("unknown", None, "unknown", None)
    assert document.origin == "user"


def test_the_title_of_plain_text_is_its_first_line(loaded):
    assert loaded("a.txt", "\n\nBack pain at our hospital\n\nCall first.").title == "Back pain at our hospital"


def test_a_title_that_is_a_whole_paragraph_gives_way_to_the_files_name(loaded):
    assert loaded("protocol.txt", "word " * 60).title == "protocol"


def test_a_name_without_latin_letters_still_gives_an_id(loaded):
    first, again = loaded("腰痛.md", "text"), loaded("腰痛.md", "text")
    assert first.id == again.id
    assert first.id.startswith("document-")


def test_front_matter_of_a_user_is_taken(loaded):
    document = loaded(
        "x.md", "---\nid: ours\ntitle: Ours\npublisher: St Elsewhere\nyear: 2025\nstatus: local\n---\ntext"
    )
    assert (document.id, document.title, document.publisher, document.year) == ("ours", "Ours", "St Elsewhere", 2025)
    assert (document.status, document.text) == ("local", "text")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_change_the_text(loaded, ends):
    content = ends.join(["---", "id: ours", "---", "# Head", "", "Text."]).encode()
    document = loaded("x.md", b"\xef\xbb\xbf" + content)
    assert document.text == "# Head\n\nText."
    assert document.id == "ours"


def test_a_ruled_line_at_the_head_is_no_front_matter(loaded):
    assert loaded("x.md", "---\n\nJust text.\n").text == "---\n\nJust text.\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.md", b"", "text: is empty"),
        ("x.md", b" \n\t\n", "text: is empty"),
        ("x.md", b"---\nid: x\n---\n\n", "text: is empty"),
        ("x.txt", b"caf\xe9", "byte 3"),
        ("x.txt", "wide".encode("utf-16"), "UTF-8"),
        ("x.txt", b"a\x00b", "U+0000, at character 1"),
        ("x.md", b"PK\x03\x04zip", "control character"),
        ("x.pdf", b"text", ".md nor .txt"),
        ("x.md", b"---\nid: x\ntext", "front matter: has no end"),
        ("x.md", b"---\nid: [\n---\ntext", "is not YAML"),
        ("x.md", b"---\ncolour: red\n---\ntext", "colour: is not a known key"),
        ("x.md", b"---\nid: A b\n---\ntext", "id: 'A b' does not fit"),
        ("x.md", b"---\nid: a/b\n---\ntext", "id: 'a/b' does not fit"),
        ("x.md", b"---\nyear: soon\n---\ntext", "year: 'soon' is no year"),
        ("x.md", b"---\nyear: true\n---\ntext", "year: True is no year"),
        ("x.md", b"---\nyear: 20211\n---\ntext", "year: 20211 is no year"),
        ("x.md", b"---\nstatus: fresh\n---\ntext", "status: 'fresh' is not one of current"),
        ("x.md", b"---\nstatus: [a]\n---\ntext", "status: ['a'] is not one of"),
        ("x.md", b"---\ntitle: 12\n---\ntext", "title: 12 has to be words"),
        ("x.md", b"---\norigin: restatement\n---\ntext", "origin: has to be 'user'"),
        ("x.md", b"---\nid: x\nid: y\n---\ntext", "id: stands twice"),
        ("x.md", b"## A {#a}\n\n## B {#a}\n", "anchor 'a': stands twice"),
        ("x.md", b"## A {#a/b}\n", "anchor 'a/b': does not fit"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_by_name_and_field(loaded, name, content, says):
    with pytest.raises(DocumentError, match=f"^{name}: ") as refused:
        loaded(name, content)
    assert says in str(refused.value)


def test_a_value_that_unfolds_without_end_is_refused_at_once(loaded):
    names = "abcdefghijklmnop"
    layers = "".join(f"- &{each} [{', '.join([f'*{below}'] * 9)}]\n" for below, each in pairwise(names))
    with pytest.raises(DocumentError, match=r"title: .* has to be words") as refused:
        loaded("x.md", f"---\ntitle:\n- &a [1]\n{layers}---\nText.")
    assert len(str(refused.value)) < 1_000


def test_plain_text_can_say_where_it_comes_from_too(loaded):
    document = loaded("x.txt", "---\npublisher: Us\nyear: 2024\n---\nOur words\n")
    assert (document.publisher, document.year, document.text) == ("Us", 2024, "Our words\n")


def test_a_huge_file_is_refused_unread(written):
    with pytest.raises(DocumentError, match=r"huge\.txt: file: is larger than 5,000,000 bytes"):
        load_document(written("huge.txt", b"a" * (MAX_BYTES + 1)))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentError, match=r"gone\.md: file: cannot be read: No such file"):
        load_document(tmp_path / "gone.md")


@pytest.mark.parametrize("names", [("acr-lbp-2021.md",), ("one/same.md", "two/same.txt")])
def test_two_documents_with_one_id_are_refused_with_both_names(written, tmp_path, names):
    for name in names:
        written(name, "Our own text.")
    with pytest.raises(DocumentError, match=f"{names[-1]}: id: .* is also that of {names[0]}"):
        load_corpus(tmp_path)


def test_the_fingerprint_covers_text_and_provenance_but_not_the_place(tmp_path, corpus):
    def fingerprint(content: str, name: str = "a.md") -> str:
        folder = tmp_path / hex(hash((content, name)))
        folder.mkdir()
        (folder / name).write_text(content)
        return load_corpus(folder).sha256

    base = fingerprint("---\nid: a\nyear: 2020\ntitle: T\n---\ntext")
    assert fingerprint("---\nid: a\nyear: 2020\ntitle: T\n---\ntext", "b.md") == base
    assert fingerprint("---\nid: a\nyear: 2021\ntitle: T\n---\ntext") != base
    assert fingerprint("---\nid: a\nyear: 2020\ntitle: T\n---\ntext.") != base


@pytest.mark.skipif(not SEED.is_file(), reason="the founding article is not beside this checkout (shared/seed)")
def test_the_founding_article_falls_into_its_two_parts():
    document = load_document(SEED)
    assert document.title == "Imaging For Back Pain"
    assert [section.heading for section in document.sections] == ["Imaging For Back Pain", "Methods of Imaging"]
    assert document.text == SEED.read_text(encoding="utf-8")
    assert dataclasses.asdict(document)["year"] is None

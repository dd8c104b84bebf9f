from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import DocumentError, Shelf, load_corpus, split
from corpus import shelf as shelf_module

DATA = Path(__file__).parent / "ingestion" / "data"
PAGE = "<!doctype html><html><body><h1>Our rules</h1><p>Call first.</p></body></html>"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "shelf"


def stamps(folder):
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}


def test_a_pdf_is_kept_as_text_with_its_pages_and_where_it_came_from(folder):
    taken = Shelf(folder).take_in(DATA / "protocol.pdf", {"publisher": "Harbour Hospital", "year": 2024})
    document = load_corpus(folder).documents["protocol"]
    assert taken.change == "new"
    assert taken.document == document
    assert (document.publisher, document.year, document.status, document.url) == (
        "Harbour Hospital", 2024, "unknown", None,
    )  # fmt: skip
    assert document.original is not None
    assert (document.original.name, document.original.pages) == ("protocol.pdf", 6)
    passages = split(document)
    assert {document.page(passage.start) for passage in passages} == {1, 2, 3, 4, 5, 6}
    assert all(document.text[each.start : each.end] == each.text for each in passages)


@pytest.mark.parametrize(
    ("name", "content"), [("a.md", "# Our rules\n\nCall *first*.\n"), ("a.txt", "Our rules\n\nCall *first*.\n")]
)
def test_markdown_and_text_are_kept_as_they_are(written, folder, name, content):
    document = Shelf(folder).take_in(written(name, content)).document
    assert document.text == content
    assert document.title == "Our rules"
    assert document.original.conversion is None
    assert load_corpus(folder).documents["a"] == document


@pytest.mark.parametrize("name", ["protocol.pdf", "protocol.docx", "page.html", "notes.txt", "words.md"])
def test_the_same_file_again_touches_nothing(written, folder, name, monkeypatch):
    path = DATA / name if (DATA / name).is_file() else written(name, PAGE if name.endswith("html") else "Our words.")
    Shelf(folder).take_in(path, {"year": 2024})
    before = stamps(folder)
    monkeypatch.setattr(shelf_module, "convert_apart", lambda *_: pytest.fail("was read again"))
    for options in (None, {"year": 2024}):
        assert Shelf(folder).take_in(path, options).change == "unchanged"
    assert stamps(folder) == before


def test_new_words_and_new_provenance_replace_the_old(written, folder):
    Shelf(folder).take_in(written("a.html", PAGE), {"publisher": "Us"})
    changed = Shelf(folder).take_in(written("a.html", PAGE.replace("first", "twice")))
    assert changed.change == "changed"
    assert "Call twice." in changed.document.text
    # What was said before and not again still holds.
    assert changed.document.publisher == "Us"
    assert Shelf(folder).take_in(written("a.html", PAGE.replace("first", "twice")), {"year": 2025}).change == "changed"
    document = load_corpus(folder).documents["a"]
    assert (document.publisher, document.year) == ("Us", 2025)
    assert [path.name for path in folder.iterdir()] == ["a.md"]


def test_a_new_version_of_the_conversion_reads_the_file_again(written, folder, monkeypatch):
    Shelf(folder).take_in(written("a.html", PAGE))
    monkeypatch.setattr(shelf_module, "CONVERSION", "another")
    assert Shelf(folder).take_in(written("a.html", PAGE)).document.original.conversion == "another"


def test_options_win_over_front_matter(written, folder):
    path = written("a.md", "---\npublisher: Them\nyear: 2020\nedition: third\n---\n# A\n\nWords.\n")
    document = Shelf(folder).take_in(path, {"publisher": "Us", "id": "ours", "title": "Ours"}).document
    assert (document.id, document.publisher, document.year, document.edition) == ("ours", "Us", 2020, "third")
    assert (document.title, document.text) == ("Ours", "# A\n\nWords.\n")


def test_what_a_file_says_of_another_shelf_is_not_believed(written, folder):
    path = written("a.md", "---\nid: a\noriginal: x.pdf\noriginal_sha256: abc\npages: 9\n---\nWords.\n")
    original = Shelf(folder).take_in(path).document.original
    assert (original.name, original.pages) == ("a.md", None)


@pytest.mark.parametrize(
    ("options", "says"),
    [({"year": 20}, "year: 20 is no year"), ({"id": "A b"}, "id: 'A b' does not fit"), ({"colour": "red"}, "colour: ")],
)
def test_an_option_that_does_not_fit_is_refused(written, folder, options, says):
    with pytest.raises(DocumentError, match=f"the options: {says}"):
        Shelf.check(options)
    with pytest.raises(DocumentError, match=says):
        Shelf(folder).take_in(written("a.md", "Words."), options)


def test_a_refused_file_leaves_the_one_before_and_nothing_else(written, folder):
    Shelf(folder).take_in(written("a.pdf", (DATA / "rota.pdf").read_bytes()))
    before = stamps(folder)
    for content in (b"", b"%PDF-1.7 broken", b"words", (DATA / "locked.pdf").read_bytes()):
        with pytest.raises(DocumentError, match=r"^a\.pdf: file: "):
            Shelf(folder).take_in(written("a.pdf", content))
    assert stamps(folder) == before


def test_a_write_that_fails_leaves_nothing_half_written(written, folder, monkeypatch):
    Shelf(folder).take_in(written("a.txt", "First words."))

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DocumentError, match=r"cannot be kept in .* \(No space left on device\); free space"):
        Shelf(folder).take_in(written("a.txt", "Other words."))
    monkeypatch.undo()
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
    assert load_corpus(folder).documents["a"].text == "First words."


def test_a_folder_is_no_file_and_neither_is_what_never_ends(folder, tmp_path):
    endless = tmp_path / "pipe.txt"
    os.mkfifo(endless)
    for path in (tmp_path, endless):
        with pytest.raises(DocumentError, match="is no file with a content of its own"):
            Shelf(folder).take_in(path)


def test_files_too_large_are_refused_unread(written, folder, monkeypatch):
    monkeypatch.setattr(shelf_module, "MAX_FILE_BYTES", 2_000_000)
    with pytest.raises(DocumentError, match=r"is larger than 2 MB; split it"):
        Shelf(folder).take_in(written("a.pdf", b"x" * 2_000_001))
    monkeypatch.setattr(shelf_module, "MAX_BYTES", 1_000)
    with pytest.raises(DocumentError, match=r"larger than 1,000 bytes; split it"):
        Shelf(folder).take_in(written("a.txt", "x" * 1_001))
    with pytest.raises(DocumentError, match=r"text: is longer than 1,000 bytes; split it"):
        Shelf(folder).take_in(written("a.html", f"<html><p>{'word ' * 400}"))


def test_two_files_of_one_id_are_told_apart(written, folder):
    shelf = Shelf(folder)
    first = written("one/guide.md", "First.")
    shelf.take_in(first)
    with pytest.raises(DocumentError, match=f"'guide' is also that of {first}; give one an id of its own with --id"):
        shelf.take_in(written("two/guide.md", "Second."))
    assert shelf.take_in(written("two/guide.md", "Second."), {"id": "guide-two"}).change == "new"
    # Later on, and under another name, only an id that was asked for takes its place.
    again = Shelf(folder)
    with pytest.raises(DocumentError, match=r"belongs to guide\.md, taken in before.*--id guide"):
        again.take_in(written("guide.html", PAGE))
    assert again.take_in(written("guide.html", PAGE), {"id": "guide"}).change == "changed"
    assert sorted(path.name for path in folder.iterdir()) == ["guide-two.md", "guide.md"]


def test_a_text_that_becomes_markdown_leaves_no_second_file(written, folder):
    Shelf(folder).take_in(written("guide.txt", "First."))
    Shelf(folder).take_in(written("guide.md", "Second."), {"id": "guide"})
    assert [path.name for path in folder.iterdir()] == ["guide.md"]


@pytest.mark.parametrize("name", ["acr-lbp-2021.md", "mine.md"])
def test_a_document_of_the_product_or_put_there_by_hand_is_not_replaced(written, folder, name):
    folder.mkdir()
    (folder / "mine.md").write_text("By hand.")
    with pytest.raises(DocumentError, match="belongs to "):
        Shelf(folder).take_in(written(name, "Words."))


def test_identical_words_in_two_documents_stay_two_passages(written, folder):
    shelf = Shelf(folder)
    both = [shelf.take_in(written(name, "Films are taken standing.")).document for name in ("a.md", "b.md")]
    (one,), (two,) = map(split, both)
    assert one.text == two.text
    assert (one.id, two.id) == ("a/text#0", "b/text#0")


def test_a_document_that_was_taken_in_can_be_removed(written, folder):
    Shelf(folder).take_in(written("a.md", "Words."))
    shelf = Shelf(folder)
    assert [each.id for each in shelf.documents] == ["a"]
    assert shelf.remove("a").id == "a"
    assert not list(folder.iterdir())
    assert not Shelf(folder).documents


def test_nothing_else_can_be_removed(folder):
    folder.mkdir()
    (folder / "mine.md").write_text("By hand.")
    shelf = Shelf(folder)
    for name, says in (("nobody", "no such"), ("acr-lbp-2021", "ships with"), ("mine", "put there by hand")):
        with pytest.raises(DocumentError, match=says):
            shelf.remove(name)
    assert (folder / "mine.md").is_file()

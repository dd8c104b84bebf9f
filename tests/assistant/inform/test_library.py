from __future__ import annotations

from pathlib import Path

from assistant.inform.library import Library, library_of
from corpus import Corpus, load_corpus


def test_every_line_is_quoted_exactly(corpus: Corpus) -> None:
    for shelf in library_of(corpus).shelves:
        for line in shelf.lines:
            source = line.source
            assert corpus.documents[source.document].text[source.start : source.end] == source.quote


def test_headings_and_heads_of_tables_are_no_lines(corpus: Corpus) -> None:
    quotes = [line.source.quote for shelf in library_of(corpus).shelves for line in shelf.lines]
    assert not any(quote.startswith(("#", "| Study", "|---")) for quote in quotes)


def test_the_recommendation_is_the_key_line(corpus: Corpus) -> None:
    shelf = library_of(corpus).by_key["acr-lbp-2021", "v4"]
    assert shelf.key_line(lambda terms: 0).source.quote.startswith("Suspected cauda equina syndrome")


def test_of_a_users_own_text_the_sentence_that_answers_is_the_key_line(tmp_path: Path) -> None:
    (tmp_path / "protocol.txt").write_text(
        "Our protocol\n\nAsk about the bladder first. A pacemaker needs a call to the MRI unit\nbefore booking.\n",
        encoding="utf-8",
    )
    library = Library(load_corpus(tmp_path))
    shelf = next(shelf for shelf in library.shelves if shelf.document.origin == "user")
    line = shelf.key_line(lambda terms: float("mri_device" in terms))
    assert line.source.quote == "A pacemaker needs a call to the MRI unit\nbefore booking."


def test_a_rare_term_tells_more_than_a_common_one(corpus: Corpus) -> None:
    library = library_of(corpus)
    assert library.weight({"metformin"}) > library.weight({"modality_mri"})
    assert library.coverage(frozenset({"metformin", "modality_mri"}), frozenset({"metformin"})) > 0.5


def test_the_library_of_a_corpus_is_made_once(corpus: Corpus) -> None:
    assert library_of(corpus) is library_of(corpus)

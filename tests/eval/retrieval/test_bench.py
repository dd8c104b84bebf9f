from __future__ import annotations

import json
from pathlib import Path

import pytest
from ir_measures import Success

from eval.errors import BenchError
from eval.retrieval.bench import Prepared, figures
from eval.retrieval.collections import Collection, Text, as_corpus, medquad, scifact
from index import build_index, open_index

TEXTS = (
    Text("1", "Films", "Standing films show a curve of the spine."),
    Text("2", "Scans: a title", "MRI shows the cord and the discs."),
    Text("3", "Zinc", "Zinc ointment has no place in back pain."),
)
ASKED = Collection(
    "Three", TEXTS, {"a": "standing films", "b": "MRI of the cord", "c": "zinc ointment", "d": "films of a curve"},
    {"a": {"1": 1}, "b": {"2": 1}, "c": {"3": 1}, "d": {"3": 1}},
)  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory, data_dir):
    folder = tmp_path_factory.mktemp("retrieval")
    (folder / "models").symlink_to(data_dir / "models")
    corpus = as_corpus(ASKED, folder / "documents")
    build_index(folder / "index", corpus)
    index = open_index(folder / "index", corpus)
    documents = tuple(passage.document.removeprefix("d") for passage in index.passages)
    prepared = Prepared(index, ASKED, documents, folder / "index")
    return {each.method: each for each in figures(prepared, Success @ 1)}


def test_each_half_is_scored_by_itself_and_all_together(found):
    ours = found["Index.search, the product"]
    assert (ours.development, ours.held_out, ours.all) == (1.0, 0.5, 0.75)


def test_both_halves_of_the_search_and_several_fusions_stand_beside_the_product(found):
    assert {name.split(" ")[0].rstrip(",") for name in found} == {
        "words",
        "meaning",
        "reciprocal",
        "scores",
        "Index.search",
    }
    assert sum("(ours)" in name for name in found) == 1


def test_a_collection_is_read_with_titles_that_need_quotes(tmp_path):
    held = as_corpus(ASKED, tmp_path).documents
    assert [held[name].title for name in ("d1", "d2", "d3")] == ["Films", "Scans: a title", "Zinc"]


def test_a_collection_that_is_not_there_says_so(tmp_path):
    for load in (scifact, medquad):
        with pytest.raises(BenchError, match="--data"):
            load(tmp_path)


def test_scifact_and_medquad_are_read_as_they_lie(tmp_path: Path):
    (tmp_path / "scifact").mkdir()
    (tmp_path / "medquad").mkdir()
    write = lambda name, *rows: (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), "utf-8")  # noqa: E731
    write("scifact/corpus.jsonl", {"_id": "7", "title": "T", "text": "one\u2028line"})
    write("scifact/queries.jsonl", {"_id": "1", "text": "claim"}, {"_id": "2", "text": "without judgement"})
    (tmp_path / "scifact/qrels_test.tsv").write_text("query-id\tcorpus-id\tscore\n1\t7\t1\n", "utf-8")
    write("medquad/corpus.jsonl", {"id": "m", "question": "Q?", "answer": "A."})
    claims, pairs = scifact(tmp_path), medquad(tmp_path)
    assert (claims.queries, claims.right, claims.texts) == (
        {"1": "claim"},
        {"1": {"7": 1}},
        (Text("7", "T", "one\u2028line"),),
    )
    assert (pairs.queries, pairs.right) == ({"m": "Q?"}, {"m": {"m": 1}})

"""Public collections with known answers: documents, queries, and which document answers which query.

None of them ships with the product. They are read from a folder beside the checkout, and what needs one that is not
there says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Corpus, load_document
from eval.errors import BenchError

DATA = Path(__file__).parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Text:
    """A document of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Collection:
    """Documents and queries; `right` holds the relevance of documents by query."""

    name: str
    texts: tuple[Text, ...]
    queries: Mapping[str, str]
    right: Mapping[str, Mapping[str, int]]


def scifact(data: Path = DATA) -> Collection:
    """BEIR's SciFact test: 5,183 abstracts, 300 claims.

    Raises:
        BenchError: it is not there.
    """
    texts = tuple(Text(each["_id"], each["title"], each["text"]) for each in _lines(data, "scifact/corpus.jsonl"))
    right: dict[str, dict[str, int]] = {}
    for line in _read(data, "scifact/qrels_test.tsv").splitlines()[1:]:
        query, document, relevance = line.split("\t")
        right.setdefault(query, {})[document] = int(relevance)
    queries = {each["_id"]: each["text"] for each in _lines(data, "scifact/queries.jsonl") if each["_id"] in right}
    return Collection("SciFact", texts, queries, right)


def medquad(data: Path = DATA) -> Collection:
    """MedQuAD's answered pairs: 2,838 answers, each looked for by its question. The answers go without a title.

    Raises:
        BenchError: it is not there.
    """
    pairs = list(_lines(data, "medquad/corpus.jsonl"))
    return Collection(
        "MedQuAD",
        tuple(Text(each["id"], "Answer", each["answer"]) for each in pairs),
        {each["id"]: each["question"] for each in pairs},
        {each["id"]: {each["id"]: 1} for each in pairs},
    )


def as_corpus(collection: Collection, folder: Path) -> Corpus:
    """The collection as documents of a user's own, one Markdown file each, read as the product reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = {}
    for each in collection.texts:
        path = folder / f"{each.id}.md"
        path.write_text(f"---\nid: d{each.id}\ntitle: {json.dumps(each.title)}\n---\n\n{each.text}\n", encoding="utf-8")
        document = load_document(path)
        documents[document.id] = document
    return Corpus(documents)


def _lines(data: Path, name: str) -> Iterator[dict[str, Any]]:
    # Not splitlines: a text may hold U+2028, which ends no line of JSON lines.
    return (json.loads(line) for line in _read(data, name).split("\n") if line.strip())


def _read(data: Path, name: str) -> str:
    try:
        return (data / name).read_text(encoding="utf-8")
    except OSError as error:
        raise BenchError(f"{data / name} is not there; give the folder of the collections with --data.") from error

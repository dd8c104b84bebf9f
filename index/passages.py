"""The passages of an index as a file: where each stands; its words stay in the document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from corpus import Corpus, Passage
from index.errors import REBUILD, IndexDamagedError


def searched_text(passage: Passage) -> str:
    """What is embedded and compared: the passage under what it needs to be understood."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def fingerprint(text: str) -> str:
    """By which the vector of a text is known again."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def write_passages(path: Path, passages: Sequence[Passage]) -> None:
    """One JSON array a line, in order; at its end the fingerprint of what is embedded."""
    with path.open("w", encoding="utf-8") as file:
        for passage in passages:
            row = [passage.id, passage.document, passage.section, passage.heading_path, passage.start, passage.end,
                   passage.context, fingerprint(searched_text(passage))]  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_passages(path: Path, corpus: Corpus) -> tuple[Passage, ...]:
    """What `write_passages` wrote, its words taken from the documents, so that they cannot differ from them.

    Raises:
        IndexDamagedError: it cannot be read, or names a document that is not there.
    """
    found = []
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                name, document, section, headings, start, end, context, _ = json.loads(line)
                text = corpus.documents[document].text[start:end]
                found.append(Passage(name, document, section, tuple(headings), start, end, text, context))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{path} cannot be read. {REBUILD}") from error
    return tuple(found)


def read_fingerprints(path: Path) -> list[str]:
    """What was embedded, in order, whatever the documents say now.

    Raises:
        IndexDamagedError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return [str(json.loads(line)[-1]) for line in file]
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise IndexDamagedError(f"{path} cannot be read. {REBUILD}") from error

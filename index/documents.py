"""The user's documents as a build found them, kept in the build: index and documents are replaced in one step.

The guidance that ships with the code is not kept; the manifest's fingerprint of all documents covers it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from corpus import Corpus, GuidanceDocument
from index.errors import REBUILD, IndexDamagedError


def write_documents(path: Path, corpus: Corpus) -> None:
    """One JSON object a line for each document of the user's own, in order."""
    with path.open("w", encoding="utf-8") as file:
        for document in corpus.documents.values():
            if document.origin == "user":
                # Half of a surrogate pair can stand in a file's name, and in no JSON.
                name = document.source_file.encode("utf-8", "replace").decode("utf-8")
                file.write(json.dumps(asdict(document) | {"source_file": name}, ensure_ascii=False) + "\n")


def read_documents(path: Path, guidance: Corpus) -> Corpus:
    """This guidance and after it what `write_documents` wrote.

    Raises:
        IndexDamagedError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            users = [_document(line) for line in file]
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamagedError(f"{path} cannot be read. {REBUILD}") from error
    ours = {name: each for name, each in guidance.documents.items() if each.origin != "user"}
    return Corpus(ours | {document.id: document for document in users})


def _document(line: str) -> GuidanceDocument:
    # Loaded only where there are documents of a user's own: it takes as long as the rest of the index.
    from pydantic import TypeAdapter

    return TypeAdapter(GuidanceDocument).validate_json(line)

"""By what names a document is called in a question: "ACR", "NICE NG59", "the 2009 article", "Oliveira".

The names come from its front matter: the publisher's proper words and initials, what its edition begins with, its
year, and the head of its id. A word that any document uses in small letters is no name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from corpus import Corpus, GuidanceDocument
from index.words import is_filler

_TOKEN = re.compile(r"[^\W_]+")
#: A word on its own, not a part of an id such as hss-2009.
_FREE = re.compile(r"(?<![\w-])[^\W_]+(?![\w-])")
_SEGMENT = re.compile(r"[,;/()]| - ")
_EDITION_NAME = re.compile(r"[A-Z]{3,}|[A-Z]{2,}\d+")


class Names:
    """The names of all documents, and how much each says: a name that many share says little."""

    def __init__(self, names: Mapping[str, frozenset[str]]) -> None:
        self.by_document = names
        self._called: dict[str, list[str]] = {}
        for document, each in names.items():
            for name in each:
                self._called.setdefault(name, []).append(document)

    @classmethod
    def of(cls, corpus: Corpus) -> Names:
        """The names of a corpus."""
        ordinary = frozenset(
            word for document in corpus.documents.values() for word in _FREE.findall(document.text) if word.islower()
        )
        return cls({key: _names(document, ordinary) for key, document in corpus.documents.items()})

    def called(self, query: str) -> dict[str, float]:
        """The documents that a query names, each with how clearly; the rest are left out."""
        asked = set()
        for token in _TOKEN.findall(query):
            # "WHO" is a name where it stands in capitals, "who" is not.
            if token.isupper() or not is_filler(token.lower()):
                asked.add(token.lower())
            # "Michigan" and "Special" are names, "special" is not.
            if token[0].isupper():
                asked.add(token.capitalize())
        scores: dict[str, float] = {}
        # In this order, so that sums of the same numbers come out the same.
        for name in sorted(asked & self._called.keys()):
            documents = self._called[name]
            for document in documents:
                scores[document] = scores.get(document, 0.0) + math.log(1 + len(self.by_document) / len(documents))
        return scores


def _names(document: GuidanceDocument, ordinary: frozenset[str]) -> frozenset[str]:
    """Initials, numbers and the head of the id in small letters, proper words with a capital."""
    found = {word.lower() for segment in _SEGMENT.split(document.edition or "") for word in _numbered(segment)}
    publisher = "" if document.publisher == "unknown" else document.publisher
    for segment in _SEGMENT.split(publisher):
        capitals = [token for token in _TOKEN.findall(segment) if token[0].isupper()]
        if len(capitals) > 1:
            found.add("".join(token[0] for token in capitals).lower())
        found.update(token.lower() for token in capitals if token.isupper() and len(token) > 2)
        found.update(
            token.capitalize()
            for token in capitals
            if len(token) > 3 and not token.isupper() and token.lower() not in ordinary
        )
    # An id begins with the issuer and goes on with the topic.
    head, *rest = document.id.split("-")
    topic = {token.lower() for token in _TOKEN.findall(document.title) if token.istitle() or token.islower()}
    if head.isalnum() and not head.isdigit() and head not in ordinary | topic:
        found.add(head)
    found.update(part for part in rest if part.isdigit() and len(part) == 4)
    if document.year:
        found.add(str(document.year))
    return frozenset(found)


def _numbered(segment: str) -> list[str]:
    """The name an edition begins with: NG59 of "NG59", HEDIS of "HEDIS MY2022"."""
    return _EDITION_NAME.findall(segment.strip().split(" ")[0])

"""By what names a document is called in a question: "ACR", "NICE NG59", "the 2009 article", "Oliveira".

The names come from its front matter: the publisher's proper words and initials, the capitals and numbers of its
edition, its year, and the parts of its id. A word that any document uses in small letters is no name.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from corpus import Corpus, GuidanceDocument
from index.words import is_filler

_TOKEN = re.compile(r"[^\W_]+")
_SEGMENT = re.compile(r"[,;/()]| - ")
_EDITION_NAME = re.compile(r"[A-Z]{3,}|[A-Z]{2,}\d+")


class Names:
    """The names of all documents, and how much each says: a name that many share says little."""

    def __init__(self, names: Mapping[str, frozenset[str]]) -> None:
        self.by_document = names
        shared = Counter(name for each in names.values() for name in each)
        self._weight = {name: math.log(1 + len(names) / count) for name, count in shared.items()}

    @classmethod
    def of(cls, corpus: Corpus) -> Names:
        """The names of a corpus."""
        ordinary = frozenset(
            word for document in corpus.documents.values() for word in _TOKEN.findall(document.text) if word.islower()
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
        scores = {
            document: sum(self._weight[name] for name in sorted(asked & names))
            for document, names in self.by_document.items()
        }
        return {document: score for document, score in scores.items() if score > 0}


def _names(document: GuidanceDocument, ordinary: frozenset[str]) -> frozenset[str]:
    """Initials, numbers and parts of the id in small letters, proper words with a capital."""
    found = {word.lower() for word in _EDITION_NAME.findall(document.edition or "")}
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
    topics = _topics(document)
    found.update(
        part
        for part in document.id.split("-")
        if (part.isdigit() and len(part) == 4)
        or (part.isalnum() and not part.isdigit() and part not in ordinary and part not in topics)
    )
    if document.year:
        found.add(str(document.year))
    return frozenset(found)


def _topics(document: GuidanceDocument) -> frozenset[str]:
    """What an id speaks of, not who issued it: words of the title, "ces" for "cauda equina syndrome", "backpain"."""
    about = f"{document.title} {document.population or ''}"
    plain = frozenset(token.lower() for token in _TOKEN.findall(about) if token.istitle() or token.islower())
    return plain | _runs(about, (2, 3, 4)) | _runs(document.text, (3, 4)) | _joined(about)


def _runs(text: str, sizes: tuple[int, ...]) -> frozenset[str]:
    """The initials of every run of so many words."""
    letters = "".join(token[0].lower() for token in _TOKEN.findall(text))
    return frozenset(letters[n : n + size] for size in sizes for n in range(len(letters) - size + 1))


def _joined(text: str) -> frozenset[str]:
    """Every two neighbouring words written as one."""
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    return frozenset(first + second for first, second in pairwise(tokens))

"""The documents as lines that can be cited, and how well a section covers what a question is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.checker import Source
from assistant.inform.terms import terms_of
from corpus import Corpus, GuidanceDocument, Section

#: opening: a section's first paragraph, its recommendation. row: of a table. label: "Rated: …", "Timing: …". note: our
#: remarks on it. prose: anything else.
LineKind = Literal["opening", "row", "label", "note", "prose"]

_NOTE = re.compile(r"(?:Note|How we read it): ")
_LABEL = re.compile(r"(?:Rated|Strength|Timing|Stud(?:y|ies) named[^:]*|Goes with): ")
_LINE = re.compile(r"[^\n]+")
#: A sentence of a user's own text, which may run over lines; a table row ends with its line.
_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?!\s|$)|\n(?![\n|#]))+[.!?]*")
_SILENT = re.compile(r"\bmakes no recommendation\b")
_RULER = re.compile(r"\|[\s:|-]+\|")
#: A word that no document holds weighs this share of the heaviest one: it may be the subject, or chatter.
_UNHEARD = 0.7


@dataclass(frozen=True)
class Line:
    """A line of a section that can be quoted."""

    source: Source
    kind: LineKind
    terms: frozenset[str]

    @property
    def silent(self) -> bool:
        """It says that its document holds no answer."""
        return bool(_SILENT.search(self.source.quote))


@dataclass(frozen=True)
class Shelf:
    """A section of a document, as a place to find answers in."""

    document: GuidanceDocument
    section: Section
    lines: tuple[Line, ...]
    head: frozenset[str]
    """What the heading speaks of."""
    subject: frozenset[str]
    """What the title and the heading speak of."""
    setting: frozenset[str]
    """What the title, the population and the heading speak of."""
    terms: frozenset[str]
    """What the whole section speaks of, setting included."""
    near: frozenset[str]
    """The same without the setting: what stands in the section itself."""

    @property
    def key(self) -> tuple[str, str]:
        return self.document.id, self.section.id

    def key_line(self, wanted: Callable[[frozenset[str]], float]) -> Line:
        """The line that says what the section says: its recommendation.

        Of a section that has none (about the source, or of a user's own document, whose build is not known) the
        sentence that scores highest, the first of equals; but that a source is silent comes before what it covers.
        """
        if silent := next((line for line in self.lines if line.silent), None):
            return silent
        if _is_prose(self.document, self.section):
            return max(self.lines, key=lambda line: wanted(line.terms))
        return next((line for line in self.lines if line.kind == "opening"), self.lines[0])


class Library:
    """Every section of a corpus, and how telling each term is."""

    def __init__(self, corpus: Corpus) -> None:
        self.shelves = tuple(
            shelf for document in corpus.documents.values() for section in document.sections
            if (shelf := _shelf(document, section)).lines
        )  # fmt: skip
        self.by_key = {shelf.key: shelf for shelf in self.shelves}
        counts = Counter(term for shelf in self.shelves for term in shelf.terms)
        self._weights = {term: math.log((len(self.shelves) + 1) / (count + 0.5)) for term, count in counts.items()}
        self._heaviest = max(self._weights.values(), default=1.0)
        self.heard = frozenset(counts)
        """Every term that some section speaks of."""

    def weight(self, terms: Iterable[str]) -> float:
        """How much these terms tell together: the sum of their inverse document frequencies."""
        # Exactly rounded: a set has another order in every process, and a plain sum would follow it.
        return math.fsum(self._weights.get(term, _UNHEARD * self._heaviest) for term in terms)

    def coverage(self, wanted: frozenset[str], found: frozenset[str]) -> float:
        """The share of what a question is about that a text speaks of, from 0 to 1; 1 for a question about nothing."""
        whole = self.weight(wanted)
        return self.weight(wanted & found) / whole if whole else 1.0


_LIBRARIES: dict[str, Library] = {}
_KEPT = 4


def library_of(corpus: Corpus) -> Library:
    """The library of a corpus; the last few are kept, as a corpus never changes under its fingerprint."""
    found = _LIBRARIES.get(corpus.sha256)
    if found is None:
        while len(_LIBRARIES) >= _KEPT:
            _LIBRARIES.pop(next(iter(_LIBRARIES)), None)
        found = _LIBRARIES[corpus.sha256] = Library(corpus)
    return found


def _shelf(document: GuidanceDocument, section: Section) -> Shelf:
    setting = terms_of(" . ".join(filter(None, (document.title, document.population, *section.path[1:]))))
    lines = tuple(_lines(document, section))
    head = terms_of(section.heading)
    near = head.union(*(line.terms for line in lines))
    subject = head | terms_of(document.title)
    return Shelf(document, section, lines, head, subject, setting, setting | near, near)


def _is_prose(document: GuidanceDocument, section: Section) -> bool:
    return document.origin == "user" or section.id == "about"


def _lines(document: GuidanceDocument, section: Section) -> Iterable[Line]:
    opened, headed = False, False
    ends = _SENTENCE if _is_prose(document, section) else _LINE
    for match in ends.finditer(document.text, section.start, section.end):
        text, at = match[0].strip(), match.start() + len(match[0]) - len(match[0].lstrip())
        if not text or text.startswith("#") or _RULER.fullmatch(text):
            continue
        kind: LineKind = "prose"
        if text.startswith("|"):
            headed, skip = True, not headed
            if skip:
                continue
            kind = "row"
        elif _NOTE.match(text):
            kind = "note"
        elif _LABEL.match(text):
            kind = "label"
        elif not opened:
            kind, opened = "opening", True
        source = Source(document.id, section.id, at, at + len(text), text)
        yield Line(source, kind, terms_of(text.split("|")[1] if kind == "row" else text))

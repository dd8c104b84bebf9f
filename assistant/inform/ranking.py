"""Ranks the sections of the corpus by how well they answer a question about the guidance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.inform.library import Library, Shelf
from assistant.inform.question import Question
from assistant.inform.terms import modalities_of

if TYPE_CHECKING:
    from index import Index

SAFETY = "imaging-safety"
_HITS = 40
_MOST_SECTIONS, _MOST_LISTED = 3, 5
#: A further section must score within this of the best one.
_NEAR = 0.12
#: A second place that completes the answer must be within this, and add at least this share of what is asked.
_FAR = 1.2
_COMPLETES = 0.25
#: Sources that are compared may score so much less than the best one.
_COMPARED = 0.9
_SIMILARITY = 0.5
#: Shares of the question covered by the section and its title, by the section, and by its recommendation.
_COVERAGE = (0.4, 0.4, 0.7)
_NAMED = 0.6
#: A question for a rating is answered by a table that rates the study.
_RATED = 0.3
#: A question for a list: of reasons, of situations.
_LISTS = "reasons"
_STATUS = {"current": 0.1, "superseded": -0.2, "historic": -0.2, "unknown": 0.1}
_OUTDATED = frozenset({"superseded", "historic"})
#: Nobody is taken for a child unsaid.
_CHILD = -0.4
_ABOUT = -0.35
#: Subjects that make a section one about special patients: without a word of them a question is not about these.
_SPECIAL = frozenset({
    "child", "thoracic", "axspa", "infection", "fragility", "deformity", "cord", "trauma", "sacrum", "leg_vascular",
    "pregnancy", "surgery_before", "cancer", "ces", "ankylosed", "older",
})  # fmt: skip
_SPECIAL_SETTING, _SPECIAL_OPENING = -0.2, -0.04


@dataclass(frozen=True)
class Ranked:
    """A section and its score: higher is better, comparable within one question only."""

    shelf: Shelf
    score: float
    similarity: float = 0.0
    """The cosine of the question and the section's nearest passage; 0 where none was found."""


def rank(asked: Question, index: Index, library: Library) -> list[Ranked]:
    """Sections by how well they answer, best first; those of named documents alone if any is named."""
    similarity: dict[tuple[str, str], float] = {}
    named = frozenset(asked.named)
    searches = [index.search(asked.text, max_hits=_HITS)]
    if named:
        searches.append(index.search(asked.text, max_hits=_HITS, documents=named))
    for hit in (hit for hits in searches for hit in hits):
        key = (hit.passage.document, hit.passage.section)
        similarity[key] = max(similarity.get(key, 0.0), hit.similarity)
    found = [
        Ranked(shelf, _score(asked, shelf, near, library), near)
        for shelf in library.shelves
        for near in (similarity.get(shelf.key, 0.0),)
        if shelf.key in similarity or shelf.terms & asked.terms
    ]
    if named and not asked.compares:
        found = [each for each in found if each.shelf.document.id in named or each.shelf.document.id == SAFETY]
    return sorted(found, key=lambda each: (-each.score, each.shelf.key))


def _score(asked: Question, shelf: Shelf, similarity: float, library: Library) -> float:
    own = shelf.key_line(lambda terms: library.coverage(asked.terms, terms)).terms
    score = _SIMILARITY * similarity + sum(
        weight * library.coverage(asked.terms, terms)
        for weight, terms in zip(_COVERAGE, (shelf.terms, shelf.near, own | shelf.head), strict=True)
    )
    score += _STATUS.get(shelf.document.status, 0.0)
    if asked.named and not asked.compares:
        score += _NAMED if shelf.document.id in asked.named else 0.0
    if asked.rates and any(line.kind == "row" and modalities_of(line.terms) & asked.modalities for line in shelf.lines):
        score += _RATED
    # A question that does not speak of special patients is not about them.
    score += _SPECIAL_SETTING * len((shelf.subject & _SPECIAL) - asked.terms)
    score += _SPECIAL_OPENING * len((own & _SPECIAL) - asked.terms - shelf.subject)
    if "child" in shelf.subject - asked.terms:
        score += _CHILD
    if shelf.section.id == "about":
        score += _ABOUT
    return score


def choose(asked: Question, found: Sequence[Ranked], library: Library) -> list[Shelf]:
    """The sections to answer from, best first."""
    if not found:
        return []
    if asked.compares:
        return _one_each(asked, found)
    best = found[0].score
    # Once somebody in force has answered, what is out of force has nothing to add.
    barred = frozenset() if found[0].shelf.document.status in _OUTDATED else _OUTDATED
    most = _MOST_LISTED if _LISTS in asked.terms else _MOST_SECTIONS
    near = [each.shelf for each in found if each.score >= best - _NEAR and each.shelf.document.status not in barred]
    chosen = _on_radiation(asked, near)[:most]
    told = chosen[0].terms
    for each in found[1:_HITS]:
        # A second place that holds what the first lacks ("if MRI cannot be done", of a guideline silent on that).
        adds = library.coverage(asked.terms, told | each.shelf.terms) - library.coverage(asked.terms, told)
        if each.shelf not in chosen and adds >= _COMPLETES and each.score >= best - _FAR:
            return [*chosen, each.shelf]
    return chosen


def _on_radiation(asked: Question, shelves: list[Shelf]) -> list[Shelf]:
    """Of an answer about the radiation of a study: the sections that speak of both in one breath, if there are any."""
    if "radiation" not in asked.terms or not asked.modalities:
        return shelves
    both = [shelf for shelf in shelves if any(
        "radiation" in line.terms and modalities_of(line.terms) & asked.modalities for line in shelf.lines[:1]
    )]  # fmt: skip
    return both or shelves


def _one_each(asked: Question, found: Sequence[Ranked]) -> list[Shelf]:
    """The best section of each document asked for, or of the best few documents."""
    chosen: dict[str, Shelf] = {}
    for each in found:
        document = each.shelf.document
        if asked.named and document.id not in asked.named and len(asked.named) > 1:
            continue
        publisher = document.id if len(asked.named) > 1 and len({*asked.named}) <= 3 else document.publisher
        if publisher not in chosen and each.score >= found[0].score - _COMPARED:
            chosen[publisher] = each.shelf
    return list(chosen.values())[: _MOST_SECTIONS + 1]

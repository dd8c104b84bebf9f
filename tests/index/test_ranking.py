from __future__ import annotations

from types import SimpleNamespace

from corpus import Passage
from index.ranking import rank

PASSAGES = [
    Passage(f"{document}/{section}#{n}", document, section, (), 0, 1, "x")
    for document, section, n in [("new", "a", 0), ("new", "a", 1), ("new", "b", 0), ("old", "a", 0), ("old", "b", 0)]
]
STATUS = {"new": "current", "old": "historic"}


def order(by_meaning, by_words, called=None):
    document = lambda name: SimpleNamespace(id=name, status=STATUS[name])  # noqa: E731
    return [row for row, _ in rank(by_meaning, by_words, called or {}, PASSAGES, document)]


def test_what_both_rankings_hold_comes_first():
    assert order([0, 2], [2])[0] == 2


def test_an_edition_that_no_longer_holds_stands_below_its_near_equal():
    assert order([3, 2], [3, 2]) == [2, 3]


def test_but_not_below_what_is_far_worse():
    assert order([4, 0, 1, 2], [4])[0] == 4


def test_a_document_named_comes_first_though_it_no_longer_holds():
    assert order([0, 2, 3], [0, 2], {"old": 1.0})[0] == 3


def test_named_no_more_clearly_than_an_edition_that_holds_it_stands_below():
    assert order([3, 2], [3, 2], {"old": 1.0, "new": 1.0}) == [2, 3]


def test_documents_are_preferred_as_clearly_as_they_are_named():
    assert order([0, 3], [0, 3], {"old": 2.0, "new": 0.5}) == [3, 0]


def test_further_passages_of_a_section_give_way_to_other_sections():
    assert order([0, 1, 2], [0, 1, 2]) == [0, 2, 1]


def test_ties_go_to_the_row_that_stands_first():
    assert order([2, 0], [0, 2]) == [0, 2]


def test_nothing_found_is_nothing_ranked():
    assert order([], [], {"old": 1.0}) == []

from __future__ import annotations

from types import SimpleNamespace

from corpus import Passage
from index.ranking import rank

#: Rows 0 to 2 are of a document that holds, 3 and 4 of one that does not, 5 of another that holds.
PASSAGES = [
    Passage(f"{document}/{section}#{n}", document, section, (), 0, 1, "x")
    for document, section, n in [
        ("new", "a", 0), ("new", "a", 1), ("new", "b", 0), ("old", "a", 0), ("old", "b", 0), ("copy", "a", 0)
    ]
]  # fmt: skip
STATUS = {"new": "current", "old": "historic", "copy": "local"}


def order(fused, called=None, alike=()):
    document = lambda name: SimpleNamespace(id=name, status=STATUS[name])  # noqa: E731
    return [row for row, _ in rank(fused, called or {}, PASSAGES, document, lambda _: alike)]


def test_the_best_score_comes_first():
    assert order({0: 0.3, 2: 0.8}) == [2, 0]


def test_an_edition_that_no_longer_holds_stands_below_its_near_equal():
    assert order({3: 0.85, 2: 0.8}) == [2, 3]


def test_but_not_below_what_is_far_worse():
    assert order({4: 0.9, 0: 0.5})[0] == 4


def test_a_document_named_comes_first_though_it_no_longer_holds():
    assert order({0: 0.9, 3: 0.1}, {"old": 1.0})[0] == 3


def test_named_no_more_clearly_than_an_edition_that_holds_it_stands_below():
    assert order({3: 0.82, 2: 0.8}, {"old": 1.0, "new": 1.0}) == [2, 3]


def test_documents_are_preferred_as_clearly_as_they_are_named():
    assert order({0: 0.8, 3: 0.6}, {"old": 2.0, "new": 0.5}) == [3, 0]


def test_further_passages_of_a_section_give_way_to_other_sections():
    assert order({0: 0.9, 1: 0.85, 2: 0.8}) == [0, 2, 1]


def test_of_copies_one_stands_for_all_and_the_rest_give_way_to_what_says_something_else():
    assert order({0: 0.9, 5: 0.89, 2: 0.6}) == [0, 5, 2]
    assert order({0: 0.9, 5: 0.89, 2: 0.6}, alike=[(0, 5)]) == [0, 2, 5]


def test_of_copies_one_that_holds_comes_first_though_the_old_one_fits_better():
    assert order({4: 0.9, 5: 0.4, 2: 0.5}, alike=[(4, 5)]) == [5, 2, 4]


def test_but_the_old_one_if_the_question_names_it():
    assert order({4: 0.9, 5: 0.4, 2: 0.5}, {"old": 1.0}, alike=[(4, 5)])[0] == 4


def test_three_copies_are_one_group():
    assert order({0: 0.9, 5: 0.8, 4: 0.7, 2: 0.5}, alike=[(0, 5), (0, 4), (5, 4)]) == [0, 2, 5, 4]


def test_ties_go_to_the_row_that_stands_first():
    assert order({2: 0.5, 0: 0.5}) == [0, 2]


def test_nothing_found_is_nothing_ranked():
    assert order({}, {"old": 1.0}) == []

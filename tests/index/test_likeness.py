from __future__ import annotations

import numpy as np
import pytest

from corpus import Passage
from index.likeness import alike

LONG = "Imaging is for those in whom it changes what is done, and for nobody else in the first weeks of pain. " * 3


def passage(document, text, heading="Imaging", above=""):
    return Passage(f"{document}/s#0", document, "s", (heading,), 0, len(text), text, f"{document}\n{above}")


def pairs(*passages, cosine=0.95):
    vectors = np.eye(len(passages), dtype=np.float32) * np.sqrt(1 - cosine)
    vectors = np.hstack([vectors, np.full((len(passages), 1), np.sqrt(cosine), np.float32)])
    return alike(range(len(passages)), vectors, passages)


def test_a_copy_in_another_document_is_one_and_so_is_one_of_which_a_word_was_changed():
    assert pairs(passage("a", LONG), passage("b", LONG)) == [(0, 1)]
    assert pairs(passage("a", LONG), passage("b", LONG.replace("nobody", "no-one", 1))) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("| CT lumbar spine with IV contrast | Usually |", "| CT lumbar spine without IV contrast | Usually |"),
        (f"{LONG} After 6 weeks.", f"{LONG} After 4 weeks."),
        (LONG, f"{LONG} A film comes first, standing, in two planes, and it is looked at by somebody else again."),
    ],
)
def test_what_differs_in_a_row_in_a_figure_or_in_a_sentence_says_something_else(one, other):
    assert pairs(passage("a", one), passage("b", other)) == []


def test_a_row_under_another_heading_says_something_else():
    row = "| MRI lumbar spine | Usually |"
    assert pairs(passage("a", row, "Cancer"), passage("b", row, "Cancer")) == [(0, 1)]
    assert pairs(passage("a", row, "Cancer"), passage("b", row, "After surgery")) == []
    assert pairs(passage("a", row, above="Children under ten"), passage("b", row, above="Known tumour")) == []


def test_one_document_may_say_a_thing_twice():
    assert pairs(passage("a", LONG), passage("a", LONG)) == []


def test_what_is_far_in_meaning_is_not_compared():
    assert pairs(passage("a", LONG), passage("b", LONG), cosine=0.5) == []


def test_pairs_follow_the_order_of_the_rows():
    same = [passage(name, LONG) for name in "abc"]
    assert alike([2, 0], np.ones((3, 1), np.float32), same) == [(2, 0)]
    assert alike([1], np.ones((3, 1), np.float32), same) == []

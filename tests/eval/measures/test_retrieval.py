from __future__ import annotations

from typing import Any

import pytest

from eval.measures import measure_named
from eval.reply import Hit

RANKED = (Hit("a/1#0", "a"), Hit("a/2#0", "a"), Hit("guide/1#0", "guide"), Hit("b/1#0", "b"), Hit("guide/2#0", "guide"))


def figures(made: Any, hits: tuple[Hit, ...], *documents: str) -> list[float]:
    point = made.point({"kind": "information", "documents": list(documents)})
    return [
        round(made.score(f"retrieval_{name}", point, made.answer(), hits=hits).value, 4)
        for name in ("hit_at_5", "mrr", "ndcg")
    ]


def test_the_first_right_passage_sets_the_rank_and_documents_the_gain(made: Any) -> None:
    # Passages: first right one at rank 3. Documents in order of their first passage: a, guide, b; 1/log2(3) of 1.
    assert figures(made, RANKED, "guide") == [1.0, 0.3333, 0.6309]


def test_any_of_several_documents_is_right(made: Any) -> None:
    assert figures(made, RANKED, "a", "third")[:2] == [1.0, 1.0]


def test_a_passage_beyond_the_fifth_is_no_hit_at_five(made: Any) -> None:
    late = (*(Hit(f"a/{n}#0", "a") for n in range(5)), Hit("guide/1#0", "guide"))
    assert figures(made, late, "guide") == [0.0, pytest.approx(1 / 6, abs=1e-4), 0.6309]


def test_what_was_found_is_told_unless_it_is_all_right(made: Any) -> None:
    point = made.point({"kind": "information", "documents": ["guide"]})
    late = made.score("retrieval_mrr", point, made.answer(), hits=RANKED)
    assert late.note == "expected guide, found a, a, guide, b, guide"
    assert made.score("retrieval_mrr", point, made.answer(), hits=RANKED[2:]).note == ""


def test_nothing_found_scores_nothing(made: Any) -> None:
    assert figures(made, (), "guide") == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "expect", [{"kind": "information", "documents": []}, {"kind": "indication", "documents": ["a"]}]
)
def test_a_turn_that_is_no_question_of_its_own_is_left_out(made: Any, expect: dict[str, Any]) -> None:
    assert not measure_named("retrieval_mrr").applies(made.point(expect))

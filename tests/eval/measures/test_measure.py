from __future__ import annotations

import re
from typing import Any

import pytest

from eval.errors import SelectionError
from eval.measures import MEASURES, choose


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_each_measure_says_what_it_is(measure: Any) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", measure.name)
    assert measure.definition.endswith(".")
    assert measure.range
    assert measure.source.endswith(".")


def test_names_are_unique() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


def test_a_family_is_chosen_by_its_first_word() -> None:
    assert [m.name for m in choose(["facts", "kind"])] == [
        "facts_precision", "facts_recall", "facts_f1", "facts_whole", "kind",
    ]  # fmt: skip
    assert choose([]) == MEASURES


def test_an_unknown_measure_is_refused_with_the_choice() -> None:
    with pytest.raises(SelectionError, match="no measure 'accuracy'; choose from verdict, "):
        choose(["accuracy"])


@pytest.mark.parametrize("measure", [m for m in MEASURES if not m.timed], ids=lambda measure: measure.name)
def test_silence_and_crashes_score_nothing(made: Any, measure: Any) -> None:
    point = made.point(facts={"fever": True})
    assert made.score(measure.name, point).value == 0.0

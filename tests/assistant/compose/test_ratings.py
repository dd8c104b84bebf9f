from __future__ import annotations

import doctest
from collections.abc import Mapping

import assistant.compose.ratings
from assistant.checker import Checker, Rule
from assistant.compose.ratings import others, rows_by_modality


def test_the_examples_run() -> None:
    assert doctest.testmod(assistant.compose.ratings).failed == 0


def test_a_modality_is_named_alone_only_if_all_its_rows_are_rated_alike(rules: Mapping[str, Rule]) -> None:
    assert list(rows_by_modality(rules["acr-lbp-2021/v1"], ())) == ["xray", "mri", "ct"]
    assert list(rows_by_modality(rules["acr-lbp-2021/v4"], ("mri", "xray"))) == ["xray"]


def test_what_was_asked_for_is_named_and_the_usual_where_it_is_not_rated(rules: Mapping[str, Rule]) -> None:
    assert list(rows_by_modality(rules["acr-lbp-2021/v1"], ("ct",))) == ["ct"]
    assert list(rows_by_modality(rules["acr-lbp-2021/v1"], ("ultrasound",))) == ["xray", "mri", "ct"]


def test_other_studies_are_sorted_by_rating_and_blocked_ones_left_out(checker: Checker) -> None:
    studies = checker.check({"cauda_equina_features": {"saddle_numbness": True},
                             "contrast_reaction": {"gadolinium": True, "iodinated": True}}).studies  # fmt: skip
    first = next(study for study in studies if not study.blocked)
    alike, lesser = others(studies, first)
    assert first.procedure == "mri-l-wo"
    assert alike == []
    assert {rating: [each.procedure for each in found] for rating, found in lesser.items()} == {
        "May Be Appropriate": ["ct-l-wo"]
    }

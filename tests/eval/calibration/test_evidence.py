from __future__ import annotations

import numpy as np
import pytest
import yaml

from assistant.inform.evidence import SIGNALS, Signals
from eval.calibration.evidence import ADOPTED, NOT_HELD, PARTS, Question, adopted, at, calibrate, fingerprint
from eval.case import load_file


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    """Questions in which coverage tells, and one of each part that no line tells."""
    drawn = np.random.default_rng(7)

    def some(part, label, low, high):
        return [
            Question(f"{label}{n}", part, label, Signals(drawn.uniform(low, high), 0.2, drawn.uniform(0.4, 0.8), 0.0))
            for n in range(30)
        ]

    odd = [Question("odd", part, "not held", Signals(0.95, 0.0, 0.8, 0.0)) for part in PARTS]
    return odd + [
        each
        for part in PARTS
        for label, low, high in (("answerable", 0.6, 1.0), ("not held", 0.0, 0.4), ("out of scope", 0.0, 0.2))
        for each in some(part, label, low, high)
    ]


def test_the_threshold_refuses_nothing_answerable_and_the_next_one_does(asked):
    for each in calibrate(asked, "m/int8"):
        step = round(each.bar.threshold * 100)
        assert each.curve["development"][step].refused == 0
        assert each.curve["development"][step + 1].refused > 0


def test_the_curve_goes_from_answering_everything_to_refusing_everything(asked):
    for each in calibrate(asked, "m/int8"):
        for part in PARTS:
            first, last = each.curve[part][0], each.curve[part][-1]
            assert (first.refused, first.answered, first.answered_out_of_scope) == (0, 31, 30)
            assert (last.refused, last.answered, last.answered_out_of_scope) == (30, 0, 0)


def test_what_is_held_out_decides_nothing(asked):
    (with_all, _), (with_half, _) = (
        calibrate(some, "m/int8") for some in (asked, [each for each in asked if each.part == "development"])
    )
    assert with_all.bar == with_half.bar
    assert at(with_half, "held out").answerable == 0


def test_for_another_model_similarity_weighs_nothing(asked):
    own, other = calibrate(asked, "m/int8")
    assert (own.model, other.model) == ("m", "any")
    assert other.bar.weights[SIGNALS.index("similarity")] == 0


def test_what_is_adopted_reads_back_and_says_where_it_comes_from(asked):
    found = calibrate(asked, "m/int8")
    read = yaml.safe_load(adopted(found, "ab"))
    assert read["provenance"]["questions"] == fingerprint()
    assert read["models"]["m"]["threshold"] == found[0].bar.threshold
    assert set(read["models"]["any"]["weights"]) <= set(SIGNALS)


def test_the_questions_have_not_changed_since_the_bar_was_adopted():
    provenance = yaml.safe_load(ADOPTED.read_text(encoding="utf-8"))["provenance"]
    assert provenance["questions"] == fingerprint(), "run `python -m eval calibrate evidence --adopt`"


def test_what_is_not_held_is_labelled_so():
    cases = load_file(NOT_HELD).cases
    assert len(cases) == 80
    assert all(case.expect.kind == "no_evidence" and case.note for case in cases)

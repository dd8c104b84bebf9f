import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checker.condition import Leaf
from assistant.checker.space import make_variable, unstated_state
from assistant.vocabulary import load_vocabulary

AGE = load_vocabulary()["age_years"]


def test_silence_is_read_as_the_unstated_values():
    state = unstated_state(load_vocabulary(), {})
    assert state["age_years"] == 40
    assert state["neuro_deficit"] == "none"
    assert state["cauda_equina_features.saddle_numbness"] is False
    assert state["pain_sites.lumbar"] is True
    assert state["pain_sites.thoracic"] is False


def test_a_fact_whose_unstated_value_is_null_stays_unknown():
    state = unstated_state(load_vocabulary(), {})
    assert not {"care_setting", "scoliosis_kind", "post_void_residual_ml"} & set(state)
    assert unstated_state(load_vocabulary(), {"care_setting": "emergency"})["care_setting"] == "emergency"


@pytest.mark.parametrize(
    ("stated", "lumbar"),
    [
        ({}, True),
        ({"pain_sites.thoracic": False}, True),
        ({"pain_sites.thoracic": True}, False),
        ({"pain_sites.lumbar": False}, False),
        ({"pain_sites.lumbar": True, "pain_sites.thoracic": True}, True),
    ],
)
def test_the_default_site_counts_only_while_no_site_is_stated_and_never_against_a_stated_absence(stated, lumbar):
    assert unstated_state(load_vocabulary(), stated)["pain_sites.lumbar"] is lumbar


def test_what_was_stated_is_never_overridden():
    state = unstated_state(load_vocabulary(), {"age_years": 12, "neuro_deficit": "progressive"})
    assert (state["age_years"], state["neuro_deficit"]) == (12, "progressive")


@given(
    st.lists(st.tuples(st.sampled_from(["lt", "le", "gt", "ge", "eq"]), st.integers(0, 120)), max_size=5),
    st.floats(0, 120) | st.integers(0, 120),
)
def test_two_values_of_one_cell_pass_the_same_tests(tests, value):
    leaves = [Leaf("age_years", op, x) for op, x in tests]
    variable = make_variable("age_years", AGE, leaves)
    inside = variable.cells[variable.cell_of(value)]
    assert AGE.minimum <= inside <= AGE.maximum
    assert [leaf.holds(inside) for leaf in leaves] == [leaf.holds(value) for leaf in leaves]


def test_a_fact_that_stays_unknown_has_one_cell_more():
    care = load_vocabulary()["care_setting"]
    variable = make_variable("care_setting", care, [])
    assert variable.cells[variable.unknown] is None
    assert list(variable.known_cells) == [0, 1, 2]

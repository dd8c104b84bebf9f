from hypothesis import given
from hypothesis import strategies as st

from assistant.checker.condition import Always, Derived, Group, Leaf, Not, either, every, keys

T, F, U = Always(True), Always(False), Leaf("nobody_knows", "is", True)
KEYS = ("a", "b", "c", "d")


@st.composite
def conditions(draw, depth=3):
    kind = draw(st.sampled_from(["leaf", "leaf", "not", "group", "always"] if depth else ["leaf", "always"]))
    if kind == "leaf":
        return Leaf(draw(st.sampled_from(KEYS)), "is", draw(st.booleans()))
    if kind == "always":
        return Always(draw(st.booleans()))
    if kind == "not":
        return Not(draw(conditions(depth=depth - 1)))
    parts = draw(st.lists(conditions(depth=depth - 1), min_size=1, max_size=4))
    return Group(draw(st.integers(1, len(parts))), tuple(parts))


states = st.dictionaries(st.sampled_from(KEYS), st.booleans())


def test_all_any_and_not_follow_strong_kleene_logic():
    assert [every(x, y).truth({}, {}) for x in (T, U, F) for y in (T, U, F)] == [
        True, None, False, None, None, False, False, False, False,
    ]  # fmt: skip
    assert [either(x, y).truth({}, {}) for x in (T, U, F) for y in (T, U, F)] == [
        True, True, True, True, None, None, True, None, False,
    ]  # fmt: skip
    assert [Not(x).truth({}, {}) for x in (T, U, F)] == [False, None, True]


def test_at_least_counts_unknowns_both_ways():
    assert Group(2, (T, T, U)).truth({}, {}) is True
    assert Group(2, (T, U, F)).truth({}, {}) is None
    assert Group(2, (T, F, F)).truth({}, {}) is False


def test_a_disjunction_of_nothing_is_false():
    assert either().truth({}, {}) is False


def test_each_comparison_is_right_on_and_beside_its_number():
    around = (3.5, 4, 4.5)
    results = {op: [Leaf("x", op, 4).truth({"x": x}, {}) for x in around] for op in ("lt", "le", "gt", "ge", "eq")}
    assert results == {
        "lt": [True, False, False],
        "le": [True, True, False],
        "gt": [False, False, True],
        "ge": [False, True, True],
        "eq": [False, True, False],
    }


def test_a_comparison_with_an_unknown_is_unknown():
    assert Leaf("x", "lt", 4).truth({}, {}) is None
    assert Leaf("x", "in", ("p", "q")).truth({}, {}) is None


def test_a_derived_fact_is_worked_out_once_for_each_memo():
    derived = Derived("named", Leaf("a", "is", True))
    memo = {}
    assert derived.truth({"a": True}, memo) is True
    assert memo == {"named": True}


@given(conditions(), states)
def test_judging_gives_the_truth_and_keys_that_make_it_so(condition, state):
    truth, support = condition.judge(state, {})
    assert truth is condition.truth(state, {})
    assert set(support) <= keys(condition)
    if truth is None:
        assert support
        assert not set(support) & set(state)
    else:
        assert condition.truth({key: state[key] for key in support}, {}) is truth


@given(conditions(), states, states)
def test_knowing_more_never_changes_a_known_truth(condition, state, more):
    before = condition.truth(state, {})
    assert before is None or condition.truth({**more, **state}, {}) is before

import pytest

from assistant.checker.space import unstated_state
from assistant.errors import FactError
from assistant.vocabulary import load_vocabulary

PLAIN = {"age_years": 45, "pain_sites": {"lumbar": True}, "duration_weeks": 2}


def _with(facts, changes):
    changed = {name: dict(value) if isinstance(value, dict) else value for name, value in facts.items()}
    for change in changes:
        name, _, member = change.key.partition(".")
        if member:
            changed.setdefault(name, {})[member] = change.value
        else:
            changed[name] = change.value
    return changed


@pytest.mark.parametrize("study", ["mri", "xr-l", "ct", "mri-l-wo"])
def test_the_changes_lead_to_the_recommendation_and_it_offers_the_study(checker, study):
    ways = checker.why_not(PLAIN, study)
    assert 0 < len(ways) <= 3
    for way in ways:
        result = checker.check(_with(PLAIN, way.changes))
        assert (result.governing, result.verdict) == (way.recommendation, way.position)
        assert way.procedure in {each.procedure for each in result.studies}


def test_the_nearest_way_comes_first(checker):
    sizes = [len(way.changes) for way in checker.why_not(PLAIN, "ct", most=20)]
    assert sizes == sorted(sizes)
    assert len(sizes) > 3


def test_open_questions_come_before_what_was_stated(checker):
    for way in checker.why_not(PLAIN, "mri", most=20):
        assert not any(change.stated for change in way.changes)


def test_what_was_stated_is_touched_where_nothing_else_helps(checker, reference):
    full = reference.complete({})
    facts = {**full, "care_setting": "specialist", "scoliosis_kind": "other", "post_void_residual_ml": 0}
    ways = checker.why_not(facts, "mri")
    assert ways
    assert all(change.stated for way in ways for change in way.changes)


def test_a_change_says_what_it_was(checker):
    change = checker.why_not(PLAIN, "mri")[0].changes[0]
    assert change.was == unstated_state(load_vocabulary(), {}).get(change.key)


def test_a_study_that_no_rule_offers_has_no_way(checker):
    assert checker.why_not(PLAIN, "disco-l") == ()


def test_a_number_has_its_limits_and_a_value_within_them(checker):
    inside = {
        "at_least": lambda value, at: value >= at, "over": lambda value, at: value > at,
        "at_most": lambda value, at: value <= at, "under": lambda value, at: value < at,
    }  # fmt: skip
    numbers = [change for way in checker.why_not(PLAIN, "mri", most=99) for change in way.changes if change.limits]
    assert numbers
    for change in numbers:
        assert all(inside[how](change.value, at) for how, at in change.limits.items())


def test_a_study_that_does_not_exist_is_refused_and_near_ones_are_named(checker):
    with pytest.raises(FactError, match=r"'mri-lumbar'.*modality.*mri.*such as mri-l") as refused:
        checker.why_not(PLAIN, "mri-lumbar")
    assert {"mri", "mri-l-wo"} <= set(refused.value.allowed)

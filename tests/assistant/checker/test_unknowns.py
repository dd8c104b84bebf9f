import random

import pytest

from assistant.vocabulary import load_vocabulary


def _by_fact(result):
    return {each.fact: each for each in result.missing}


def test_the_most_urgent_answer_comes_first_and_then_the_largest_change(checker):
    missing = checker.check({"pain_sites": {"lumbar": True}}).missing
    ranks = [("emergency", "urgent", "routine", None).index(each.worst_urgency) for each in missing]
    assert ranks == sorted(ranks)
    order = list(load_vocabulary().facts)
    keys = [(rank, -len(each.could_change), order.index(each.fact)) for rank, each in zip(ranks, missing, strict=True)]
    assert keys == sorted(keys)


def test_what_is_known_is_never_asked_again(checker):
    known = {"cauda_equina_features": dict.fromkeys(load_vocabulary()["cauda_equina_features"].members, False)}
    assert "cauda_equina_features" in _by_fact(checker.check({}))
    assert "cauda_equina_features" not in _by_fact(checker.check(known))


def test_a_set_is_asked_only_for_the_members_that_are_unknown(checker):
    result = checker.check({"cauda_equina_features": {"saddle_numbness": False}})
    assert "saddle_numbness" not in _by_fact(result)["cauda_equina_features"].members
    assert "bowel_incontinence" in _by_fact(result)["cauda_equina_features"].members


def test_what_blocks_the_first_study_is_missing_but_not_assumed(checker):
    result = checker.check({"cauda_equina_features": {"saddle_numbness": True}, "age_years": 30})
    assert _by_fact(result)["mri_blocked"].could_change == ("first_study",)
    assert result.assumed == ()


def test_naming_another_site_withdraws_the_site_that_silence_was_read_as(checker):
    sites = _by_fact(checker.check({}))["pain_sites"]
    assert "verdict" in sites.could_change
    assert "cervical" in sites.members


def test_an_assumption_names_what_silence_was_read_as(checker):
    assumed = {each.fact: each.value for each in checker.check({}).assumed}
    assert assumed["age_years"] == 40
    assert assumed["neuro_deficit"] == "none"
    assert set(assumed["cauda_equina_features"].values()) == {False}


@pytest.fixture
def nothing_settles_alone(checker, reference):
    """Inflammatory pain with none of five features known: four answers are needed, and nothing else is open."""
    facts = {}
    full = reference.complete({})
    for name, member, _ in reference.slots({}):
        if name == "ibp_features":
            continue
        value = full.get(name) if member is None else full[name][member]
        if member is None:
            facts[name] = value if value is not None else reference.values(reference.facts[name])[-1]
        else:
            facts.setdefault(name, {})[member] = value
    return {
        **facts,
        "duration_weeks": 30,
        "ibp_features": {"morning_stiffness": False, "alternating_buttock_pain": False},
    }


def test_where_no_single_answer_changes_anything_one_completion_that_does_is_named(checker, nothing_settles_alone):
    result = checker.check(nothing_settles_alone)
    assert not result.settled
    assert [each.fact for each in result.missing] == ["ibp_features"]
    assert len(result.missing[0].members) == 4
    assert "verdict" in result.missing[0].could_change
    assert [each.fact for each in result.assumed] == ["ibp_features"]
    assert result.together == ()


def test_every_unsettled_check_names_something_that_could_change_it(checker, reference):
    rng = random.Random(41)
    for _ in range(150):
        facts = {}
        for name, member, values in reference.slots({}):
            if rng.random() < 0.9:
                value = rng.choice(values)
                if member is None:
                    facts[name] = value
                else:
                    facts.setdefault(name, {})[member] = value
        result = checker.check(facts)
        assert result.settled or result.assumed or result.together
        assert not (result.settled and (result.assumed or result.together))


def test_with_no_guideline_nothing_is_covered_and_exits_still_count(checker):
    result = checker.check({"aortic_features": True}, guidelines=[])
    assert (result.verdict, result.urgency, result.findings) == ("not_covered", "emergency", ())
    assert [study.procedure for study in result.studies] == ["emergency"]

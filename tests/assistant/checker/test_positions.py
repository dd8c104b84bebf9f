import pytest

from assistant.checker.condition import Memo
from assistant.checker.engine import flat
from assistant.checker.space import unstated_state

PLAIN = {"age_years": 45, "pain_sites": {"lumbar": True}, "duration_weeks": 2}
SADDLE = {"age_years": 45, "cauda_equina_features": {"saddle_numbness": True}}
ACR = "acr-lbp-2021"


def _by_guideline(result):
    return {each.guideline: each for each in result.positions}


@pytest.mark.parametrize("facts", [{}, PLAIN, SADDLE, {"trauma": "high_energy"}, {"age_years": 10}])
def test_every_guideline_that_can_speak_is_heard_once(checker, facts):
    result = checker.check(facts)
    can_speak = {rule.guideline for rule in checker.rules if rule.position != "none"}
    heard = [each.guideline for each in (*result.positions, *result.silent)]
    assert sorted(heard) == sorted(can_speak)


@pytest.mark.parametrize("facts", [{}, PLAIN, SADDLE, {"trauma": "high_energy"}])
def test_the_governing_guideline_speaks_first_and_agrees(checker, facts):
    result = checker.check(facts)
    assert result.positions[0].recommendations[0] == result.governing
    assert result.positions[0].agrees is True
    agreeing = [each.agrees for each in result.positions]
    assert agreeing == sorted(agreeing, reverse=True)


@pytest.mark.parametrize("facts", [PLAIN, SADDLE, {"osteoporosis": True, "trauma": "low_velocity"}])
def test_a_position_is_that_of_a_recommendation_that_applies(checker, facts):
    memo: Memo = {}
    completion = unstated_state(checker.vocabulary, flat(facts))
    result = checker.check(facts)
    for each in result.positions:
        assert each.agrees is (each.position == result.verdict)
        for name, source in zip(each.recommendations, each.sources, strict=True):
            rule = checker.rule(name)
            assert rule.condition.truth(completion, memo) is True
            assert (rule.position, rule.source) == (each.position, source)


def test_old_editions_speak_with_their_status(checker):
    found = _by_guideline(checker.check(PLAIN))
    assert found["acr-lbp-2015"].status == "superseded"
    assert found["hss-2009"].status == "historic"
    assert found[ACR].edition.startswith("Revised 2021")


def test_a_guideline_that_differs_is_told_apart(checker):
    found = _by_guideline(checker.check({"age_years": 72}))
    assert (found[ACR].position, found[ACR].agrees) == ("indicated", True)
    assert (found["acp-2011"].position, found["acp-2011"].agrees) == ("deferred", False)


def test_silence_is_not_disagreement(checker):
    result = checker.check(PLAIN)
    assert "acr-scoliosis-child-2018" in {each.guideline for each in result.silent}


def test_where_nothing_decides_there_is_nothing_to_agree_with(checker):
    result = checker.check({"pain_sites": {"cervical": True, "lumbar": False}, "age_years": 40})
    assert result.verdict == "not_covered"
    assert {each.agrees for each in result.positions} <= {None}


def test_only_the_chosen_guidelines_are_heard(checker):
    result = checker.check(PLAIN, guidelines=[ACR, "hss-2009"])
    assert {each.guideline for each in (*result.positions, *result.silent)} == {ACR, "hss-2009"}


def test_the_most_urgent_of_an_old_edition_speaks_for_it(checker):
    care = {"prior_management_weeks": 8, "response_to_management": "not_improved", "intervention_candidate": True}
    result = checker.check({**SADDLE, **care})
    first = _by_guideline(result)["acr-lbp-2015"].recommendations[0]
    assert first == "acr-lbp-2015/cauda-equina"

"""Three vignettes for each deciding rule: it fires, it just misses, and one fact that it hangs on is left out.

They were drawn from the compiled rules (the nearest patient to whom nothing is known that the rule governs) and then
fixed here, so that a change of rules shows whose answer it changes. `no_red_flags` states the blanket list; what stands
beside it wins. Rules that another one always outranks have a vignette in which they apply and the other governs.
"""

import pytest

from assistant.checker import load_vignettes
from assistant.checker import vignette as module
from assistant.checker.entry import read_entry
from assistant.errors import RuleError
from assistant.vocabulary import load_vocabulary

VIGNETTES = load_vignettes()


def _check(checker, rule, vignette):
    result = checker.check(vignette.facts, include_all=True)
    finding = next(each for each in result.findings if each.recommendation == rule)
    first = next((study.procedure for study in result.studies if not study.blocked), None)
    got = {"status": finding.status, "hangs_on": list(finding.missing), "governing": result.governing,
           "verdict": result.verdict, "urgency": result.urgency, "first_study": first}  # fmt: skip
    assert {key: got[key] for key in vignette.expect} == vignette.expect


def test_every_deciding_rule_has_its_three_vignettes(checker):
    assert set(VIGNETTES) == {rule.id for rule in checker.rules if rule.decides}


@pytest.mark.parametrize("rule", VIGNETTES)
def test_the_rule_fires(checker, rule):
    assert VIGNETTES[rule].fires.expect["status"] == "applies"
    _check(checker, rule, VIGNETTES[rule].fires)


@pytest.mark.parametrize("rule", VIGNETTES)
def test_the_rule_just_misses(checker, rule):
    assert VIGNETTES[rule].near_miss.expect["status"] == "does_not_apply"
    _check(checker, rule, VIGNETTES[rule].near_miss)


@pytest.mark.parametrize("rule", VIGNETTES)
def test_the_rule_hangs_on_what_is_left_out(checker, rule):
    unknown = VIGNETTES[rule].unknown
    assert unknown.expect["status"] == "undetermined"
    assert unknown.key in unknown.expect["hangs_on"]
    _check(checker, rule, unknown)


def test_what_is_told_wins_over_the_blanket_denial():
    facts = VIGNETTES["acr-lbp-2021/v6"].fires.facts
    assert facts["fever"] is False
    assert VIGNETTES["acr-lbp-2021/v6"].no_red_flags
    assert any(facts[name] != value for name, value in load_vocabulary().blanket_no_red_flags.items())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a/1:\n  fires: {facts: {}, expect: {}}", "has no 'near_miss'"),
        ("a/1:\n  fires: {fact: {}}\n  near_miss: {}\n  unknown: {}", "has no 'facts'"),
        (
            "a/1:\n  fires: {facts: {fever: true}, expect: {}}\n  near_miss: {changed: {}, expect: {}}\n"
            "  unknown: {left_out: fever, expect: {}}",
            "changes 0 facts",
        ),
    ],
)
def test_a_vignette_that_is_not_whole_is_refused_by_line(text, says):
    entry = read_entry(text, "vignettes/a.yaml")
    with pytest.raises(RuleError, match=rf"vignettes/a.yaml:\d+: .*{says}"):
        module._read("a/1", entry["a/1"], load_vocabulary())

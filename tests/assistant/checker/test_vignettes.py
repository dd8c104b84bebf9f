"""Three vignettes for each deciding rule: it fires, it just misses, and one fact that it hangs on is left out.

They were drawn from the compiled rules (the nearest patient to whom nothing is known that the rule governs) and then
fixed here, so that a change of rules shows whose answer it changes. `no_red_flags` states the blanket list; what stands
beside it wins. Rules that another one always outranks have a vignette in which they apply and the other governs.
"""

from pathlib import Path

import pytest
import yaml

from assistant.vocabulary import load_vocabulary

FILES = sorted((Path(__file__).parents[3] / "assistant" / "checker" / "vignettes").glob("*.yaml"))
ENTRIES = {name: entry for file in FILES for name, entry in yaml.safe_load(file.read_text("utf-8")).items()}


def _facts(entry):
    stated = dict(entry["fires"]["facts"])
    facts = {}
    if stated.pop("no_red_flags", False):
        facts = {k: dict(v) if isinstance(v, dict) else v for k, v in load_vocabulary().blanket_no_red_flags.items()}
    for name, value in stated.items():
        facts[name] = {**facts.get(name, {}), **value} if isinstance(value, dict) else value
    return facts


def _set(facts, key, value):
    name, _, member = key.partition(".")
    if member:
        return {**facts, name: {**facts[name], member: value}}
    return {**facts, name: value}


def _without(facts, key):
    name, _, member = key.partition(".")
    if member:
        return {**facts, name: {m: v for m, v in facts[name].items() if m != member}}
    return {n: v for n, v in facts.items() if n != name}


def _check(checker, rule, facts, expect):
    result = checker.check(facts, include_all=True)
    finding = next(each for each in result.findings if each.recommendation == rule)
    first = next((study.procedure for study in result.studies if not study.blocked), None)
    got = {"status": finding.status, "hangs_on": list(finding.missing), "governing": result.governing,
           "verdict": result.verdict, "urgency": result.urgency, "first_study": first}  # fmt: skip
    assert {key: got[key] for key in expect} == expect


def test_every_deciding_rule_has_its_three_vignettes(checker):
    assert set(ENTRIES) == {rule.id for rule in checker.rules if rule.decides}


@pytest.mark.parametrize("rule", ENTRIES)
def test_the_rule_fires(checker, rule):
    entry = ENTRIES[rule]
    assert entry["fires"]["expect"]["status"] == "applies"
    _check(checker, rule, _facts(entry), entry["fires"]["expect"])


@pytest.mark.parametrize("rule", ENTRIES)
def test_the_rule_just_misses(checker, rule):
    entry = ENTRIES[rule]
    ((key, value),) = entry["near_miss"]["changed"].items()
    assert entry["near_miss"]["expect"]["status"] == "does_not_apply"
    _check(checker, rule, _set(_facts(entry), key, value), entry["near_miss"]["expect"])


@pytest.mark.parametrize("rule", ENTRIES)
def test_the_rule_hangs_on_what_is_left_out(checker, rule):
    entry = ENTRIES[rule]
    key, expect = entry["unknown"]["left_out"], entry["unknown"]["expect"]
    assert expect["status"] == "undetermined"
    assert key in expect["hangs_on"]
    _check(checker, rule, _without(_facts(entry), key), expect)

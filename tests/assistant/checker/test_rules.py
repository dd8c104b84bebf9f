"""The rule files against the specification they were converted from, and every threshold on both sides."""

from pathlib import Path

import pytest
import yaml

from assistant.checker.condition import Leaf, keys

ROOT = Path(__file__).parents[3]
RULES = ROOT / "assistant" / "checker" / "rules"
SPECIFICATION = ROOT.parent / "shared" / "clinical"
specified = pytest.mark.skipif(
    not SPECIFICATION.is_dir(), reason="the clinical specification is not beside the project"
)
#: Taken over as they are; a recommendation's wording stands in the restated document instead.
KEPT = ("kind", "use", "group", "position", "urgency", "scope", "when", "ratings", "order", "adjuncts", "test",
        "rating", "strength", "table", "timing")  # fmt: skip


def _yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@pytest.fixture(scope="module")
def guidelines():
    return _yaml(SPECIFICATION / "guidelines.yaml")


@specified
def test_every_recommendation_that_decides_or_informs_is_a_rule_and_no_other(guidelines):
    for guideline in guidelines["guidelines"]:
        wanted = [each for each in guideline["recommendations"] if each["use"] != "exclude"]
        path = RULES / f"{guideline['id']}.yaml"
        assert path.exists() == bool(wanted), guideline["id"]
        if not wanted:
            continue
        file = _yaml(path)
        assert file["scope"] == guideline["scope"]
        assert [rule["id"] for rule in file["rules"]] == [each["id"] for each in wanted]
        for rule, each in zip(file["rules"], wanted, strict=True):
            assert {key: rule.get(key) for key in KEPT} == {key: each.get(key) for key in KEPT}, rule["id"]
            assert rule.get("procedures", []) == each.get("procedures", []), rule["id"]
            assert rule["statement"] == each["summary"], rule["id"]


@specified
def test_what_was_seen_only_in_a_retelling_is_nowhere(guidelines, checker):
    excluded = {
        each["id"] for g in guidelines["guidelines"] for each in g["recommendations"] if each["use"] == "exclude"
    }
    assert len(excluded) == 21
    assert not excluded & {rule.id for rule in checker.rules}
    assert len(checker.rules) == 171


@specified
@pytest.mark.parametrize("key", ["exits", "cautions", "procedures", "conflicts", "gaps"])
def test_what_surrounds_the_rules_is_the_same(guidelines, key):
    assert _yaml(RULES / f"_{key}.yaml")[key] == guidelines[key]


@specified
def test_precedence_priority_and_derived_facts_are_the_same(guidelines):
    policy, derived = _yaml(RULES / "_policy.yaml"), _yaml(RULES / "_derived.yaml")
    facts = _yaml(SPECIFICATION / "facts.yaml")
    assert policy["precedence"] == guidelines["precedence"]
    assert policy["guideline_priority"] == guidelines["guideline_priority"]
    assert policy["guidelines"] == [each["id"] for each in guidelines["guidelines"]]
    assert (derived["derived"], derived["params"]) == (facts["derived"], facts["params"])


@specified
def test_the_vocabulary_is_the_same():
    ours, theirs = _yaml(ROOT / "assistant" / "facts.yaml"), _yaml(SPECIFICATION / "facts.yaml")
    assert ours["facts"] == theirs["facts"]
    assert ours["blanket_no_red_flags"] == theirs["blanket_no_red_flags"]


def _thresholds(checker):
    found = {}
    conditions = [(rule.id, rule.condition) for rule in checker.rules]
    conditions += [(each.id, each.when) for each in checker.base.gaps]
    conditions += [(each.id, each.when) for each in checker.base.conflicts if each.when]
    for name, condition in conditions:
        for leaf in condition.leaves():
            if isinstance(leaf.value, (int, float)) and not isinstance(leaf.value, bool):
                found.setdefault((leaf.key, leaf.op, leaf.value), []).append((name, leaf))
    return found


#: Every threshold of the rule base: below, on, and above it.
THRESHOLDS = {
    ("age_years", "ge", 16): (False, True, True),
    ("age_years", "ge", 18): (False, True, True),
    ("age_years", "ge", 65): (False, True, True),
    ("age_years", "ge", 70): (False, True, True),
    ("age_years", "gt", 50): (False, False, True),
    ("age_years", "gt", 65): (False, False, True),
    ("age_years", "gt", 70): (False, False, True),
    ("age_years", "gt", 75): (False, False, True),
    ("age_years", "le", 50): (True, True, False),
    ("age_years", "le", 75): (True, True, False),
    ("age_years", "lt", 16): (True, False, False),
    ("age_years", "lt", 18): (True, False, False),
    ("duration_weeks", "ge", 4): (False, True, True),
    ("duration_weeks", "gt", 4): (False, False, True),
    ("duration_weeks", "gt", 12): (False, False, True),
    ("duration_weeks", "le", 12): (True, True, False),
    ("duration_weeks", "le", 13): (True, True, False),
    ("duration_weeks", "lt", 4): (True, False, False),
    ("duration_weeks", "lt", 6): (True, False, False),
    ("post_void_residual_ml", "gt", 200): (False, False, True),
    ("post_void_residual_ml", "le", 200): (True, True, False),
    ("prior_management_weeks", "eq", 0): (None, True, False),
    ("prior_management_weeks", "ge", 2): (False, True, True),
    ("prior_management_weeks", "ge", 4): (False, True, True),
    ("prior_management_weeks", "ge", 6): (False, True, True),
    ("prior_management_weeks", "gt", 0): (None, False, True),
}


def test_every_threshold_is_listed_here(checker):
    assert set(_thresholds(checker)) == set(THRESHOLDS)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_every_threshold_is_right_on_both_sides(threshold):
    key, op, value = threshold
    leaf = Leaf(key, op, value)
    for around, expected in zip((value - 0.1, value, value + 0.1), THRESHOLDS[threshold], strict=True):
        if expected is not None:
            assert leaf.truth({key: around}, {}) is expected


def test_every_rule_reads_only_keys_that_exist(checker):
    members = {
        key
        for name, fact in checker.vocabulary.facts.items()
        for key in ([f"{name}.{m}" for m in fact.members] if fact.type == "set" else [name])
    }
    for rule in checker.rules:
        assert keys(rule.condition) <= members, rule.id

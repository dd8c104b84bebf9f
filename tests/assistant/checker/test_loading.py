import re

import pytest

from assistant.checker.loading import load_rules
from assistant.errors import RuleError, SettingError


def _spoil(directory, file, old, new):
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_rule_base_loads(corpus):
    base = load_rules(corpus)
    assert len(base.rules) == 171
    assert sum(rule.use == "decide" for rule in base.rules) == 94
    assert (len(base.exits), len(base.cautions), len(base.conflicts), len(base.gaps)) == (4, 13, 26, 12)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("acr-lbp-2021.yaml", "use: decide", "use: guess"), "use is 'guess'"),
        (("acr-lbp-2021.yaml", "kind: imaging", "kynd: imaging"), "unknown key 'kynd'|has no 'kind'"),
        (("acr-lbp-2021.yaml", "group: general", "group: sundry"), "group is 'sundry'"),
        (("acr-lbp-2021.yaml", "position: not_indicated", "position: no"), "position is False"),
        (("acr-lbp-2021.yaml", "urgency: null", "urgency: soon"), "urgency is 'soon'"),
        (("acr-lbp-2021.yaml", "id: acr-lbp-2021/v2", "id: acr-lbp-2021/v1"), "is defined already at"),
        (("acr-lbp-2021.yaml", "id: acr-lbp-2021/v2", "id: other/v2"), "begins with its guideline"),
        (("acr-lbp-2021.yaml", "section: v2", "section: v22"), "has no section 'v22'"),
        (("acr-lbp-2021.yaml", "Suspected cauda equina", "Suspected kauda equina"), "does not hold the words"),
        (("acr-lbp-2021.yaml", "procedure: xr-l,", "procedure: xr-x,"), "which is no procedure"),
        (("acr-lbp-2021.yaml", "position: not_indicated}", "position: indicated}"), "means not_indicated"),
        (("acr-lbp-2021.yaml", "evidence: publisher", "evidence: hearsay"), "evidence is 'hearsay'"),
        (("acr-lbp-2021.yaml", "value: 18", "value: 180"), "out of its range"),
        (("acr-lbp-2021.yaml", "edition:", "edishun:"), "edition"),
        (("acr-lbp-2021.yaml", "guideline: acr-lbp-2021", "guideline: acr"), "bears its guideline's name"),
        (("va-dod-2022.yaml", "test: not_fixed_by_source", "test: any"), "test is 'any'"),
        (("acp-2011.yaml", "adjuncts: [lab-esr]", "adjuncts: [lab-crp]"), "'lab-crp', which is no procedure"),
        (("_exits.yaml", "urgency: emergency", "urgency: null"), "urgency is None"),
        (("_exits.yaml", "studies: [emergency]", "studies: [prayer]"), "'prayer', which is no procedure"),
        (("_cautions.yaml", "level: blocked", "level: forbidden"), "level is 'forbidden'"),
        (("_cautions.yaml", "{modality: [mri, mra]}", "{modaliti: [mri, mra]}"), "unknown key 'modaliti'"),
        (("_cautions.yaml", "mri-block-list", "mri-black-list"), "has no section 'mri-black-list'"),
        (("_conflicts.yaml", "acr-lbp-2021/v1", "acr-lbp-2021/v0"), "'acr-lbp-2021/v0', which is no rule"),
        (("_conflicts.yaml", "id: C02", "id: C01"), "conflict 'C01' is defined twice"),
        (("_gaps.yaml", "derived: severe_neuro", "derived: severe"), "'severe' is no derived fact"),
        (("_procedures.yaml", "contrast: gadolinium", "contrast: barium"), "contrast is 'barium'"),
        (
            ("_policy.yaml", "  May Be Appropriate: may_be_indicated", "  May Be Appropriate: perhaps"),
            "means 'perhaps'",
        ),
    ],
)
def test_a_spoilt_file_is_refused_by_file_and_line(corpus, rules_directory, change, problem):
    file, old, new = change
    _spoil(rules_directory, file, old, new)
    with pytest.raises(RuleError) as caught:
        load_rules(corpus, directory=rules_directory)
    assert re.match(rf"rules/{file}:\d+: ", str(caught.value)), caught.value
    assert re.search(problem, str(caught.value)), caught.value


def test_a_rule_without_a_source_does_not_load(corpus, rules_directory):
    _spoil(
        rules_directory,
        "nice-ng59.yaml",
        "  source:\n    section: 1.1.4\n    where: 1.1.4\n    evidence: publisher\n",
        "",
    )
    with pytest.raises(RuleError, match=r"rules/nice-ng59\.yaml:\d+: rule 'nice-ng59/1\.1\.4' has no 'source'"):
        load_rules(corpus, directory=rules_directory)


def test_the_line_is_that_of_the_rule(corpus, rules_directory):
    _spoil(rules_directory, "acr-lbp-2021.yaml", "section: v2", "section: v22")
    lines = (rules_directory / "acr-lbp-2021.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index("- id: acr-lbp-2021/v2") + 1
    with pytest.raises(RuleError, match=rf"^rules/acr-lbp-2021\.yaml:{line}: "):
        load_rules(corpus, directory=rules_directory)


def test_a_file_of_no_listed_guideline_is_refused(corpus, rules_directory):
    (rules_directory / "acr-2030.yaml").write_text("guideline: acr-2030\n", encoding="utf-8")
    with pytest.raises(RuleError, match="does not list this guideline"):
        load_rules(corpus, directory=rules_directory)


def test_a_missing_file_is_named(corpus, rules_directory):
    (rules_directory / "_exits.yaml").unlink()
    with pytest.raises(RuleError, match=r"rules/_exits\.yaml is missing"):
        load_rules(corpus, directory=rules_directory)


def test_the_governing_order_is_group_then_priority_then_file(corpus):
    base = load_rules(corpus)
    groups = [group.group for group in base.precedence]
    keys = [
        (groups.index(rule.group), base.guideline_priority.index(rule.guideline), base.rules.index(rule))
        for rule in base.ranked()
    ]
    assert keys == sorted(keys)


def test_priority_and_age_are_settings_and_change_the_digest(corpus):
    usual = load_rules(corpus)
    other = load_rules(corpus, guideline_priority=["acp-2011"], elderly_age=65)
    assert other.guideline_priority[:2] == ("acp-2011", usual.guideline_priority[0])
    assert sorted(other.guideline_priority) == sorted(usual.guideline_priority)
    elderly = other.derived["elderly"].cases[True]
    assert [elderly.truth({"age_years": age}, {}) for age in (64, 65)] == [False, True]
    assert len({usual.digest, other.digest, load_rules(corpus, elderly_age=65).digest}) == 3
    assert load_rules(corpus).digest == usual.digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", usual.digest)


def test_any_change_of_a_rule_file_changes_the_digest(corpus, rules_directory):
    before = load_rules(corpus, directory=rules_directory).digest
    assert before == load_rules(corpus).digest
    _spoil(rules_directory, "_gaps.yaml", "gaps:", "# a remark\ngaps:")
    assert load_rules(corpus, directory=rules_directory).digest != before


@pytest.mark.parametrize("age", [-1, 121, True])
def test_an_impossible_age_is_refused(corpus, age):
    with pytest.raises(SettingError, match="elderly_age"):
        load_rules(corpus, elderly_age=age)


def test_a_priority_that_names_no_guideline_is_refused(corpus):
    with pytest.raises(SettingError, match="'acr-2030'"):
        load_rules(corpus, guideline_priority=["acr-2030"])

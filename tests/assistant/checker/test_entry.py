import pytest

from assistant.checker.entry import read_entry
from assistant.errors import RuleError


def test_every_mapping_knows_its_file_and_line():
    entry = read_entry("a: 1\nrules:\n- id: x\n  when: {always: true}\n", "rules/x.yaml")
    assert (entry.file, entry.line) == ("rules/x.yaml", 1)
    assert entry["rules"][0].line == 3
    assert entry["rules"][0]["when"].line == 4


def test_a_key_given_twice_is_refused_with_its_line():
    with pytest.raises(RuleError, match=r"^rules/x\.yaml:2: 'a' is given twice"):
        read_entry("a: 1\na: 2\n", "rules/x.yaml")


def test_what_is_not_yaml_is_refused_with_its_line():
    with pytest.raises(RuleError, match=r"^rules/x\.yaml:3: not valid YAML"):
        read_entry("a: 1\nb: [1\n", "rules/x.yaml")


def test_a_list_at_the_top_is_refused():
    with pytest.raises(RuleError, match=r"^rules/x\.yaml:1: must be a mapping"):
        read_entry("- a\n", "rules/x.yaml")


def test_an_unknown_key_is_refused_by_name():
    entry = read_entry("id: x\nwehn: 1\n", "rules/x.yaml")
    with pytest.raises(RuleError, match=r"^rules/x\.yaml:1: rule 'x' has an unknown key 'wehn'"):
        entry.only("rule 'x'", required=("id",), optional=("when",))


def test_a_missing_key_is_refused_by_name():
    entry = read_entry("id: x\n", "rules/x.yaml")
    with pytest.raises(RuleError, match="rule 'x' has no 'when'"):
        entry.only("rule 'x'", required=("id", "when"))


def test_a_choice_outside_what_is_allowed_names_what_is():
    entry = read_entry("use: guess\n", "rules/x.yaml")
    with pytest.raises(RuleError, match="use is 'guess'; give one of decide, null"):
        entry.choice("rule 'x'", "use", ("decide", None))

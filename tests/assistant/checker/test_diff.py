import pytest

from assistant.checker import EntryChange, diff_rules
from assistant.checker import diff as module
from assistant.checker.loading import load_rules
from assistant.errors import RuleError
from assistant.vocabulary import load_vocabulary


@pytest.fixture
def changed(checker, rules_directory, monkeypatch):
    """The entries that differ after one edit; whose answers change is another matter and takes seconds."""
    monkeypatch.setattr(module, "changed_answers", lambda *bases: ())

    def compare(file, old, new):
        path = rules_directory / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        after = load_rules(None, directory=rules_directory)
        return diff_rules(checker.base, after, load_vocabulary()).entries

    return compare


def test_the_same_rules_have_no_difference(checker, monkeypatch):
    monkeypatch.setattr(module, "changed_answers", lambda *bases: ())
    assert diff_rules(checker.base, load_rules(None), load_vocabulary()).entries == ()


def test_a_changed_field_of_a_rule_is_named(changed):
    found = changed("acr-lbp-2021.yaml", "urgency: emergency", "urgency: urgent")
    assert found == (EntryChange("rule", "acr-lbp-2021/v4", "changed", ("urgency",)),)


def test_another_id_is_one_rule_removed_and_one_added(changed):
    found = changed("hss-2009.yaml", "id: hss-2009/r11b-film-left-open", "id: hss-2009/another")
    assert sorted(each.how for each in found if each.kind == "rule") == ["added", "removed"]


def test_a_changed_definition_is_told_once_and_not_with_every_rule_that_uses_it(changed):
    found = changed("_derived.yaml", "elderly_age: 70", "elderly_age: 65")
    assert {(each.kind, each.name) for each in found} == {("definition", "elderly"), ("parameter", "elderly_age")}


def test_a_caution_that_blocks_no_more_is_told(changed):
    found = changed("_cautions.yaml", "level: blocked", "level: caution")
    assert [(each.kind, each.how, each.parts) for each in found] == [("caution", "changed", ("level",))]


def test_a_rule_file_that_is_wrong_is_refused_even_where_quotes_are_not_looked_up(rules_directory):
    path = rules_directory / "acr-lbp-2021.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("urgency: emergency", "urgency: soon", 1), encoding="utf-8"
    )
    with pytest.raises(RuleError, match=r"acr-lbp-2021\.yaml:\d+: .*soon"):
        load_rules(None, directory=rules_directory)

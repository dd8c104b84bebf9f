import pytest

from assistant.checker import decision_table
from assistant.checker.condition import Always, Derived, Group, Leaf, Not, either, every
from assistant.checker.table import _tests
from assistant.vocabulary import load_vocabulary

FEVER = Leaf("fever", "is", True)
STEROIDS = Leaf("chronic_steroids", "is", True)


@pytest.fixture
def acr(checker):
    return decision_table([rule for rule in checker.rules if rule.guideline == "acr-lbp-2021"], checker.vocabulary)


def _row(table, text):
    return next(row.cells for row in table.asked if row.text == text)


def test_each_rule_is_a_column_with_what_it_asks_for(acr):
    assert _row(acr, "*phase*") == ("acute", "subacute or chronic", "", "", "", "", "")
    assert _row(acr, "*any red flag*")[:4] == ("no", "no", "", "")
    assert _row(acr, "*CES suspected*")[3] == "yes"


def test_each_study_is_a_row_with_its_rating_by_each_rule(acr):
    row = next(each for each in acr.rated if each.procedure.id == "mri-l-wo")
    assert [cell.rating for cell in row.cells[:4]] == [
        "Usually Not Appropriate", "Usually Not Appropriate", "Usually Appropriate", "Usually Appropriate",
    ]  # fmt: skip
    assert len(acr.rated) >= 11


def test_what_every_rule_asks_for_is_said_once(checker):
    rules = [rule for rule in checker.rules if rule.guideline == "acr-thoracic-2024" and rule.decides]
    table = decision_table(rules, checker.vocabulary)
    assert "thoracic pain" in table.always
    assert "thoracic pain" not in {row.text for row in table.asked}


@pytest.mark.parametrize(
    ("condition", "tests"),
    [
        (every(FEVER, Not(STEROIDS)), [("fever", "yes"), ("long-term steroids", "no")]),
        (Not(either(FEVER, STEROIDS)), [("fever", "no"), ("long-term steroids", "no")]),
        (Not(every(FEVER, STEROIDS)), [("fever and long-term steroids", "no")]),
        (Leaf("fever", "is", False), [("fever", "no")]),
        (Leaf("age_years", "ge", 18), [("age", "age at least 18")]),
        (Not(Derived("phase=acute", FEVER)), [("*phase*", "not acute")]),
        (either(Derived("phase=acute", FEVER), Derived("phase=chronic", FEVER)), [("*phase*", "acute or chronic")]),
        (Group(2, (FEVER, STEROIDS, FEVER)), [("at least 2 of: fever, long-term steroids, fever", "yes")]),
        (Always(True), []),
        (Always(False), [("nobody", "yes")]),
    ],
)
def test_a_condition_falls_into_tests_that_all_must_hold(condition, tests):
    assert list(_tests(condition, load_vocabulary())) == tests


def test_a_column_holds_everything_its_rule_asks_for(checker):
    """Every fact that a rule's condition reads by itself stands in some cell that is not empty."""
    for guideline in checker.guidelines:
        rules = [rule for rule in checker.rules if rule.guideline == guideline]
        if not rules:
            continue
        table = decision_table(rules, checker.vocabulary)
        for i, rule in enumerate(rules):
            tests = list(_tests(rule.condition, checker.vocabulary))
            filled = {row.text for row in table.asked if row.cells[i]}
            for text, cell in tests:
                assert text in filled or text in table.always or any(cell in each for each in table.always)

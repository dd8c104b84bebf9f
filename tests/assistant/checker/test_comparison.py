import random
from pathlib import Path

import pytest

from assistant.checker.comparison import Told, changed_answers, grouped
from assistant.checker.engine import Checker
from assistant.checker.loading import load_rules
from assistant.vocabulary import load_vocabulary

RULES = Path(__file__).parents[3] / "assistant" / "checker" / "rules"
#: Changes of rule files: the file, what stands there, and what is put in its place.
EDITS = (
    ("_derived.yaml", "elderly_age: 70", "elderly_age: 65"),
    ("acr-lbp-2021.yaml", "urgency: emergency", "urgency: urgent"),
    ("_cautions.yaml", "level: blocked", "level: caution"),
)


def _told(checker, facts):
    result = checker.check(facts)
    first = next((study.procedure for study in result.studies if not study.blocked), None)
    return Told(result.verdict, result.urgency, result.governing, first)


@pytest.fixture(scope="module")
def edited(corpus, checker, tmp_path_factory):
    """The installed rules, the edited ones, and every kind of change between them."""
    folder = tmp_path_factory.mktemp("rules")
    for file in RULES.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for name, old, new in EDITS:
            if name == file.name:
                assert old in text
                text = text.replace(old, new, 1)
        (folder / file.name).write_text(text, encoding="utf-8")
    after = Checker(load_rules(corpus, directory=folder), load_vocabulary())
    return checker, after, changed_answers(checker.base, after.base, load_vocabulary())


def test_every_patient_shown_is_told_what_is_said(edited):
    before, after, changes = edited
    assert changes
    for change in changes[::5]:
        assert _told(before, change.facts) == change.before
        assert _told(after, change.facts) == change.after
        assert change.before != change.after


def test_every_change_is_among_those_shown(edited):
    before, after, changes = edited
    shown = {(change.before, change.after) for change in changes}
    seeded = random.Random(3)
    facts = load_vocabulary().facts
    differing = 0
    for _ in range(400):
        change = seeded.choice(changes)
        patient = {**change.facts}
        for name in seeded.sample(list(facts), 3):
            fact = facts[name]
            if fact.type == "enum":
                patient[name] = seeded.choice(fact.values)
            elif fact.type == "number":
                patient[name] = round(seeded.uniform(fact.minimum, fact.maximum), 1)
            elif fact.type == "bool":
                patient[name] = seeded.random() < 0.5
        pair = (_told(before, patient), _told(after, patient))
        if pair[0] != pair[1]:
            differing += 1
            assert pair in shown
    assert differing > 20


def test_plainer_patients_come_first(edited):
    sizes = [len(change.facts) for change in edited[2]]
    assert sizes[0] == min(sizes)


def test_another_wording_of_a_condition_is_proved_to_change_nobody(checker, rules_directory):
    path = rules_directory / "acr-lbp-2021.yaml"
    text = path.read_text(encoding="utf-8")
    plain = "when: {derived: ces_suspected, op: is, value: true}"
    assert plain in text
    path.write_text(
        text.replace(plain, "when: {not: {derived: ces_suspected, op: is, value: false}}"), encoding="utf-8"
    )
    assert changed_answers(checker.base, load_rules(None, directory=rules_directory), load_vocabulary()) == ()


def test_changes_are_grouped_by_what_they_come_to(edited):
    kinds = grouped(edited[2])
    assert sum(map(len, kinds.values())) == len(edited[2])
    titles = list(kinds)
    assert titles == sorted(titles, key=lambda title: title.startswith("same verdict"))

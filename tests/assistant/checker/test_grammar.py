import pytest

from assistant.checker.entry import read_entry
from assistant.checker.grammar import Grammar
from assistant.errors import RuleError
from assistant.vocabulary import load_vocabulary


@pytest.fixture
def grammar():
    grammar = Grammar(load_vocabulary(), {"elderly_age": 70})
    entry = read_entry(
        """
derived:
- {name: feverish, type: bool, definition: d, when: {fact: fever, op: is, value: true}}
- name: phase
  type: enum
  values: [acute, chronic]
  definition: d
  cases:
    acute: {fact: duration_weeks, op: lt, value: 4}
    chronic: {fact: duration_weeks, op: ge, value: 4}
""",
        "rules/x.yaml",
    )
    for each in entry["derived"]:
        grammar.define(each)
    return grammar


def _read(grammar, text):
    entry = read_entry(f"id: x\nwhen: {text}\n", "rules/x.yaml")
    return grammar.read(entry["when"], entry)


@pytest.mark.parametrize(
    ("text", "state", "truth"),
    [
        ("{fact: fever, op: is, value: false}", {"fever": False}, True),
        ("{fact: trauma, op: ne, value: none}", {"trauma": "none"}, False),
        ("{fact: trauma, op: ne, value: none}", {}, None),
        ("{fact: trauma, op: in, value: [none, low_velocity]}", {"trauma": "high_energy"}, False),
        ("{fact: age_years, op: ge, value: {param: elderly_age}}", {"age_years": 70}, True),
        ("{fact: age_years, op: ge, value: {param: elderly_age}}", {"age_years": 69.9}, False),
        ("{fact: pain_sites, op: has, value: lumbar}", {"pain_sites.thoracic": True}, None),
        ("{fact: pain_sites, op: has_any, value: [lumbar, cervical]}", {"pain_sites.lumbar": False}, None),
        ("{fact: contrast_reaction, op: nonempty, value: true}", {"contrast_reaction.iodinated": True}, True),
        (
            "{fact: contrast_reaction, op: nonempty, value: true}",
            {"contrast_reaction.iodinated": False, "contrast_reaction.gadolinium": False},
            False,
        ),
        ("{derived: feverish, op: is, value: false}", {"fever": False}, True),
        ("{derived: phase, op: in, value: [acute, chronic]}", {"duration_weeks": 9}, True),
        ("{derived: phase, op: ne, value: acute}", {"duration_weeks": 3}, False),
        ("{always: true}", {}, True),
        ("{at_least: 1, of: [{fact: fever, op: is, value: true}]}", {}, None),
    ],
)
def test_conditions_mean_what_they_say(grammar, text, state, truth):
    assert _read(grammar, text).truth(state, {}) is truth


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{fact: feverr, op: is, value: true}", "'feverr' is no fact"),
        ("{fact: fever, op: gt, value: 1}", "op is 'gt'; give one of is"),
        ("{fact: fever, op: is, value: maybe}", "give true or false"),
        ("{fact: trauma, op: is, value: huge}", "never 'huge'; its values are none, low_velocity, high_energy"),
        ("{fact: trauma, op: in, value: none}", "'in' takes a list"),
        ("{fact: age_years, op: gt, value: old}", "give a number"),
        ("{fact: age_years, op: gt, value: 400}", "out of its range 0 to 120"),
        ("{fact: age_years, op: gt, value: {param: oldness}}", "'oldness' is no parameter"),
        ("{fact: pain_sites, op: has, value: knee}", "has no 'knee'"),
        ("{fact: pain_sites, op: nonempty, value: false}", "nonempty takes the value true"),
        ("{derived: phaze, op: is, value: acute}", "'phaze' is no derived fact"),
        ("{derived: phase, op: is, value: subacute}", "never 'subacute'"),
        ("{derived: feverish, op: in, value: [true]}", "op is 'in'; give one of is"),
        ("{fact: fever, op: is, value: true, wehn: 1}", "unknown key 'wehn'"),
        ("{fact: fever, op: is}", "no 'value'"),
        ("{all: []}", "needs a list of conditions"),
        ("{all: [{always: true}], any: []}", "unknown key 'any'"),
        ("{at_least: 3, of: [{always: true}]}", "from 1 to 1"),
        ("{xor: [{always: true}]}", "no condition begins with 'xor'"),
        ("{always: perhaps}", "always must be true or false"),
        ("fever", "is no condition"),
    ],
)
def test_what_the_vocabulary_does_not_know_is_refused_with_file_and_line(grammar, text, problem):
    with pytest.raises(RuleError) as caught:
        _read(grammar, text)
    assert str(caught.value).startswith(("rules/x.yaml:2: ", "rules/x.yaml:1: "))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{name: feverish, type: bool, definition: d, when: {always: true}}", "defined already"),
        ("{name: age_years, type: bool, definition: d, when: {always: true}}", "defined already"),
        ("{name: new, type: bool, definition: d}", "has no 'when'"),
        ("{name: new, type: enum, definition: d, values: [a]}", "has no 'cases'"),
        ("{name: new, type: enum, definition: d, values: [a, b], cases: {a: {always: true}}}", "name the same"),
        ("{name: new, type: bool, definition: d, when: {derived: later, op: is, value: true}}", "no derived fact"),
    ],
)
def test_a_derived_fact_that_cannot_be_is_refused(grammar, entry, problem):
    read = read_entry(f"derived: [{entry}]", "rules/x.yaml")
    with pytest.raises(RuleError, match=problem):
        grammar.define(read["derived"][0])

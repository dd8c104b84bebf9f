import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.checker.condition import Always, Group, Leaf, Not
from assistant.checker.diagram import FALSE, TRUE, Diagram
from assistant.checker.space import make_variable
from assistant.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
AGE_LEAVES = [Leaf("age_years", "ge", 18), Leaf("age_years", "gt", 50)]
#: A yes/no fact, a number, an enumeration, and one that may stay unknown.
VARIABLES = [
    make_variable("fever", VOCABULARY["fever"], []),
    make_variable("age_years", VOCABULARY["age_years"], AGE_LEAVES),
    make_variable("trauma", VOCABULARY["trauma"], []),
    make_variable("care_setting", VOCABULARY["care_setting"], []),
]
LEAVES = [
    Leaf("fever", "is", True),
    *AGE_LEAVES,
    Leaf("trauma", "is", "none"),
    Leaf("trauma", "in", ("low_velocity", "high_energy")),
    Leaf("care_setting", "is", "emergency"),
    Leaf("care_setting", "in", ("specialist", "non_specialist")),
]
PATIENTS = list(itertools.product(*(range(len(variable.cells)) for variable in VARIABLES)))


@st.composite
def conditions(draw, depth=3):
    kind = draw(st.sampled_from(["leaf", "not", "group", "always"] if depth else ["leaf"]))
    if kind == "leaf":
        return draw(st.sampled_from(LEAVES))
    if kind == "always":
        return Always(draw(st.booleans()))
    if kind == "not":
        return Not(draw(conditions(depth=depth - 1)))
    parts = draw(st.lists(conditions(depth=depth - 1), min_size=1, max_size=3))
    return Group(draw(st.integers(1, len(parts))), tuple(parts))


def _state(cells):
    values = {v.key: v.cells[cell] for v, cell in zip(VARIABLES, cells, strict=True)}
    return {key: value for key, value in values.items() if value is not None}


def _ranked(diagram, rules):
    root = ~len(rules)
    for i in reversed(range(len(rules))):
        root = diagram.choose(diagram.rails(rules[i])[0], ~i, root)
    return root


def _first(rules, cells):
    return next((i for i, rule in enumerate(rules) if rule.truth(_state(cells), {}) is True), len(rules))


rule_lists = st.lists(conditions(), min_size=1, max_size=4)
regions = st.tuples(*(st.sets(st.sampled_from(range(len(v.cells))), min_size=1) for v in VARIABLES))


@given(conditions())
def test_the_rails_are_true_exactly_where_the_condition_is_true_and_where_it_is_false(condition):
    diagram = Diagram(VARIABLES)
    true, false = diagram.rails(condition)
    for cells in PATIENTS:
        truth = condition.truth(_state(cells), {})
        assert diagram.result(true, cells) == (truth is True)
        assert diagram.result(false, cells) == (truth is False)


@given(rule_lists)
def test_a_ranked_list_leads_every_patient_to_the_first_rule_that_applies(rules):
    diagram = Diagram(VARIABLES)
    root = _ranked(diagram, rules)
    small, (moved,) = diagram.compact(root)
    for cells in PATIENTS:
        assert diagram.result(root, cells) == small.result(moved, cells) == _first(rules, cells)
    assert len(small.levels) == diagram.size(root)


@given(rule_lists, regions)
def test_what_a_region_can_reach_is_exact(rules, region):
    diagram = Diagram(VARIABLES)
    root = _ranked(diagram, rules)
    found = {_first(rules, cells) for cells in itertools.product(*region)}
    assert diagram.reachable(root, region) == found
    for result in range(len(rules) + 1):
        assert diagram.reaches_other(root, region, frozenset({result})) == bool(found - {result})


@given(rule_lists, regions, st.integers(0, 3))
def test_the_nearest_patient_with_a_result_is_found_with_the_fewest_changes(rules, region, wanted):
    diagram = Diagram(VARIABLES)
    root = _ranked(diagram, rules)
    start = [min(cells) for cells in region]
    patients = [cells for cells in itertools.product(*region) if _first(rules, cells) == wanted]
    path = diagram.nearest(root, start, region, lambda result: result == wanted)
    if not patients:
        assert path is None
        return
    changed = [path.get(level, cell) for level, cell in enumerate(start)]
    assert _first(rules, changed) == wanted
    assert len(path) == min(sum(a != b for a, b in zip(cells, start, strict=True)) for cells in patients)


@given(rule_lists)
def test_relabelling_changes_results_and_nothing_else(rules):
    diagram = Diagram(VARIABLES)
    root = _ranked(diagram, rules)
    odd = diagram.relabel(root, lambda result: result % 2)
    for cells in PATIENTS:
        assert diagram.result(odd, cells) == diagram.result(root, cells) % 2


def test_equal_functions_are_the_same_node():
    diagram = Diagram(VARIABLES)
    fever, adult = Leaf("fever", "is", True), AGE_LEAVES[0]
    left = diagram.rails(Not(Group(1, (fever, adult))))
    right = diagram.rails(Group(2, (Not(fever), Not(adult))))
    assert left == right
    assert diagram.rails(Group(1, (fever, Not(fever)))) == (TRUE, FALSE)

import random

import pytest

from assistant.checker.engine import flat
from assistant.checker.plan import Plan, most_urgent
from assistant.checker.space import unstated_state
from assistant.vocabulary import load_vocabulary


def test_the_most_urgent_of_none_is_none():
    assert most_urgent([]) is None
    assert most_urgent([None, "routine", "emergency", "urgent"]) == "emergency"


@pytest.fixture(scope="module")
def plan(checker):
    return Plan(load_vocabulary(), checker.base.ranked(), checker.base.exits)


def _state_with_few_unknowns(reference, rng, keys, limit):
    """Facts in which only some of `keys` are unknown, few enough to try every completion."""
    default, facts, completions = reference.complete({}), {}, 1
    slots = list(reference.slots({}))
    rng.shuffle(slots)
    for name, member, values in slots:
        key = name if member is None else f"{name}.{member}"
        if key in keys and completions * len(values) <= limit and rng.random() < 0.7:
            completions *= len(values)
            continue
        value = default.get(name) if member is None else default[name][member]
        if value is None or (key in keys and rng.random() < 0.4):
            value = rng.choice(values)
        if member is None:
            facts[name] = value
        else:
            facts.setdefault(name, {})[member] = value
    return facts


def test_settled_is_exact_for_random_small_rule_bases(checker, reference):
    rng = random.Random(31)
    by_id = {rule["id"]: rule for rule in reference.ranked}
    ranked = checker.base.ranked()
    counts = {True: 0, False: 0}
    for _ in range(50):
        chosen = [rule for rule in ranked if rng.random() < 0.06]
        plan = Plan(load_vocabulary(), chosen, checker.base.exits)
        for _ in range(25):
            facts = _state_with_few_unknowns(reference, rng, set(plan.level), limit=24)
            state = flat(facts)
            cells = plan.cells(unstated_state(load_vocabulary(), state))
            naive = [by_id[rule.id] for rule in chosen]
            full = reference.complete(facts)
            before, expected = reference.decided(full, naive), reference.settled(facts, ranked=naive)
            region = plan.region(state, cells, core=False)
            governing, naive_governing = plan.outcome(cells).governing, reference.governing(full, naive)
            assert (governing and governing.id) == (naive_governing and naive_governing["id"])
            assert plan.is_fixed(region, before) == expected, (facts, [rule.id for rule in chosen])
            counts[expected] += 1
            path = plan.nearest(cells, region, before, other=True)
            assert (path is None) == expected
    assert min(counts.values()) > 200


def test_only_what_is_asked_on_the_way_can_change_the_outcome_alone(plan):
    rng = random.Random(32)
    cells = plan.cells(unstated_state(load_vocabulary(), {}))
    before, asked = plan.outcome(cells), plan.asked(cells)
    for level, variable in enumerate(plan.variables):
        changed = [*cells[:level], rng.choice(variable.known_cells), *cells[level + 1 :]]
        if variable.key not in asked:
            assert plan.outcome(changed) == before


def test_a_fact_that_stays_unknown_never_gives_a_result_that_no_value_of_it_gives(plan):
    # Whether "stays unknown" counts as a completion therefore makes no difference to what is settled.
    rng = random.Random(33)
    for _ in range(3000):
        cells = [rng.choice(variable.known_cells) for variable in plan.variables]
        for level, variable in enumerate(plan.variables):
            if variable.unknown is not None:
                results = [
                    (outcome.verdict, outcome.urgency)
                    for cell in (variable.unknown, *variable.known_cells)
                    for outcome in [plan.outcome([*cells[:level], cell, *cells[level + 1 :]])]
                ]
                assert results[0] in results[1:]


def test_the_core_region_holds_topic_and_safety_facts_where_they_are(plan):
    state = {"fever": True}
    cells = plan.cells(unstated_state(load_vocabulary(), state))
    for level, (variable, allowed) in enumerate(zip(plan.variables, plan.region(state, cells, core=True), strict=True)):
        if variable.key == "fever" or variable.fact.tier != "core":
            assert list(allowed) == [cells[level]]
        else:
            assert list(allowed) == list(variable.known_cells)

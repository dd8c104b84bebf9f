import random

import pytest

from assistant.errors import FactError
from assistant.vocabulary import load_vocabulary

EDGES = [0, 1, 3, 4, 5, 6, 12, 13, 15, 16, 17, 18, 49, 50, 51, 65, 66, 69, 70, 75, 76, 200, 201]


def _random_facts(rng, known):
    """A patient of whom each fact is known with probability `known`; numbers often lie on a threshold."""
    facts = {}
    for name, fact in load_vocabulary().facts.items():
        if fact.type == "set":
            members = {m: rng.random() < 0.4 for m in fact.members if rng.random() < known}
            if members:
                facts[name] = members
        elif rng.random() < known:
            if fact.type == "bool":
                facts[name] = rng.random() < 0.4
            elif fact.type == "enum":
                facts[name] = rng.choice(fact.values)
            else:
                edges = [edge for edge in EDGES if fact.minimum <= edge <= fact.maximum]
                facts[name] = rng.choice([*edges, fact.minimum, fact.maximum, rng.uniform(fact.minimum, fact.maximum)])
    return facts


def _states(seed, count, shares=(0, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1)):
    rng = random.Random(seed)
    return [_random_facts(rng, rng.choice(shares)) for _ in range(count)]


def _nearly_known(reference, rng):
    """A patient with a handful of unknowns, so that every completion can be tried."""
    noise, limit = rng.random() * 0.5, rng.choice([4, 16, 32])
    default, slots = reference.complete({}), list(reference.slots({}))
    rng.shuffle(slots)
    facts, completions = {}, 1
    for name, member, values in slots:
        if completions * len(values) <= limit and rng.random() < 0.5:
            completions *= len(values)
            continue
        quiet = default.get(name) if member is None else default[name][member]
        value = rng.choice(values) if quiet is None or rng.random() < noise else quiet
        if member is None:
            facts[name] = value
        else:
            facts.setdefault(name, {})[member] = value
    return facts


def test_everything_decided_on_the_default_completion_agrees_with_the_naive_checker(checker, reference):
    for facts in _states(20, 400):
        result, full = checker.check(facts, include_all=True), reference.complete(facts)
        governing = reference.governing(full)
        assert result.governing == (governing and governing["id"]), facts
        assert (result.verdict, result.urgency) == reference.decided(full), facts
        studies = [(s.procedure, s.blocked, [c.id for c in s.cautions]) for s in result.studies]
        assert studies == reference.studies(full), facts
        assert [(f.recommendation, f.status) for f in result.findings] == reference.statuses(facts), facts
        assert [each.id for each in result.exits] == [each["id"] for each in reference.fired(full)], facts
        assert [each.id for each in result.disagreements] == reference.shown(reference.conflicts, full), facts
        assert [each.id for each in result.gaps] == reference.shown(reference.gaps, full), facts


def test_what_is_missing_agrees_with_trying_every_single_answer(checker, reference):
    seen = 0
    for facts in _states(21, 20):
        result, expected = checker.check(facts), reference.missing(facts)
        if expected or result.settled:
            seen += 1
            assert [(each.fact, set(each.could_change)) for each in result.missing] == expected, facts
    assert seen > 15


def test_settled_agrees_with_trying_every_completion(checker, reference):
    rng = random.Random(22)
    counts = {}
    for _ in range(400):
        facts = _nearly_known(reference, rng)
        expected = (reference.settled(facts), reference.settled(facts, core=True))
        result = checker.check(facts)
        assert (result.settled, result.settled_core) == expected, facts
        counts[expected] = counts.get(expected, 0) + 1
    assert min(counts[True, True], counts[False, False], counts[False, True]) > 5


def test_what_is_assumed_is_what_can_change_verdict_or_urgency(checker):
    for facts in _states(23, 60):
        result = checker.check(facts)
        deciding = [m.fact for m in result.missing if {"verdict", "urgency"} & set(m.could_change)]
        assert [each.fact for each in result.assumed] == deciding
        if result.settled:
            assert deciding == []


def test_why_is_a_smallest_set_of_stated_facts_with_the_same_result(checker):
    for facts in _states(24, 60, shares=(0.05, 0.1, 0.2)):
        result = checker.check(facts)
        kept = {}
        for key in result.why:
            name, _, member = key.partition(".")
            if member:
                kept.setdefault(name, {})[member] = facts[name][member]
            else:
                kept[name] = facts[name]
        alone = checker.check(kept)
        assert (alone.verdict, alone.urgency) == (result.verdict, result.urgency), facts
        assert (result.why == ()) == (
            (result.verdict, result.urgency) == (checker.check({}).verdict, checker.check({}).urgency)
        )


def test_what_was_stated_never_becomes_less_true_by_knowing_more(checker):
    rng = random.Random(25)
    for _ in range(60):
        more = _random_facts(rng, 0.5)
        less = {name: value for name, value in more.items() if rng.random() < 0.5}
        after = {f.recommendation: f.status for f in checker.check(more, include_all=True).findings}
        for finding in checker.check(less, include_all=True).findings:
            assert finding.status in {"undetermined", after[finding.recommendation]}


def test_because_and_missing_name_stated_and_unknown_facts_only(checker):
    for facts in _states(26, 60):
        stated = {f"{n}.{m}" for n, v in facts.items() if isinstance(v, dict) for m in v}
        stated |= {n for n, v in facts.items() if not isinstance(v, dict)}
        for finding in checker.check(facts, include_all=True).findings:
            assert set(finding.because) <= stated
            assert not set(finding.missing) & stated
            assert bool(finding.missing) == (finding.status == "undetermined")


def test_nobody_known_is_uncomplicated_pain_and_far_from_settled(checker):
    result = checker.check({})
    assert (result.verdict, result.urgency, result.governing) == ("not_indicated", None, "acr-lbp-2021/v1")
    assert not result.settled
    assert not result.settled_core
    assert result.studies == ()
    assert result.missing[0].fact == "cauda_equina_features"
    assert result.missing[0].worst_urgency == "emergency"


def test_saddle_numbness_is_an_emergency_by_itself(checker):
    result = checker.check({"age_years": 43, "cauda_equina_features": {"saddle_numbness": True}})
    assert (result.verdict, result.urgency, result.governing) == ("indicated", "emergency", "acr-lbp-2021/v4")
    assert result.settled
    assert result.why == ("cauda_equina_features.saddle_numbness",)


def test_a_blocked_study_stays_and_the_next_open_one_leads(checker):
    result = checker.check({"cauda_equina_features": {"saddle_numbness": True}, "mri_blocked": "yes"})
    assert [(s.procedure, s.blocked) for s in result.studies] == [
        ("mri-l-wwo", True), ("mri-l-wo", True), ("ct-l-wo", False), ("ctm-l", False),
    ]  # fmt: skip
    assert not result.all_blocked


def test_everything_blocked_is_said(checker):
    facts = {"neuro_deficit": "progressive"}
    assert not checker.check(facts).all_blocked
    assert checker.check({**facts, "mri_blocked": "yes"}).all_blocked
    assert not checker.check({}).all_blocked


def test_an_exit_leads_and_leaves_the_verdict_alone(checker):
    result = checker.check({"limb_vascular_features": {"sudden_cold_pulseless_leg": True}})
    assert (result.verdict, result.urgency) == ("not_indicated", "emergency")
    assert [each.id for each in result.exits] == ["limb-ischaemia"]
    assert result.studies[0].procedure == "cta-runoff"
    assert result.studies[0].recommendation is None


def test_a_less_urgent_exit_stands_after_the_studies_of_the_spine(checker):
    facts = {"cauda_equina_features": {"saddle_numbness": True}, "limb_vascular_features": {"swollen_warm_calf": True}}
    assert [study.procedure for study in checker.check(facts).studies][-1] == "us-leg-veins"


def test_an_area_of_interest_takes_its_form_from_the_one_level_stated(checker):
    facts = {"infection_suspected": True, "pain_sites": {"thoracic": True}}
    assert checker.check(facts).studies[0].form == "mri-t-wwo"
    assert checker.check({**facts, "pain_sites": {"thoracic": True, "lumbar": True}}).studies[0].form is None


def test_only_the_chosen_guidelines_speak(checker):
    facts = {"neuro_deficit": "progressive", "age_years": 50}
    chosen = checker.check(facts, guidelines=["acr-lbp-2021"])
    assert {finding.guideline for finding in chosen.findings} == {"acr-lbp-2021"}
    assert chosen.governing is None
    assert chosen.verdict == "not_covered"
    assert checker.check(facts).governing == "acp-2011/imm-mri-severe-neuro"


def test_a_guideline_that_does_not_exist_is_refused_by_name(checker):
    with pytest.raises(FactError, match="'acr-2030'"):
        checker.check({}, guidelines=["acr-2030"])


def test_an_unknown_fact_is_refused_by_name(checker):
    with pytest.raises(FactError, match="favourite_colour"):
        checker.check({"favourite_colour": "blue"})


def test_the_same_facts_give_the_same_result(checker):
    facts = {"fever": True, "pain_sites": {"lumbar": True}}
    assert checker.check(facts) == checker.check(facts)


def test_every_source_of_a_check_stands_in_the_corpus(checker, corpus):
    def sources(result):
        yield from (finding.source for finding in result.findings)
        for each in (*result.exits, *result.studies):
            yield from each.sources
        for study in result.studies:
            for caution in study.cautions:
                yield from caution.sources
        for disagreement in result.disagreements:
            for side in disagreement.sides:
                yield from side.sources

    for facts in _states(27, 40):
        for source in sources(checker.check(facts)):
            document = corpus.documents[source.document]
            section = document.section(source.section)
            assert section.start <= source.start < source.end <= section.end
            assert document.text[source.start : source.end] == source.quote

from __future__ import annotations

import doctest
import random

import pytest

import eval.verification.guard
from assistant.checker import Checker, CheckResult, Rule, Source, load_checker
from assistant.draft import DraftStatement
from assistant.patient import PatientFacts
from corpus import Corpus
from eval.verification.corruptions import KINDS, spoiled
from eval.verification.true import Sample, said_by_rules

ROW = "| MRI lumbar spine without IV contrast | Usually Appropriate | O | O |"
FACTS = PatientFacts.confirmed({"age_years": 72})


@pytest.fixture(scope="module")
def checker(corpus: Corpus) -> Checker:
    return load_checker(corpus)


@pytest.fixture(scope="module")
def samples(checker: Checker, corpus: Corpus) -> list[Sample]:
    return list(said_by_rules(checker, corpus))


@pytest.fixture(scope="module")
def result(checker: Checker) -> CheckResult:
    return checker.check({"age_years": 40, "cauda_equina_features": {"saddle_numbness": True}})


def made(text: str, *quotes: str, part: str = "why", result: CheckResult | None = None) -> Sample:
    sources = tuple(Source("acr-lbp-2021", "v1", n, n + len(quote), quote) for n, quote in enumerate(quotes))
    return Sample(DraftStatement(text, sources, "checker", part), result, FACTS, "clinician")


@pytest.mark.parametrize(
    ("kind", "text", "among"),
    [
        ("number", "This rests on age 72.", {f"This rests on age {n}." for n in (73, 75, 82)}),
        ("duration", "Six weeks of care have not helped.", {"Ten weeks of care have not helped."}),
        ("unit", "Six weeks of care have not helped.", {"Six months of care have not helped."}),
        ("comparison", "Back pain of under four weeks.", {"Back pain of over four weeks."}),
        ("polarity", "Imaging is not advised here.", {"Imaging is advised here."}),
        ("negation", "No X-ray in the first weeks.", {"X-ray in the first weeks."}),
        ("study", "A bone scan comes next.", {"A X-ray comes next."}),
        ("region", "A film of the sacroiliac joints.",
         {"A film of the hip joints.", "A film of the knee joints."}),
        ("contrast", "MRI with IV contrast.", {"MRI without IV contrast."}),
        ("rating", "It is rated May Be Appropriate.", {"It is rated Usually Appropriate."}),
        ("population", "Men over 65.", {"Women over 65."}),
        ("overstatement", "A film may be taken.", {"A film must always be taken.", "A film will always be taken.",
                                                  "A film may be taken, always."}),
        ("limit taken out", "No X-ray unless a trial of care fails.", {"No X-ray."}),
    ],
)  # fmt: skip
def test_each_way_of_rewording_changes_what_is_said(kind: str, text: str, among: set[str]) -> None:
    (found,) = spoiled([made(text, "Another text.")], kind, 1, seed=1)
    assert found.statement.text.lower() in {each.lower() for each in among}
    assert found.statement.sources == found.sample.statement.sources


@pytest.mark.parametrize("kind", ["drug dose", "extra clause", "familiar clause", "extra qualifier"])
def test_each_way_of_adding_keeps_the_sentence_and_says_more(kind: str) -> None:
    (found,) = spoiled([made("MRI of the lumbar spine.", ROW)], kind, 1, seed=1)
    assert found.statement.text.startswith("MRI of the lumbar spine")
    assert len(found.statement.text) > len("MRI of the lumbar spine.") + 8


def test_a_verdict_is_turned_in_its_own_line_alone(result: CheckResult) -> None:
    (found,) = spoiled([made("Indicated: MRI.", ROW, part="lead", result=result)], "verdict", 1, seed=1)
    assert found.statement.text.split(":")[0] in {"Not indicated", "May be indicated", "Not yet"}
    assert spoiled([made("Indicated: MRI.", ROW, part="why", result=result)], "verdict", 1, seed=1) == []


def test_a_source_that_is_needed_is_lost() -> None:
    film = "| Radiography lumbar spine | Usually Appropriate | O | O |"
    (found,) = spoiled([made("MRI and X-ray: rated alike.", ROW, film, part="study")], "lost source", 1, seed=1)
    assert len(found.statement.sources) == 1


@pytest.mark.parametrize("kind", ["wrong document", "wrong section", "crossed rows", "merged claims", "wrong name"])
def test_each_way_of_mixing_sources_takes_something_from_elsewhere(kind: str, samples: list[Sample]) -> None:
    found = spoiled(samples, kind, 20, seed=1)
    assert len(found) == 20
    for each in found:
        true, false = each.sample.statement, each.statement
        assert (true.text, true.sources) != (false.text, false.sources)
        if kind == "wrong document":
            assert not {place.document for place in true.sources} & {place.document for place in false.sources}
        if kind == "wrong section":
            assert true.sources[0].document == false.sources[0].document
            assert true.sources[0].section != false.sources[0].section


@pytest.mark.parametrize(
    ("kind", "text", "quote"),
    [
        ("study", "MRI comes next.", "MRI, or CT where there is none, or ultrasound."),
        ("rating", "It is rated May Be Appropriate.", "May Be Appropriate in one row, Usually Appropriate in another."),
        ("limit taken out", "No X-ray unless care fails.", "No X-ray. Some say: no X-ray unless care fails."),
        ("duration", "After four weeks.", "After four weeks, at most nine."),
    ],
)
def test_what_may_still_be_true_is_left_out(kind: str, text: str, quote: str) -> None:
    assert spoiled([made(text, quote)], kind, 1, seed=1) == []


def test_the_same_seed_draws_the_same(samples: list[Sample]) -> None:
    few = random.Random(1).sample(samples, 200)
    for kind in KINDS:
        assert spoiled(few, kind, 5, seed=3) == spoiled(few, kind, 5, seed=3)


def test_the_examples_run() -> None:
    assert doctest.testmod(eval.verification.guard).failed == 0


def test_a_rule_without_a_check_has_a_statement_for_each_audience(samples: list[Sample], checker: Checker) -> None:
    rule: Rule = checker.rules[0]
    found = [each for each in samples if each.statement.sources == (rule.source,)]
    assert {each.audience for each in found} == {"clinician", "patient"}

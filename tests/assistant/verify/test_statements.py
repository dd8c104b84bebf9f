from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assistant.checker import Checker, CheckResult, Rule, Source
from assistant.compose import compose
from assistant.compose.labels import Labels
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.verify import verify
from assistant.wording import load_wording
from corpus import Corpus

EMERGENCY = PatientFacts.confirmed({"cauda_equina_features": {"saddle_numbness": True}, "age_years": 40})


@pytest.fixture(scope="module")
def statement(checker: Checker, corpus: Corpus) -> DraftStatement:
    """A recommendation in the words of its source."""
    rule = checker.rules[0]
    text = f"{Labels(corpus, load_wording('clinician')).of(rule.guideline)}: {rule.statement}"
    return DraftStatement(text, (rule.source,), "passage", "information")


def passes(statement: DraftStatement, corpus: Corpus) -> bool:
    return not verify(Draft("information", (statement,)), corpus, None)[1].dropped


def test_what_stands_in_its_source_passes(statement: DraftStatement, corpus: Corpus) -> None:
    assert passes(statement, corpus)


def test_a_quote_that_is_off_by_one_is_dropped(statement: DraftStatement, corpus: Corpus) -> None:
    source = statement.sources[0]
    moved = replace(statement, sources=(replace(source, start=source.start + 1),))
    assert not passes(moved, corpus)


def test_a_document_that_is_not_there_is_named(statement: DraftStatement, corpus: Corpus) -> None:
    lost = replace(statement, sources=(replace(statement.sources[0], document="acr-lbp-2031"),))
    _, verification = verify(Draft("information", (lost,)), corpus, None)
    assert verification.dropped[0]["reason"] == "there is no document acr-lbp-2031"


def test_an_answer_about_the_guidance_of_which_nothing_stands_says_so(
    statement: DraftStatement, corpus: Corpus
) -> None:
    spoiled = replace(statement, text="HSS 2009: Image everyone with 400 mg of contrast.")
    draft, verification = verify(Draft("information", (spoiled,)), corpus, None)
    assert draft.kind == "no_evidence"
    assert draft.statements[0].origin == "fixed"
    assert not verification.grounded


@pytest.fixture(scope="module")
def result(checker: Checker) -> CheckResult:
    return checker.check(EMERGENCY.values())


@pytest.fixture(scope="module")
def draft(result: CheckResult, corpus: Corpus, rules: Mapping[str, Rule]) -> Draft:
    return compose(result, EMERGENCY, audience="clinician", corpus=corpus, rules=rules)


def with_lead(draft: Draft, text: str, sources: tuple[Source, ...] | None = None) -> Draft:
    statements = tuple(
        replace(each, text=text, sources=each.sources if sources is None else sources) if each.part == "lead" else each
        for each in draft.statements
    )
    return replace(draft, statements=statements, composer="model:test")


@pytest.mark.parametrize(
    "lie",
    [
        "Not indicated: MRI of the lumbar spine, rated Usually Appropriate by ACR Low Back Pain 2021.",
        "Imaging is not indicated.",
        "Not yet: MRI only if a trial of care fails.",
        "Indicated: CT of the thoracic spine with IV contrast, rated Usually Appropriate by ACR Low Back Pain 2021.",
        "Indicated: MRI of the lumbar spine, rated May Be Appropriate by ACR Low Back Pain 2021.",
        "May be indicated: MRI of the lumbar spine, rated Usually Appropriate by ACR Low Back Pain 2021.",
    ],
)
def test_a_lead_that_lies_is_replaced_by_the_smallest_true_answer(
    draft: Draft, result: CheckResult, corpus: Corpus, lie: str
) -> None:
    checked, verification = verify(with_lead(draft, lie), corpus, result, facts=EMERGENCY)
    assert verification.dropped[0]["text"] == lie
    assert checked.composer == "template"
    assert [each.part for each in checked.statements] == ["safety", "lead", "why"]
    assert checked.statements[1].text == "Imaging is indicated."
    assert result.governing_source in checked.statements[2].sources
    assert verify(checked, corpus, result, facts=EMERGENCY)[1].dropped == ()


def test_a_lead_that_does_not_cite_what_decides_is_dropped(draft: Draft, result: CheckResult, corpus: Corpus) -> None:
    lead = next(each for each in draft.statements if each.part == "lead")
    spoiled = with_lead(draft, lead.text, tuple(each for each in lead.sources if each != result.governing_source))
    _, verification = verify(spoiled, corpus, result, facts=EMERGENCY)
    assert verification.dropped[0]["reason"] == "it does not cite the recommendation that decides"


def test_an_emergency_that_was_left_out_is_put_back(draft: Draft, result: CheckResult, corpus: Corpus) -> None:
    lying = with_lead(draft, "Imaging is not indicated.")
    without = replace(lying, statements=tuple(each for each in lying.statements if each.part != "safety"))
    checked, _ = verify(without, corpus, result, facts=EMERGENCY)
    assert checked.statements[0].part == "safety"
    assert checked.statements[0].text.startswith("Emergency")


def test_an_emergency_left_out_alone_is_put_back_too(draft: Draft, result: CheckResult, corpus: Corpus) -> None:
    without = replace(draft, statements=tuple(each for each in draft.statements if each.part != "safety"))
    checked, _ = verify(without, corpus, result, facts=EMERGENCY)
    assert checked.statements[0].part == "safety"


def test_a_source_that_is_no_part_of_the_check_is_dropped(
    draft: Draft, result: CheckResult, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    stranger = rules["acr-scoliosis-child-2018/v1"].source
    extra = DraftStatement("ACR Scoliosis-Child 2018: " + stranger.quote, (stranger,), "checker", "disagreement")
    _, verification = verify(replace(draft, statements=(*draft.statements, extra)), corpus, result, facts=EMERGENCY)
    assert [each["reason"] for each in verification.dropped] == [
        f"{stranger.document}/{stranger.section} is no part of the check"
    ]


def test_a_patients_own_number_needs_no_source_and_another_does(
    corpus: Corpus, checker: Checker, rules: Mapping[str, Rule]
) -> None:
    facts = PatientFacts.confirmed({"age_years": 72, "osteoporosis": True})
    result = checker.check(facts.values())
    own = compose(result, facts, audience="clinician", corpus=corpus, rules=rules)
    wrong = replace(own, statements=tuple(replace(each, text=each.text.replace("age 72", "age 27"))
                                          for each in own.statements))  # fmt: skip
    assert wrong != own
    assert verify(own, corpus, result, facts=facts)[1].dropped == ()
    reasons = [each["reason"] for each in verify(wrong, corpus, result, facts=facts)[1].dropped]
    assert reasons == ["nobody stated that: age 27"]

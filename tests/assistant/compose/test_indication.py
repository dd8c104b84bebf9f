from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

import pytest

from assistant.answer import Statement
from assistant.checker import Checker, CheckResult, Rule
from assistant.compose import compose
from assistant.draft import Draft
from assistant.markdown import markdown
from assistant.patient import PatientFacts
from assistant.verify import verify
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording
from corpus import Corpus

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
NO_RED_FLAGS = dict(load_vocabulary().blanket_no_red_flags)
UNCOMPLICATED: dict[str, Any] = {
    **NO_RED_FLAGS, "age_years": 45, "pain_sites": {"lumbar": True}, "duration_weeks": 0.43,
    "prior_management_weeks": 0, "response_to_management": "not_tried",
}  # fmt: skip

#: What no sentence may hold, whatever was filled in.
FAULTS = {
    "a before a vowel": r"\b[Aa] (?=(?:MRI|X-ray|ultrasound|SPECT|ESR|eGFR|[aeio]\w|u(?!ni|s|ro)\w))",
    "an before a consonant": r"\b[Aa]n (?!MR|X-ray|SI |FDG|ESR|L\d|h(?:our|onest))(?=[^aeiouAEIOU\s])",
    "a doubled word": r"\b(\w+) \1\b",
    "an empty place": r"\{|\}|None|\(\)|\[\]|  ",
    "two marks in a row": r"[,;:] *[.,;:]|\.\.|\? ?\.|^[.,;:]",
    "a space before a mark": r" [.,;:?]",
    "a word that leads nowhere": r"\b(and|or|because|no|any|a|an|the|rests on|rated|by|about)[.,;:]",
    "an article after no": r"\bthere is no (?:a|an|the|no) ",
    "a list without a last word": r"\bany [^.]*, [^.]*(?<!or)$",
}


@pytest.fixture(scope="module")
def said(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule], random_facts: list[PatientFacts],
         case_facts: list[PatientFacts]) -> list[tuple[PatientFacts, CheckResult, Audience, Draft]]:  # fmt: skip
    """Every made-up patient and every case, for both audiences, with different studies asked about."""
    asked = ((), ("mri",), ("xray", "ct"), ("bone_scan",))
    found = []
    for n, facts in enumerate([*random_facts, *case_facts]):
        result = checker.check(facts.values())
        for audience in AUDIENCES:
            draft = compose(result, facts, audience=audience, studies=asked[n % 4], corpus=corpus, rules=rules)
            found.append((facts, result, audience, draft))
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_grammar_holds_for_any_combination(said: list[tuple[Any, Any, Any, Draft]], fault: str) -> None:
    for *_, draft in said:
        for statement in draft.statements:
            # A "#" in a rule's text, or a quote's own words, are not ours; what we fill in is.
            assert not re.search(FAULTS[fault], statement.text), f"{fault}: {statement.text}"


def test_every_statement_is_a_sentence(said: list[tuple[Any, Any, Any, Draft]]) -> None:
    for *_, draft in said:
        for statement in draft.statements:
            assert re.match(r"[A-Z0-9\"']", statement.text), statement.text
            assert statement.text.endswith((".", "!", "?")), statement.text


def test_every_statement_cites_but_the_fixed_ones(said: list[tuple[Any, Any, Any, Draft]]) -> None:
    for *_, draft in said:
        assert all(each.sources or each.origin == "fixed" for each in draft.statements)


def test_the_verifier_finds_nothing_to_drop(said: list[tuple[PatientFacts, CheckResult, Audience, Draft]],
                                            corpus: Corpus) -> None:  # fmt: skip
    for facts, result, audience, draft in said:
        checked, verification = verify(draft, corpus, result, facts=facts, audience=audience)
        assert verification.dropped == ()
        assert checked == draft


def test_an_emergency_is_the_first_line_and_says_what_to_do(
    said: list[tuple[Any, CheckResult, Audience, Draft]],
) -> None:
    for _, result, audience, draft in said:
        first = draft.statements[0]
        if result.urgency == "emergency":
            assert first.part == "safety"
            assert first.origin == "fixed"
            assert re.search(r"\bnow\b" if audience == "patient" else r"\bEmergency\b.*", first.text)
        else:
            assert first.part in {"lead", "exit"}


def test_nothing_softens_a_patients_emergency(said: list[tuple[Any, CheckResult, Audience, Draft]]) -> None:
    for _, result, audience, draft in said:
        if audience == "patient" and result.urgency == "emergency":
            assert not draft.questions
            assert not {"change", "disagreement", "advice", "gap"} & {each.part for each in draft.statements}


def test_the_verdict_line_says_the_verdict(said: list[tuple[Any, CheckResult, Audience, Draft]]) -> None:
    begins = {"indicated": ("indicated", "is advised"), "may_be_indicated": ("may be indicated", "may help"),
              "deferred": ("not yet", "no scan yet"), "not_indicated": ("not indicated", "not advised"),
              "not_covered": ("not covered", "does not cover")}  # fmt: skip
    for _, result, audience, draft in said:
        lead = next(each for each in draft.statements if each.part == "lead").text.lower()
        assert begins[result.verdict][AUDIENCES.index(audience)] in lead


def test_unknown_is_never_silently_taken_as_absent(said: list[tuple[Any, CheckResult, Audience, Draft]]) -> None:
    for _, result, _, draft in said:
        red_flag_open = any(load_vocabulary()[each.fact].red_flag for each in result.assumed)
        if result.verdict == "not_indicated" and not result.settled_core and not result.exits and red_flag_open:
            assert any("I was not told" in each.text for each in draft.statements)


def test_all_blocked_calls_radiology_and_rates_nothing_as_fine(
    said: list[tuple[Any, CheckResult, Audience, Draft]],
) -> None:
    seen = 0
    for _, result, _, draft in said:
        own = [study for study in result.studies if study.recommendation]
        if own and all(study.blocked for study in own):
            seen += 1
            lead = next(each for each in draft.statements if each.part == "lead").text
            assert "call radiology" in lead or "call the scan team" in lead
            assert not any("Rated alike" in each.text for each in draft.statements)
    assert seen, "no made-up patient has every study blocked; make more"


def test_at_most_three_questions_none_of_them_answered(said: list[tuple[PatientFacts, Any, Any, Draft]]) -> None:
    for facts, _, _, draft in said:
        assert len(draft.questions) <= 3
        for question in draft.questions:
            assert question.fact not in facts.evidence
            if question.type == "set":
                assert not any(f"{question.fact}.{each}" in facts.evidence for each in question.options)


def test_a_patients_words_need_no_more_than_eight_years_of_school(
    said: list[tuple[Any, Any, Audience, Draft]],
) -> None:
    grades = [reading_grade(plain(draft)) for *_, audience, draft in said if audience == "patient"]
    assert max(grades) <= 8.0, f"{max(grades):.1f}"
    assert sum(grades) / len(grades) <= 6.0


def test_an_uncomplicated_case_takes_a_clinician_under_120_words(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    for more in ({}, {"radiculopathy": True}, {"duration_weeks": 8}, {"prior_spine_surgery": "none"}):
        draft = said_to("clinician", {**UNCOMPLICATED, **more}, checker, corpus, rules)
        words = len(text_of(draft, "clinician").split())
        assert words < 120, f"{words} words with {more}"


def test_the_study_is_named_with_rating_guideline_and_standing(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    facts = {"age_years": 72, "osteoporosis": True, "trauma": "low_velocity", "pain_sites": {"lumbar": True}}
    text = text_of(said_to("clinician", facts, checker, corpus, rules), "clinician")
    assert "Indicated: X-ray of the lumbar spine, rated Usually Appropriate by ACR Low Back Pain 2021." in text
    assert "Take the X-ray with the patient standing (HSS 2009, historic)." in text
    assert "age 72" in text
    assert "ACP 2011: in favour of imaging once a trial of care has failed." in text


def test_a_blocked_study_yields_to_the_best_open_one(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    facts = {"cauda_equina_features": {"saddle_numbness": True}, "mri_blocked": "yes"}
    text = text_of(said_to("clinician", facts, checker, corpus, rules), "clinician")
    assert "Indicated: CT of the lumbar spine without IV contrast, rated May Be Appropriate" in text
    assert "Blocked: MRI of the lumbar spine without and with IV contrast. MRI is not possible" in text


def test_what_was_asked_about_is_named_when_imaging_is_not_indicated(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    facts = PatientFacts.confirmed(UNCOMPLICATED)
    result = checker.check(facts.values())
    draft = compose(result, facts, audience="clinician", studies=("mri",), corpus=corpus, rules=rules)
    assert draft.statements[0].text.startswith("Not indicated: MRI of the lumbar spine, rated Usually Not")


def test_the_historic_line_is_shown_as_historic(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]) -> None:
    draft = said_to("clinician", UNCOMPLICATED, checker, corpus, rules)
    differing = [each for each in draft.statements if each.part == "disagreement"]
    assert [each.text.split(":")[0] for each in differing] == ["HSS 2009, historic"]


def test_both_audiences_get_the_same_verdict_and_first_study(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule], case_facts: list[PatientFacts]
) -> None:
    for facts in case_facts[:60]:
        result = checker.check(facts.values())
        leads = []
        for audience in AUDIENCES:
            draft = compose(result, facts, audience=audience, corpus=corpus, rules=rules)
            leads.append(next(each.sources for each in draft.statements if each.part == "lead"))
        assert leads[0][:1] == leads[1][:1]


def said_to(audience: Audience, facts: Mapping[str, Any], checker: Checker, corpus: Corpus,
            rules: Mapping[str, Rule]) -> Draft:  # fmt: skip
    known = PatientFacts.confirmed(facts)
    return compose(checker.check(known.values()), known, audience=audience, corpus=corpus, rules=rules)


def text_of(draft: Draft, audience: Audience) -> str:
    statements = [Statement(each.text, (), each.origin, each.part) for each in draft.statements]
    return markdown(statements, draft.questions, load_wording(audience))


def plain(draft: Draft) -> str:
    return "\n".join(each.text for each in draft.statements)


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade level: Kincaid et al. 1975, with syllables counted by vowel groups."""
    sentences = [each for each in re.split(r"[.!?](?:\s|$)|\n", text) if re.search(r"[a-z]", each)]
    words = re.findall(r"[A-Za-z][A-Za-z'-]*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeioul]e$|[^td]ed$", word) and count > 1:
        count -= 1
    return max(1, count)


def test_a_gap_is_told_only_where_it_bears_on_the_verdict(checker: Checker, corpus: Corpus,
                                                          rules: Mapping[str, Rule]) -> None:  # fmt: skip
    when = {gap.id: gap.when for gap in checker.base.gaps}

    def gaps(**facts: object) -> list[str]:
        known = PatientFacts.confirmed({"pain_sites": {"lumbar": True}, **facts})
        result = checker.check(known.values())
        draft = compose(result, known, audience="clinician", corpus=corpus, rules=rules, gaps=when)
        told = [each.text for each in draft.statements if each.part == "gap"]
        assert len(told) <= len(result.gaps)
        return told

    assert gaps(age_years=60, cauda_equina_features={"saddle_numbness": True}) == []
    assert gaps(age_years=60, duration_weeks=2), "it may change a verdict against imaging"
    assert "severe or progressive motor deficit" in gaps(age_years=40, neuro_deficit="progressive")[0]


def test_red_flags_that_were_not_told_are_few(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]) -> None:
    known = PatientFacts.confirmed({"pain_sites": {"lumbar": True}, "duration_weeks": 2, "age_years": 40})
    draft = compose(checker.check(known.values()), known, audience="clinician", corpus=corpus, rules=rules)
    provided = next(each.text for each in draft.statements if each.text.startswith("Provided"))
    assert "earlier spine surgery" in provided
    assert "other red flag" in provided
    assert len(provided.split()) < 30


def test_what_was_put_off_is_offered_without_that_rating_once_care_has_failed(
    checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]
) -> None:
    known = PatientFacts.confirmed({"age_years": 54, "pain_sites": {"lumbar": True}, "prior_management_weeks": 9,
                                    "response_to_management": "not_improved"})  # fmt: skip
    result = checker.check(known.values())
    draft = compose(result, known, audience="clinician", corpus=corpus, rules=rules)
    kept, verification = verify(draft, corpus, result, facts=known)
    assert result.verdict == "indicated"
    assert verification.dropped == ()
    assert kept.statements[0].text == "Indicated: X-ray of the lumbar spine, on the advice of ACP 2011."

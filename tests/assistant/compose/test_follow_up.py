from __future__ import annotations

import doctest
import re
from collections.abc import Mapping
from typing import Any

import pytest

import assistant.compose.follow_up
from assistant.checker import Checker, Rule
from assistant.compose.follow_up import follow_up, guidelines_named
from assistant.compose.indication import tell
from assistant.compose.labels import Labels
from assistant.compose.subject import Subject
from assistant.draft import Draft
from assistant.patient import PatientFacts
from assistant.verify import verify
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording
from corpus import Corpus

UNCOMPLICATED = {**load_vocabulary().blanket_no_red_flags, "age_years": 45, "pain_sites": {"lumbar": True},
                 "duration_weeks": 0.43}  # fmt: skip
SADDLE = {"cauda_equina_features": {"saddle_numbness": True}}


@pytest.fixture
def ask(checker: Checker, corpus: Corpus, rules: Mapping[str, Rule]) -> Any:
    def asked(message: str, facts: Mapping[str, Any], studies: tuple[str, ...] = (),
              audience: Audience = "clinician") -> Draft:  # fmt: skip
        known = PatientFacts.confirmed(facts)
        result, wording = checker.check(known.values()), load_wording(audience)
        subject = Subject(result, known, wording, Labels(corpus, wording), rules, studies)
        draft = follow_up(tell(subject), message, subject)
        checked, verification = verify(draft, corpus, result, facts=known, audience=audience)
        assert verification.dropped == ()
        return checked

    return asked


def test_the_examples_run() -> None:
    assert doctest.testmod(assistant.compose.follow_up).failed == 0


def test_why_not_an_x_ray_is_answered_by_its_rating(ask: Any) -> None:
    draft = ask("why not an x-ray?", UNCOMPLICATED, ("xray",))
    assert draft.statements[0].text.startswith("Not indicated: X-ray of the lumbar spine, rated Usually Not")
    assert sum("X-ray of the lumbar spine" in each.text for each in draft.statements) == 1, "said once is enough"
    assert any("do not image yet" in each.text for each in draft.statements)


def test_what_about_ct_names_the_rows_of_what_decides(ask: Any) -> None:
    draft = ask("what about CT?", SADDLE, ("ct",))
    rated = [each.text for each in draft.statements if each.part == "study"]
    assert rated == [
        "CT of the lumbar spine without IV contrast: rated May Be Appropriate by ACR Low Back Pain 2021.",
        "CT of the lumbar spine with IV contrast: rated Usually Not Appropriate by ACR Low Back Pain 2021.",
    ]
    assert draft.statements[0].part == "safety"


def test_a_study_that_nothing_rates_is_said_to_be_not_mentioned(ask: Any) -> None:
    draft = ask("what about ultrasound?", SADDLE, ("ultrasound",))
    assert any(each.text == "The recommendation that decides (ACR Low Back Pain 2021) does not mention ultrasound."
               for each in draft.statements)  # fmt: skip


def test_what_nice_says_is_told_from_what_applies(ask: Any) -> None:
    draft = ask("What does NICE say?", UNCOMPLICATED)
    said = [each for each in draft.statements if each.part == "guideline"]
    assert said
    assert {source.document for each in said for source in each.sources} <= {"nice-ng59", "nice-qs155", "nice-mscc"}


def test_what_a_guideline_would_need_is_named(ask: Any) -> None:
    draft = ask("and NICE?", {"age_years": 45, "pain_sites": {"lumbar": True}})
    assert any(each.text.startswith("Whether that applies hangs on the care setting") for each in draft.statements)


def test_a_guideline_with_nothing_to_say_is_said_to_have_nothing(ask: Any) -> None:
    draft = ask("and the WHO guideline?", UNCOMPLICATED)
    assert "No recommendation of WHO 2023 applies to these facts." in [each.text for each in draft.statements]


def test_a_follow_up_with_nothing_asked_is_the_answer_again(ask: Any) -> None:
    assert ask("and now?", UNCOMPLICATED).statements[0].part == "lead"


@pytest.mark.parametrize(
    ("message", "documents"),
    [("What does NICE say?", {"nice-ng59", "nice-qs155", "nice-mscc"}), ("the space", set()),
     ("ACP vs the WHO guideline", {"acp-2011", "who-2023"}), ("and Choosing Wisely?", {"choosing-wisely"})],
)  # fmt: skip
def test_guidelines_are_known_by_what_readers_call_them(message: str, documents: set[str]) -> None:
    assert set(guidelines_named(message, load_wording("clinician"))) == documents


def test_any_follow_up_on_any_patient_stands(ask: Any, random_facts: list[PatientFacts]) -> None:
    modalities = ("xray", "mri", "ct", "bone_scan", "ultrasound", "myelography", "pet_ct", "dxa", "mra")
    messages = ("what does NICE say?", "and the ACR?", "ACP?", "VA/DoD and HSS?", "what about that?")
    for n, facts in enumerate(random_facts[:250]):
        audience: Audience = "patient" if n % 2 else "clinician"
        draft = ask(messages[n % 5], facts.values(), (modalities[n % 9],), audience)
        for statement in draft.statements:
            assert statement.text.endswith("."), statement.text
            assert "  " not in statement.text
            assert not re.search(r"\ba (MRI|X-ray|ultrasound)|[,;:] *[.,;]|\b(\w+) \1\b", statement.text)


MATTERS = (
    "which guideline says that?", "how sure are you", "what would change your mind", "who disagrees", "is it safe",
    "with contrast?", "what are the warning signs", "can it wait?", "what should I do", "why?", "why not CT?",
)  # fmt: skip


def test_a_follow_up_says_what_was_asked_and_no_more(ask: Any) -> None:
    whole = ask("and now?", {"age_years": 45, "pain_sites": {"lumbar": True}})
    for message in MATTERS:
        draft = ask(message, {"age_years": 45, "pain_sites": {"lumbar": True}})
        assert draft.statements[0] == whole.statements[0], "the verdict stays in front"
        assert len(draft.statements) < len(whole.statements) + 3
        assert not any(each.part == "gap" for each in draft.statements)


def test_who_disagrees_is_told_in_the_sources_words_and_an_emergency_is_not_softened(ask: Any) -> None:
    told = [each.text for each in ask("who disagrees?", UNCOMPLICATED).statements if each.part == "disagreement"]
    assert any("first study when back pain first begins" in each for each in told)
    emergency = ask("who disagrees?", SADDLE)
    assert not any("historic" in each.text for each in emergency.statements)
    assert ask("is it safe to wait?", SADDLE, (), "patient") == ask("and now?", SADDLE, (), "patient")


def test_what_would_change_it_puts_the_questions_again_and_where_it_stands_does_not(ask: Any) -> None:
    facts = {"age_years": 45, "pain_sites": {"lumbar": True}}
    assert ask("what would change your mind?", facts).questions
    assert not ask("which guideline says that?", facts).questions


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_grammar_holds_for_any_follow_up_on_any_patient(
    ask: Any, random_facts: list[PatientFacts], audience: Audience
) -> None:
    faults = re.compile(
        r"\b[Aa] (?=MRI|X-ray|ultrasound)|\b(\w+) \1\b|[{}]|None|\(\)|[,;:] *[.,;:]|\.\.| [.,;:?]"
        r"|\b(?:and|or|because|no|any|a|an|the|from|with) ?[.,;:]|^[.,;:]|\bfrom \."
    )
    for n, facts in enumerate(random_facts[:220]):
        draft = ask(MATTERS[n % len(MATTERS)], facts.values(), ("ct",) if n % 3 else (), audience)
        for statement in draft.statements:
            assert not faults.search(statement.text), statement.text
            for opening, closing in (("\u201c", "\u201d"), ("(", ")")):
                assert statement.text.count(opening) == statement.text.count(closing), statement.text
            assert statement.text.count('"') % 2 == 0, statement.text
            assert statement.text.endswith((".", "!", "?")), statement.text
            assert statement.sources or statement.origin == "fixed"

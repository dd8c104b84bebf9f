from __future__ import annotations

import pytest

from assistant.inform.question import Question, read_question
from assistant.wording import load_wording
from corpus import Corpus


@pytest.fixture
def ask(corpus: Corpus):  # type: ignore[no-untyped-def]
    def read(text: str) -> Question:
        return read_question(text, corpus, load_wording("clinician").guidelines)

    return read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What does NICE NG59 say?", {"nice-ng59"}),
        ("NICE quality standard 155 on referrals", {"nice-qs155"}),
        ("ACP 2011: first test?", {"acp-2011"}),
        ("What changed between the ACR 2015 and 2021 low back pain tables?", {"acr-lbp-2015", "acr-lbp-2021"}),
        ("EAST: who needs CT?", {"east-tl-2012"}),
        ("Who needs CT in the far east?", set()),
        ("When is MRI indicated?", set()),
    ],
)
def test_documents_are_named_by_issuer_number_and_year(ask, text: str, named: set[str]) -> None:  # type: ignore[no-untyped-def]
    found = set(ask(text).named)
    assert named <= found
    if not named or len(named) == 1:
        assert found == named


def test_the_name_of_a_source_is_no_subject(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("What does NICE say about sciatica?").terms == {"radiculopathy"}


@pytest.mark.parametrize("text", ["What does RCR iRefer say about X-rays?", "What does the Zorbian Society recommend?"])
def test_a_source_that_is_not_held_is_missed(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).missing_source
    assert not ask("What does ACEP say about imaging?").missing_source
    assert not ask(text.replace("RCR iRefer", "NICE").replace("the Zorbian Society", "NICE")).missing_source


def test_a_comparison_and_a_rating_are_told_by_their_words(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("How do ACP and ACR differ on cancer?").compares
    assert ask("How is CT rated in fracture?").rates
    assert not ask("Is CT needed in fracture?").rates

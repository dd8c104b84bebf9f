"""A range is said to have been one, with the end that was taken."""

from __future__ import annotations

import pytest

from assistant import Assistant, build_assistant
from assistant.settings import Settings
from assistant.vocabulary import Audience


@pytest.fixture(scope="module")
def assistant(data_dir: object) -> Assistant:
    return build_assistant(Settings(data_dir=data_dir, database_url="memory:"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "quote", "taken"),
    [
        ("45-year-old man, low back pain for 4-6 weeks, no red flags", "4-6 weeks", "6 weeks"),
        ("My lower back has hurt for two or three days", "two or three days", "3 days"),
        ("45M, low back pain 3-4/52", "3-4/52", "4 weeks"),
        ("Woman in her 70s with low back pain for a month", "in her 70s", "79"),
    ],
)
@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_the_end_that_was_taken_is_said(
    assistant: Assistant, message: str, quote: str, taken: str, audience: Audience
) -> None:
    said = [each.text for each in assistant.answer(message, audience=audience).statements]
    assert any(f"\u201c{quote}\u201d" in text and taken in text for text in said)


@pytest.mark.parametrize("message", ["45M, low back pain 6 weeks", "Low back pain since 2 days, fell from a chair"])
def test_a_plain_number_is_not_called_a_range(assistant: Assistant, message: str) -> None:
    assert not any("\u201c" in each.text for each in assistant.answer(message).statements)

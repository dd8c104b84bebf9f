from __future__ import annotations

import pytest

from assistant.errors import MessageError
from assistant.message import LONGEST_MESSAGE, check_message


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("x" * (LONGEST_MESSAGE + 1), "20,001 characters; send at most 20,000"),
        ("back pain\x00", "control characters"),
        ("\x1b[31mback pain", "control characters"),
        ("back pain \ud800", "control characters"),
    ],
)
def test_what_is_no_message_is_refused_and_not_repeated(message: str, problem: str) -> None:
    with pytest.raises(MessageError, match=problem) as caught:
        check_message(message)
    assert "back pain" not in str(caught.value)


@pytest.mark.parametrize("message", ["x" * LONGEST_MESSAGE, "a\tb\r\nc", "Rückenschmerzen 🦴, 背中が痛い"])
def test_any_text_is_a_message(message: str) -> None:
    check_message(message)

"""Checks that a message can be read at all."""

from __future__ import annotations

import re

from assistant.errors import MessageError

LONGEST_MESSAGE = 20_000
#: Control characters other than tab and line ends, and halves of a pair that stand alone.
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")


def check_message(message: str) -> None:
    """Refuse what is no message.

    Raises:
        MessageError: empty, too long, or not text; says what to do, and never repeats the message.
    """
    if not message.strip():
        raise MessageError("The message is empty; describe the patient or ask about the guidance.")
    if len(message) > LONGEST_MESSAGE:
        raise MessageError(f"The message has {len(message):,} characters; send at most {LONGEST_MESSAGE:,}.")
    if _BINARY.search(message):
        raise MessageError("The message holds control characters; send plain text.")

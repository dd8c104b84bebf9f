"""Checks that a message can be read at all."""

from __future__ import annotations

import re

from assistant.errors import MessageError

LONGEST_MESSAGE = 20_000
#: Control characters other than tab and line ends, and halves of a pair that stand alone.
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
#: Pain that is no question of the spine and may not wait for one.
_CHEST_PAIN = re.compile(
    r"\b(?:chest|breast ?bone|heart)\W+(?:\w+\W+){0,2}?(?:pain\w*|tight\w*|pressure|ach\w+|hurt\w*)\b"
    r"|\b(?:pain\w*|tight\w*|pressure)\W+(?:\w+\W+){0,3}?(?:my|the|his|her|their)\W+chest\b",
    re.IGNORECASE,
)


def is_chest_pain(message: str) -> bool:
    """Whether a message speaks of pain in the chest.

    >>> is_chest_pain("Chest pain going through to my back"), is_chest_pain("chest X-ray")
    (True, False)
    """
    return bool(_CHEST_PAIN.search(message))


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

"""What only the store in memory does; what it has in common with the others is in test_stores.py."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.conversations import Conversation, Feedback, MemoryStore
from assistant.errors import ConversationError, UnknownAnswerError


def test_the_conversation_that_was_quiet_longest_makes_room(take: Any) -> None:
    store = MemoryStore(most=2)
    take(store, Conversation("first"))
    answer = take(store, Conversation("second"))
    take(store, store.read("first"))
    take(store, Conversation("third"))
    assert [each.id for each in store.newest(10)] == ["third", "first"]
    with pytest.raises(ConversationError):
        store.read("second")
    with pytest.raises(UnknownAnswerError):
        store.give_feedback(answer.answer_id, Feedback(True))

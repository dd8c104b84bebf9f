"""Messages to one conversation take turns, in one process and in several, so that none loses what another said."""

from __future__ import annotations

import threading
from collections.abc import Callable
from weakref import WeakValueDictionary

from assistant.answer import Answer
from assistant.conversations.conversation import Conversation, new_id
from assistant.conversations.store import ConversationStore
from assistant.errors import StoreError

#: How often a message is answered anew because another process was faster; each time, that one got on.
_MOST_TRIES = 100

#: Answers from a conversation as it stands; gives the conversation as it stands after.
Answering = Callable[[Conversation], tuple[Answer, Conversation]]


class TurnTaking:
    """Answers the messages of a conversation one after another, each from what the one before left.

    Threads wait for each other. Another process is noticed when the turn is to be kept: then the message is answered
    anew from what stands since.
    """

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    def take(self, conversation_id: str | None, message: str, answering: Answering) -> Answer:
        """Answer in the conversation with this id, or in a new one, and keep the turn before the answer goes out.

        Raises:
            ConversationError: there is no conversation with this id.
            StoreError: the turn cannot be kept, and nothing of it was.
        """
        if conversation_id is None:
            answer, after = answering(Conversation(new_id()))
            self._store.keep(after, message, answer)
            return answer
        with self._lock_of(conversation_id):
            for _ in range(_MOST_TRIES):
                answer, after = answering(self._store.read(conversation_id))
                if self._store.keep(after, message, answer):
                    return answer
        raise StoreError("Too many messages reach this conversation at once; send this one again.")

    def _lock_of(self, conversation_id: str) -> threading.Lock:
        # It lives as long as somebody holds it or waits for it.
        with self._guard:
            return self._locks.setdefault(conversation_id, threading.Lock())

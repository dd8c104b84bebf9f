"""Conversations: the turns so far, the facts carried over, and what was asked last."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.errors import ConversationError
from assistant.patient import PatientFacts
from assistant.vocabulary import Audience

#: The last turns that are kept; facts are kept all.
_MOST_TURNS = 200


@dataclass(frozen=True)
class Conversation:
    """One conversation, as it stands after its last answer."""

    id: str
    turns: int = 0
    """How many messages there were."""
    messages: tuple[tuple[int, str], ...] = ()
    """The last of them with their turn (1-based): what the facts' quotes are offsets into."""
    facts: PatientFacts = field(default_factory=PatientFacts)
    asked: tuple[str, ...] = ()
    """Facts that the last answer asked for."""
    audience: Audience = "clinician"
    declined: tuple[str, ...] = ()
    """Facts that were asked for and that the user could not tell."""

    def after(self, message: str, facts: PatientFacts, *, asked: tuple[str, ...], audience: Audience,
              declined: tuple[str, ...] = ()) -> Conversation:  # fmt: skip
        """The conversation one turn on."""
        turn = self.turns + 1
        messages = (*self.messages, (turn, message))[-_MOST_TURNS:]
        return replace(self, turns=turn, messages=messages, facts=facts, asked=asked, audience=audience,
                       declined=declined)  # fmt: skip


class ConversationStore(Protocol):
    """Keeps conversations. Two messages to one conversation at once take turns, so that no fact is lost."""

    def start(self) -> Conversation:
        """A new, empty conversation with an id of its own."""
        ...

    def hold(self, conversation_id: str) -> AbstractContextManager[Conversation]:
        """The conversation as it stands; nobody else holds it until the context ends.

        Raises:
            ConversationError: there is none.
        """
        ...

    def save(self, conversation: Conversation) -> None:
        """Keep this state; call it while holding the conversation."""
        ...


class MemoryStore:
    """Keeps conversations in this process, at most `most` of them; they end with it."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, _Held] = OrderedDict()

    def start(self) -> Conversation:
        conversation = Conversation(uuid.uuid4().hex)
        with self._guard:
            while len(self._kept) >= self._most:
                self._kept.popitem(last=False)
            self._kept[conversation.id] = _Held(conversation)
        return conversation

    @contextmanager
    def hold(self, conversation_id: str) -> Iterator[Conversation]:
        with self._guard:
            held = self._kept.get(conversation_id)
            if held is None:
                raise ConversationError("There is no such conversation; leave conversation_id out to start one.")
            self._kept.move_to_end(conversation_id)
        with held.lock:
            yield held.conversation

    def save(self, conversation: Conversation) -> None:
        with self._guard:
            held = self._kept.get(conversation.id)
        # One that was dropped for room while it was answered is gone; its answer still goes out.
        if held is not None:
            held.conversation = conversation

    def __len__(self) -> int:
        with self._guard:
            return len(self._kept)


@dataclass
class _Held:
    conversation: Conversation
    lock: threading.Lock = field(default_factory=threading.Lock)

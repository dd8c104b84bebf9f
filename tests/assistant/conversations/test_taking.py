"""Messages to one conversation take turns, whatever befalls one of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from assistant.conversations import Conversation, MemoryStore, TurnTaking
from assistant.errors import ConversationError, StoreError
from assistant.patient import PatientFacts


def next_turn(conversation: Conversation, **facts: object) -> Conversation:
    known = conversation.facts.updated(PatientFacts.confirmed(facts))
    return conversation.after(known, asked=(), audience="clinician")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def answer(store: MemoryStore, take: Any) -> Any:
    """Some answer, and by it a conversation `c` of one turn."""
    return take(store, Conversation("c"))


def test_a_new_conversation_is_kept_with_its_first_turn(store: MemoryStore, answer: Any) -> None:
    given = TurnTaking(store).take(None, "hello", lambda conversation: (answer, next_turn(conversation, fever=True)))
    assert given is answer
    newest = store.newest(1)[0]
    assert (newest.turns, len(newest.id)) == (1, 32)
    assert store.transcript(newest.id).turns[0].message == "hello"


def test_an_unknown_conversation_is_not_begun(store: MemoryStore, answer: Any) -> None:
    with pytest.raises(ConversationError):
        TurnTaking(store).take("nobody", "hello", lambda conversation: (answer, next_turn(conversation)))
    assert [each.id for each in store.newest(10)] == ["c"]


def test_a_message_that_was_overtaken_is_answered_anew(store: MemoryStore, answer: Any, take: Any) -> None:
    """As another process would overtake it: without waiting for this one's lock."""
    seen = []

    def answering(conversation: Conversation) -> tuple[Any, Conversation]:
        seen.append(dict(conversation.facts.values()))
        if len(seen) == 1:
            take(store, store.read("c"), "the faster one", fever=True)
        return answer, next_turn(conversation, osteoporosis=True)

    TurnTaking(store).take("c", "the slower one", answering)
    assert seen == [{}, {"fever": True}]
    assert store.read("c").facts.values() == {"fever": True, "osteoporosis": True}


def test_a_message_that_is_always_overtaken_says_what_to_do(store: MemoryStore, answer: Any, take: Any) -> None:
    def answering(conversation: Conversation) -> tuple[Any, Conversation]:
        take(store, store.read("c"))
        return answer, next_turn(conversation)

    with pytest.raises(StoreError, match="send this one again"):
        TurnTaking(store).take("c", "the slower one", answering)


def test_an_error_while_answering_keeps_nothing_and_lets_the_next_in(store: MemoryStore, answer: Any) -> None:
    taking = TurnTaking(store)

    def failing(conversation: Conversation) -> Any:
        raise RuntimeError("while answering")

    with pytest.raises(RuntimeError, match="while answering"):
        taking.take("c", "hello", failing)
    taking.take("c", "hello", lambda conversation: (answer, next_turn(conversation)))
    assert store.read("c").turns == 2


def test_one_conversation_does_not_wait_for_another(store: MemoryStore, answer: Any, take: Any) -> None:
    taking = TurnTaking(store)
    take(store, Conversation("d"))
    with held(taking, "c", answer):
        taking.take("d", "hello", lambda conversation: (answer, next_turn(conversation)))
    assert store.read("d").turns == 2


@contextmanager
def held(taking: TurnTaking, name: str, answer: Any) -> Iterator[None]:
    """A message to this conversation is being answered, until the end of the context."""
    begun, go = threading.Event(), threading.Event()

    def answering(conversation: Conversation) -> tuple[Any, Conversation]:
        begun.set()
        go.wait(10)
        return answer, next_turn(conversation)

    thread = threading.Thread(target=taking.take, args=(name, "slow", answering))
    thread.start()
    begun.wait(10)
    try:
        yield
    finally:
        go.set()
        thread.join(10)

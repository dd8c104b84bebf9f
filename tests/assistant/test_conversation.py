from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.conversation import Conversation, MemoryStore
from assistant.errors import ConversationError
from assistant.patient import PatientFacts
from assistant.vocabulary import load_vocabulary


def test_a_turn_carries_facts_questions_and_message_over() -> None:
    facts = PatientFacts.confirmed({"age_years": 72})
    after = Conversation("c").after("72 years old", facts, asked=("fever",), audience="patient")
    assert (after.turns, after.facts, after.asked, after.audience) == (1, facts, ("fever",), "patient")
    assert after.messages == ((1, "72 years old"),)


def test_only_the_last_messages_are_kept_and_their_turns_stay_right() -> None:
    conversation = Conversation("c")
    for n in range(205):
        conversation = conversation.after(f"message {n + 1}", PatientFacts(), asked=(), audience="clinician")
    assert conversation.turns == 205
    assert len(conversation.messages) == 200
    assert conversation.messages[-1] == (205, "message 205")


def test_an_unknown_conversation_says_what_to_do() -> None:
    with pytest.raises(ConversationError, match="leave conversation_id out"), MemoryStore().hold("nobody"):
        pass


def test_what_was_saved_is_there_next_time() -> None:
    store = MemoryStore()
    started = store.start()
    with store.hold(started.id) as conversation:
        store.save(conversation.after("hello", PatientFacts(), asked=(), audience="clinician"))
    with store.hold(started.id) as conversation:
        assert conversation.turns == 1


def test_the_conversation_that_was_quiet_longest_makes_room() -> None:
    store = MemoryStore(most=2)
    first, second = store.start(), store.start()
    with store.hold(first.id):
        pass
    store.start()
    assert len(store) == 2
    with store.hold(first.id) as kept:
        assert kept.id == first.id
    with pytest.raises(ConversationError), store.hold(second.id):
        pass


def test_two_messages_at_once_lose_no_fact() -> None:
    store = MemoryStore()
    name = store.start().id
    flags = [fact.name for fact in load_vocabulary().facts.values() if fact.type == "bool"]
    together = threading.Barrier(len(flags))

    def add(flag: str) -> None:
        together.wait()
        with store.hold(name) as conversation:
            facts = conversation.facts.updated(PatientFacts.confirmed({flag: True}))
            store.save(conversation.after(flag, facts, asked=(), audience="clinician"))

    with ThreadPoolExecutor(len(flags)) as pool:
        list(pool.map(add, flags))
    with store.hold(name) as conversation:
        assert set(conversation.facts.evidence) == set(flags)
        assert conversation.turns == len(flags)


def test_an_error_while_answering_frees_the_conversation() -> None:
    store = MemoryStore()
    name = store.start().id
    with pytest.raises(RuntimeError, match="while answering"), store.hold(name):
        raise RuntimeError("while answering")
    with store.hold(name) as conversation:
        assert conversation.turns == 0

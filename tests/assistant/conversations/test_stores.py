"""The contract of every store: in memory, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest

from assistant.conversations import Conversation, ConversationStore, Feedback, TurnTaking, as_sent, new_id
from assistant.errors import ConversationError, UnknownAnswerError
from assistant.patient import Evidence, PatientFacts
from assistant.vocabulary import load_vocabulary

#: No ids, and no text that a database could take.
NO_IDS = ("nobody", "", "a" * 32, "A" * 32, "x\x00", "half a pair \ud800", "' OR 1=1 --", "é" * 32)


def test_what_is_carried_over_comes_back_as_it_was(store: ConversationStore, take: Any) -> None:
    facts = PatientFacts({
        "age_years": Evidence(72, "stated", 1, 0, 2, "72"),
        "duration_weeks": Evidence(6.0, "corrected", 1, 4, 11, "6 weeks ≤ é🩻"),
        "prior_management_weeks": Evidence(0.1, "stated", 1, 4, 11, "0.1"),
        "fever": Evidence(False, "confirmed"),
        "trauma": Evidence("none", "stated", 1, 0, 2, "\"\\'\u2028"),
        "cauda_equina_features.saddle_numbness": Evidence(True, "stated", 1, 3, 4, "x"),
    })  # fmt: skip
    before = Conversation(new_id(), facts=facts, declined=("sex", "fever"))
    take(store, before)
    kept = store.read(before.id)
    assert kept == Conversation(before.id, 1, facts, ("fever",), "patient", ("sex", "fever"))
    # 72 and 72.0 are equal and are not written alike; nor may the order change.
    assert repr(kept.facts) == repr(facts)
    for each in fields(Conversation):
        assert getattr(kept, each.name) != getattr(Conversation(""), each.name), f"nothing here tries {each.name}"


def test_a_conversation_goes_on(store: ConversationStore, take: Any) -> None:
    name = new_id()
    take(store, Conversation(name), age_years=72)
    take(store, store.read(name), osteoporosis=True)
    assert store.read(name).turns == 2
    assert store.read(name).facts.values() == {"age_years": 72, "osteoporosis": True}


def test_every_turn_comes_back_as_it_was_sent(store: ConversationStore, take: Any, clock: Any) -> None:
    name, began = new_id(), clock()
    sent = []
    for message in ("back pain ≤ 6 weeks 🩻", "  and\tnow?\n", "'; DROP TABLE turns; --"):
        sent.append((message, take(store, store.read(name) if sent else Conversation(name), message)))
        clock.move(seconds=5.5)
    found = store.transcript(name)
    assert [(turn.message, turn.answer, turn.answer_id) for turn in found.turns] == [
        (message, as_sent(answer), answer.answer_id) for message, answer in sent
    ]
    assert [turn.number for turn in found.turns] == [1, 2, 3]
    assert [(turn.at - began).total_seconds() for turn in found.turns] == [0, 5.5, 11]
    assert (found.summary.id, found.summary.turns, found.summary.started_at) == (name, 3, began)
    assert found.summary.used_at == found.turns[-1].at
    assert json.loads(found.turns[0].answer)["text"] == "Not if ≤ 6 weeks."


def test_conversations_do_not_mix(store: ConversationStore, take: Any) -> None:
    first, second = new_id(), new_id()
    take(store, Conversation(first), "first", fever=True)
    take(store, Conversation(second), "second", fever=False)
    assert [turn.message for turn in store.transcript(first).turns] == ["first"]
    assert store.read(first).facts.values() == {"fever": True}


def test_an_id_that_is_none_says_what_to_do(store: ConversationStore) -> None:
    for name in NO_IDS:
        for call in (store.read, store.transcript, store.delete):
            with pytest.raises(ConversationError, match="leave conversation_id out"):
                call(name)
        with pytest.raises(UnknownAnswerError, match="as the answer has it"):
            store.give_feedback(name, Feedback(True))


def test_a_turn_is_not_kept_if_another_came_in_between(store: ConversationStore, take: Any) -> None:
    name = new_id()
    take(store, Conversation(name))
    stale = store.read(name)
    answer = take(store, stale, "the faster one")
    assert not store.keep(stale.after(stale.facts, asked=(), audience="clinician"), "the slower one", answer)
    assert [turn.message for turn in store.transcript(name).turns] == ["back pain", "the faster one"]


def test_nothing_is_left_of_a_deleted_conversation(store: ConversationStore, take: Any) -> None:
    gone, other = new_id(), new_id()
    answer = take(store, Conversation(gone))
    kept = take(store, Conversation(other))
    store.give_feedback(answer.answer_id, Feedback(False))
    stale = store.read(gone)
    store.delete(gone)
    for call in (store.read, store.transcript, store.delete):
        with pytest.raises(ConversationError):
            call(gone)
    with pytest.raises(UnknownAnswerError):
        store.give_feedback(answer.answer_id, Feedback(True))
    # Nor does a message that was being answered meanwhile bring it back.
    assert not store.keep(stale.after(stale.facts, asked=(), audience="clinician"), "late", answer)
    assert store.transcript(other).turns[0].answer_id == kept.answer_id


def test_feedback_is_kept_with_the_digests_of_its_answer(store: ConversationStore, take: Any) -> None:
    name = new_id()
    answer = take(store, Conversation(name))
    assert store.transcript(name).turns[0].feedback is None
    given = store.give_feedback(answer.answer_id, Feedback(False, ("study_wrong", "unclear"), "no ≤\n'x'"))
    assert given == Feedback(False, ("study_wrong", "unclear"), "no ≤\n'x'", {"rules": "sha256:1"})
    assert store.transcript(name).turns[0].feedback == given


def test_later_feedback_takes_the_place_of_earlier(store: ConversationStore, take: Any) -> None:
    name = new_id()
    answer = take(store, Conversation(name))
    take(store, store.read(name))
    store.give_feedback(answer.answer_id, Feedback(False, ("other",), "hm"))
    given = store.give_feedback(answer.answer_id, Feedback(True))
    first, second = store.transcript(name).turns
    assert first.feedback == given == Feedback(True, digest={"rules": "sha256:1"})
    assert second.feedback is None


def test_feedback_given_at_once_is_kept_once(store: ConversationStore, take: Any) -> None:
    name = new_id()
    answer = take(store, Conversation(name))
    with ThreadPoolExecutor(8) as pool:
        given = list(
            pool.map(lambda n: store.give_feedback(answer.answer_id, Feedback(True, comment=str(n))), range(40))
        )
    assert store.transcript(name).turns[0].feedback in given


def test_what_is_past_its_time_is_gone_before_it_is_purged(store: ConversationStore, take: Any, clock: Any) -> None:
    old, used, young = new_id(), new_id(), new_id()
    answer = take(store, Conversation(old))
    take(store, Conversation(used))
    clock.move(days=20)
    take(store, store.read(used))
    take(store, Conversation(young))
    clock.move(days=10, seconds=1)
    for call in (store.read, store.transcript, store.delete):
        with pytest.raises(ConversationError):
            call(old)
    with pytest.raises(UnknownAnswerError):
        store.give_feedback(answer.answer_id, Feedback(True))
    assert {each.id for each in store.newest(10)} == {used, young}


def test_the_newest_come_first(store: ConversationStore, take: Any, clock: Any) -> None:
    names = [new_id() for _ in range(3)]
    for name in names:
        take(store, Conversation(name))
        clock.move(minutes=1)
    take(store, store.read(names[0]))
    assert [each.id for each in store.newest(2)] == [names[0], names[2]]
    assert store.newest(1)[0].turns == 2


def test_messages_at_once_from_threads_lose_no_fact(store: ConversationStore, take: Any) -> None:
    name = new_id()
    answer = take(store, Conversation(name))
    flags = [fact.name for fact in load_vocabulary().facts.values() if fact.type == "bool"]
    taking = TurnTaking(store)
    together = threading.Barrier(len(flags))

    def add(flag: str) -> None:
        together.wait()
        taking.take(name, flag, lambda conversation: (_next(answer), _stating(conversation, flag)))

    with ThreadPoolExecutor(len(flags)) as pool:
        list(pool.map(add, flags))
    assert set(store.read(name).facts.evidence) == set(flags)
    turns = store.transcript(name).turns
    assert [turn.number for turn in turns] == list(range(1, len(flags) + 2))
    assert {turn.message for turn in turns[1:]} == set(flags)


def _next(answer: Any) -> Any:
    return replace(answer, answer_id=new_id())


def _stating(conversation: Conversation, flag: str) -> Conversation:
    facts = conversation.facts.updated(PatientFacts.confirmed({flag: True}))
    return conversation.after(facts, asked=(), audience="clinician")

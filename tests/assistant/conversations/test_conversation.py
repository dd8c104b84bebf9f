"""What is carried over, and the ids."""

from __future__ import annotations

from assistant.conversations import Conversation, new_id
from assistant.patient import PatientFacts


def test_a_turn_carries_facts_and_questions_over() -> None:
    facts = PatientFacts.confirmed({"age_years": 72})
    after = Conversation("c").after(facts, asked=("fever",), audience="patient", declined=("sex",))
    assert after == Conversation("c", 1, facts, ("fever",), "patient", ("sex",))


def test_ids_cannot_be_guessed() -> None:
    ids = [new_id() for _ in range(500)]
    assert len(set(ids)) == 500
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in ids)
    # 128 bits, each as often set as not: no counter, no time, no name of the machine.
    often = [sum(int(each, 16) >> bit & 1 for each in ids) for bit in range(128)]
    assert min(often) > 150
    assert max(often) < 350

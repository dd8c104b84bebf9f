"""Many ways of saying the same thing: each states its fact, and says nothing of an emergency beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.understanding import Reader

PHRASINGS = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text(encoding="utf-8"))
TRUTH = {"true": True, "false": False}


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        pytest.param(key, value, said, id=f"{key}={value}: {said}")
        for state, sentences in PHRASINGS.items()
        for key, _, value in [state.partition("=")]
        for said in sentences
    ],
)
def test_each_way_of_saying_it_states_it(reader: Reader, fact: str, value: str, said: str) -> None:
    evidence = reader.read(said).facts.evidence
    assert fact in evidence
    assert evidence[fact].value == TRUTH.get(value, value)


def test_every_emergency_has_many_ways_of_being_said() -> None:
    told = {
        state: len(sentences) for state, sentences in PHRASINGS.items() if state.startswith("cauda_equina_features")
    }
    assert len(told) == 6
    assert min(told.values()) >= 8

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from assistant.errors import WordingError
from assistant.inform import evidence
from assistant.inform.evidence import ANY_MODEL, SIGNALS, Bar, Signals, bar_for, signals_of
from assistant.inform.library import library_of
from assistant.inform.question import read_question
from assistant.inform.ranking import choose, rank
from assistant.wording import load_wording
from index import Index

WEAK = Signals(covered=0.2, unheard=0.6, similarity=0.5, named=0.0)
STRONG = Signals(covered=1.0, unheard=0.0, similarity=0.8, named=1.0)


@pytest.fixture
def signals(index: Index):  # type: ignore[no-untyped-def]
    def of(text: str) -> Signals:
        library = library_of(index.corpus)
        asked = read_question(text, index.corpus, load_wording("clinician").guidelines)
        found = rank(asked, index, library)
        return signals_of(asked, found, choose(asked, found, library), library)

    return of


def test_what_no_document_speaks_of_is_unheard_and_hardly_covered(signals) -> None:  # type: ignore[no-untyped-def]
    held, strange = signals("Is a bone scan advised in pregnancy?"), signals("Which slice thickness for lumbar MRI?")
    assert held.covered > 0.9
    assert held.unheard == 0
    assert strange.covered < 0.3
    assert strange.unheard > 0.5


def test_a_document_that_is_named_and_a_passage_that_is_near_are_signals(signals) -> None:  # type: ignore[no-untyped-def]
    assert signals("What does NICE NG59 say about imaging?").named == 1
    assert signals("MRI in suspected cauda equina syndrome").named == 0
    assert signals("MRI in suspected cauda equina syndrome").similarity > 0.6 > signals("who wins the cup").similarity


def test_a_question_about_nothing_has_signals(signals) -> None:  # type: ignore[no-untyped-def]
    assert 0 <= bar_for("x").strength(signals("?")) <= 1


@pytest.mark.parametrize("model", ["all-MiniLM-L6-v2/int8", "all-MiniLM-L6-v2/float32", "some/other-model/int8"])
def test_each_signal_pulls_its_way_and_strong_evidence_passes(model: str) -> None:
    bar = bar_for(model)
    assert bar.supports(STRONG)
    assert not bar.supports(WEAK)
    middle = replace(WEAK, covered=0.5)
    better = {"covered": 0.9, "unheard": 0.1, "similarity": 0.9, "named": 1.0}
    for name in SIGNALS:
        told = bar.strength(replace(middle, **{name: better[name]})) - bar.strength(middle)
        assert told >= 0
        assert told > 0 or (name == "similarity" and bar == bar_for(ANY_MODEL))


def test_another_models_similarity_is_not_weighed() -> None:
    other = bar_for("some-other-model/int8")
    assert other.strength(replace(WEAK, similarity=0.0)) == other.strength(replace(WEAK, similarity=1.0))
    ours = bar_for("all-MiniLM-L6-v2/int8")
    assert ours.strength(replace(WEAK, similarity=0.0)) < ours.strength(replace(WEAK, similarity=1.0))


def test_the_bar_is_passed_at_the_threshold_and_not_below() -> None:
    bar = Bar((1.0, 0.0, 0.0, 0.0), 0.0, 0.5)
    assert bar.supports(Signals(0.0, 0, 0, 0))
    assert not bar.supports(Signals(-0.01, 0, 0, 0))


@pytest.mark.parametrize(
    ("models", "problem"),
    [
        ({"x": {"weights": {"luck": 1}, "intercept": 0, "threshold": 0.5}}, r"evidence\.yaml: x: 'luck' is no signal"),
        ({"x": {"weights": {}, "intercept": 0, "threshold": 0.5}}, "no entry 'any'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(monkeypatch, models, problem) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(yaml, "safe_load", lambda _: {"models": models})
    with pytest.raises(WordingError, match=problem):
        evidence._bars.__wrapped__()

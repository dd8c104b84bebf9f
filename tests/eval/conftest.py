"""Made-up cases, answers and targets, so that each measure is tried on something it can get wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from eval.case import Case, CaseSet, Point, points_of
from eval.measures import Score, measure_named
from eval.reply import Hit, Reply

DOCUMENTS = {"guide": "Film first if she fell. MRI if a nerve fails.", "other": "Nothing here."}


@pytest.fixture
def text() -> Callable[[str], str | None]:
    """A corpus of two documents."""
    return DOCUMENTS.get


def make_case(**changes: Any) -> Case:
    """A valid case of one turn with these keys replaced."""
    line = {
        "id": "X1", "style": "lay", "turns": [{"user": "My back hurts."}], "expect": {}, "note": "made up", "facts": {},
    }  # fmt: skip
    return Case.model_validate_json(json.dumps({**line, **changes}))


def make_point(expect: Mapping[str, Any] | None = None, set_name: str = "indication", **changes: Any) -> Point:
    """The last point of a made-up case."""
    return list(points_of(make_case(expect=dict(expect or {}), **changes), set_name))[-1]


def make_check(**changes: Any) -> dict[str, Any]:
    """A check without findings, with these keys replaced."""
    check = {
        "verdict": "not_indicated", "urgency": None, "settled": False, "governing": "guide/v1", "studies": [],
        "exits": [], "missing": [],
    }  # fmt: skip
    return {**check, **changes}


def make_answer(**changes: Any) -> dict[str, Any]:
    """A whole answer with one exact citation, with these keys replaced."""
    answer = {
        "kind": "indication",
        "text": "No imaging now [1].",
        "statements": [{"text": "No imaging now.", "citations": [1], "origin": "checker"}],
        "citations": [{"n": 1, "document": "guide", "start": 0, "end": 10, "quote": "Film first"}],
        "check": make_check(),
        "facts": {},
        "questions": [],
        "verification": {"grounded": True, "dropped": []},
        "digest": {"rules": "sha256:0"},
    }
    return {**answer, **changes}


def score(name: str, point: Point, answer: Mapping[str, Any] | None = None, **reply: Any) -> Score:
    """What a measure gives for an answer (a crash where there is none)."""
    state = "crashed" if answer is None else "answered"
    return measure_named(name).of(point, Reply(state, answer, **reply), DOCUMENTS.get)


class FakeTarget:
    """Answers every message with the next of its answers (the last for ever); an exception among them is raised."""

    name = "a fake"
    code = ""

    def __init__(self, *answers: Mapping[str, Any] | Exception, hits: tuple[Hit, ...] = ()) -> None:
        self.answers = answers or (make_answer(),)
        self.hits = hits
        self.put: list[tuple[str, str | None]] = []
        self.searched: list[tuple[str, int]] = []

    def ask(self, message: str, conversation_id: str | None) -> Mapping[str, Any]:
        answer = self.answers[min(len(self.put), len(self.answers) - 1)]
        self.put.append((message, conversation_id))
        if isinstance(answer, Exception):
            raise answer
        number = len({each for _, each in self.put if each is None}) + len(self.put)
        return {"answer_id": f"a{number}", "conversation_id": conversation_id or f"c{number}", **answer}

    def search(self, query: str, max_hits: int) -> tuple[Hit, ...]:
        self.searched.append((query, max_hits))
        return self.hits[:max_hits]

    def text(self, document: str) -> str | None:
        return DOCUMENTS.get(document)


class Made:
    """The builders above, for tests, which cannot import this file."""

    case = staticmethod(make_case)
    point = staticmethod(make_point)
    check = staticmethod(make_check)
    answer = staticmethod(make_answer)
    score = staticmethod(score)
    target = FakeTarget

    @staticmethod
    def cases(*cases: Case, name: str = "indication", sha256: str = "0") -> CaseSet:
        """A set of these cases."""
        return CaseSet(name, cases or (make_case(),), sha256)


@pytest.fixture
def made() -> type[Made]:
    """Builders of cases, points, answers, scores and targets."""
    return Made

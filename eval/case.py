"""Labelled cases: what was typed, what it states, and what a right answer must hold.

`eval/cases/README.md` says what each key means and by which rules the labels were set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import FactError
from assistant.vocabulary import load_vocabulary
from eval.errors import CaseError, SelectionError

Kind = Literal["indication", "information", "clarification", "out_of_scope", "no_evidence"]
Verdict = Literal["indicated", "may_be_indicated", "deferred", "not_indicated", "not_covered"]
Urgency = Literal["emergency", "urgent", "routine"]

CASES = Path(__file__).parent / "cases"
#: Set names in the order in which they run and are reported.
SETS = ("indication", "dialogues", "information", "out_of_scope")


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Expectation(_Line):
    """What a right answer holds. A key that is not set is not scored; ask with `scored` or `accepted`."""

    kind: Kind | None = None
    kind_in: tuple[Kind, ...] = ()
    verdict: Verdict | None = None
    verdict_in: tuple[Verdict, ...] = ()
    urgency: Urgency | None = None
    urgency_in: tuple[Urgency | None, ...] = ()
    settled: bool | None = None
    governing: tuple[str, ...] = ()
    first_studies: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    ask_about: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    must_say: tuple[tuple[str, ...], ...] = ()
    must_not_say: tuple[str, ...] = ()

    def scored(self, key: str) -> bool:
        """Whether the label has this key, be its value empty or null."""
        return key in self.model_fields_set

    def accepted(self, key: Literal["kind", "verdict", "urgency"]) -> tuple[str | None, ...]:
        """The values that count as right; empty where the label does not say. `key` and `key_in` add up."""
        one = (getattr(self, key),) if self.scored(key) else ()
        return tuple(dict.fromkeys((*one, *getattr(self, f"{key}_in"))))

    def completed(self, other: Expectation) -> Expectation:
        """This expectation with the keys that only `other` has.

        Raises:
            ValueError: both have a key, with different values.
        """
        for key in self.model_fields_set & other.model_fields_set:
            if getattr(self, key) != getattr(other, key):
                raise ValueError(f"the last turn expects another {key!r} than the case does")
        given = {key: getattr(other, key) for key in other.model_fields_set}
        return Expectation(**{**given, **{key: getattr(self, key) for key in self.model_fields_set}})


class Turn(_Line):
    """One message, and for a dialogue what is known after it."""

    user: str = Field(min_length=1)
    facts_after: dict[str, Any] | None = None
    expect: Expectation | None = None
    assistant: str | None = None
    """The question that this turn answers, in words, put just before it."""
    asks: tuple[str, ...] = ()
    """The same question as fact keys (`fact` or `set.member`)."""


class Case(_Line):
    """One line of a case file."""

    id: str = Field(min_length=1)
    style: str
    turns: tuple[Turn, ...] = Field(min_length=1)
    expect: Expectation
    note: str
    tags: tuple[str, ...] = ()
    facts: dict[str, Any] | None = None
    """What the words state after the last turn; None where facts are not scored."""
    unscored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """The state of a case after one turn: the unit that measures score.

    The last turn's point carries the case's own id; an earlier turn of T001 that has a label is `T001.1`, and so on.
    """

    id: str
    case: Case
    set_name: str
    turn: int
    """Counted from 1."""
    expect: Expectation
    facts: Mapping[str, Any] | None
    last: bool


@dataclass(frozen=True)
class CaseSet:
    """The cases of one file."""

    name: str
    cases: tuple[Case, ...]
    sha256: str

    def points(self) -> Iterator[Point]:
        """Every labelled turn, in order."""
        for case in self.cases:
            yield from points_of(case, self.name)


def points_of(case: Case, set_name: str) -> Iterator[Point]:
    """The labelled turns of one case, in order; the last turn is always one of them."""
    for number, turn in enumerate(case.turns[:-1], start=1):
        if turn.expect is not None or turn.facts_after is not None:
            expect = turn.expect or Expectation()
            yield Point(f"{case.id}.{number}", case, set_name, number, expect, turn.facts_after, last=False)
    expect = case.expect.completed(case.turns[-1].expect or Expectation())
    yield Point(case.id, case, set_name, len(case.turns), expect, case.facts, last=True)


def load_cases(names: Sequence[str] = (), directory: Path = CASES, *, limit: int | None = None) -> tuple[CaseSet, ...]:
    """Read the named sets (all of them by default), at most `limit` cases of each.

    Raises:
        SelectionError: there is no such set.
        CaseError: names file, line and key.
    """
    if unknown := [name for name in names if name not in SETS]:
        raise SelectionError(f"There is no set of cases called {unknown[0]!r}; choose from {', '.join(SETS)}.")
    sets = tuple(load_file(directory / f"{name}.jsonl") for name in SETS if not names or name in names)
    _refuse_doubles(sets)
    if limit is None:
        return sets
    return tuple(CaseSet(cases.name, cases.cases[:limit], cases.sha256) for cases in sets)


def only(sets: Sequence[CaseSet], ids: Sequence[str]) -> tuple[CaseSet, ...]:
    """The sets cut down to the cases with these ids.

    Raises:
        SelectionError: no case has one of the ids.
    """
    known = {case.id for cases in sets for case in cases.cases}
    if missing := [case_id for case_id in ids if case_id not in known]:
        raise SelectionError(f"There is no case {missing[0]!r} in {', '.join(cases.name for cases in sets)}.")
    cut = (CaseSet(s.name, tuple(case for case in s.cases if case.id in ids), s.sha256) for s in sets)
    return tuple(cases for cases in cut if cases.cases)


def load_file(path: Path) -> CaseSet:
    """Read one case file, strictly: an unknown key, fact or value is refused.

    Raises:
        CaseError: names file, line and key.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: cannot be read ({error.strerror}); give a .jsonl file of cases.") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line_number = data.count(b"\n", 0, error.start) + 1
        raise CaseError(f"{path.name}:{line_number}: is not UTF-8; save the file as UTF-8.") from error
    cases: list[Case] = []
    lines: dict[str, int] = {}
    # Not splitlines: a message may hold U+2028 and the like, which end no line of JSON lines.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        case = _parse(line, f"{path.name}:{number}")
        if case.id in lines:
            raise CaseError(f"{path.name}:{number}: id {case.id!r} is taken by line {lines[case.id]}; give another.")
        lines[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseError(f"{path.name}: holds no case; write one JSON object a line.")
    return CaseSet(path.stem, tuple(cases), hashlib.sha256(data).hexdigest())


def _parse(line: str, where: str) -> Case:
    try:
        case = Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the line"
        problem = "unknown key; see eval/cases/README.md" if first["type"] == "extra_forbidden" else first["msg"]
        raise CaseError(f"{where}: {key}: {problem}.") from error
    try:
        _check_facts(case)
        case.expect.completed(case.turns[-1].expect or Expectation())
    except ValueError as error:
        raise CaseError(f"{where}: {case.id}: {str(error).rstrip('.')}.") from error
    return case


def _check_facts(case: Case) -> None:
    vocabulary = load_vocabulary()
    for facts in (case.facts, *(turn.facts_after for turn in case.turns)):
        if facts is not None:
            vocabulary.parse(facts)
    for key in (*case.unscored, *case.expect.ask_about, *(key for turn in case.turns for key in turn.asks)):
        name, _, member = key.partition(".")
        if member and member not in vocabulary[name].members:
            raise FactError(key, "is not a member of that set")
        _ = vocabulary[name]
    last = case.turns[-1].facts_after
    if last is not None and last != case.facts:
        raise ValueError("'facts' must equal the last turn's 'facts_after'")
    if any(turn.assistant and not turn.asks for turn in case.turns):
        raise ValueError("a turn with 'assistant' must say in 'asks' which facts the question is about")


def _refuse_doubles(sets: Sequence[CaseSet]) -> None:
    where: dict[str, str] = {}
    for cases in sets:
        for case in cases.cases:
            if case.id in where:
                raise CaseError(f"{cases.name}.jsonl: id {case.id!r} is taken in {where[case.id]}.jsonl; give another.")
            where[case.id] = cases.name

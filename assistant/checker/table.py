"""A guideline as a decision table: what each of its rules asks for, beside how it rates each study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checker.condition import Always, Condition, Group, Leaf, Not
from assistant.checker.rule import Procedure, RatedStudy, Rule
from assistant.checker.words import cases_of, derived_name, leaf_in_words, sentence
from assistant.vocabulary import Vocabulary

YES, NO = "yes", "no"


@dataclass(frozen=True)
class AskedRow:
    """One thing that rules ask for."""

    text: str
    cells: tuple[str, ...]
    """For each rule: "yes", "no", what the value must be, or empty where the rule does not ask."""


@dataclass(frozen=True)
class RatedRow:
    """One study."""

    procedure: Procedure
    cells: tuple[RatedStudy | None, ...]
    """For each rule: its rating; None where it does not name the study."""


@dataclass(frozen=True)
class DecisionTable:
    """A rule applies where every cell of its column holds."""

    rules: tuple[Rule, ...]
    always: tuple[str, ...]
    """What every rule of the table asks for alike."""
    asked: tuple[AskedRow, ...]
    rated: tuple[RatedRow, ...]


def decision_table(rules: Sequence[Rule], vocabulary: Vocabulary) -> DecisionTable:
    """The table of some rules, usually those of one guideline; rows in the order of first use."""
    rows: dict[str, dict[str, list[str]]] = {}
    for rule in rules:
        for text, cell in _tests(rule.condition, vocabulary):
            cells = rows.setdefault(text, {}).setdefault(rule.id, [])
            if cell not in cells:
                cells.append(cell)
    asked, always = [], []
    for text, by_rule in rows.items():
        row = AskedRow(text, tuple(" and ".join(by_rule.get(rule.id, ())) for rule in rules))
        if len(set(row.cells)) == 1 and row.cells[0] not in {"", NO}:
            always.append(text if row.cells[0] == YES else row.cells[0])
        else:
            asked.append(row)
    procedures = {each.procedure.id: each.procedure for rule in rules for each in rule.rows}
    named = [{each.procedure.id: each for each in rule.rows} for rule in rules]
    rated = tuple(RatedRow(each, tuple(row.get(each.id) for row in named)) for each in procedures.values())
    return DecisionTable(tuple(rules), tuple(always), tuple(asked), rated)


def _tests(condition: Condition, vocabulary: Vocabulary, *, negated: bool = False) -> Iterator[tuple[str, str]]:
    """The tests whose conjunction a condition is, each as the name of its row and what the cell must hold."""
    if isinstance(condition, Not):
        yield from _tests(condition.part, vocabulary, negated=not negated)
    elif isinstance(condition, Group) and condition.needed == (1 if negated else len(condition.parts)):
        # Not one of several is none of them: the negation goes inside.
        for part in condition.parts:
            yield from _tests(part, vocabulary, negated=negated)
    elif isinstance(condition, Always) and condition.value is not negated:
        return
    elif isinstance(condition, Leaf) and vocabulary[condition.key.partition(".")[0]].type in {"number", "enum"}:
        name = condition.key.removesuffix("_years").removesuffix("_weeks").removesuffix("_ml").replace("_", " ")
        yield name, leaf_in_words(condition, vocabulary, negated=negated)
    elif isinstance(condition, Leaf):
        wanted = condition.value is not negated
        yield leaf_in_words(Leaf(condition.key, "is", True), vocabulary), YES if wanted else NO
    elif cases := _cases(condition):
        name, values = cases
        yield f"*{derived_name(name)}*", f"{'not ' if negated else ''}{' or '.join(values)}".replace("_", " ")
    else:
        yield sentence(condition, vocabulary), NO if negated else YES


def _cases(condition: Condition) -> tuple[str, list[str]] | None:
    """The derived fact and the cases of it that a condition accepts."""
    return cases_of(condition if isinstance(condition, Group) else Group(1, (condition,)))

"""The real rules, patients made up from the vocabulary, and the development cases."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.checker import Checker, Rule, load_checker
from assistant.patient import PatientFacts
from assistant.vocabulary import FactValue, load_vocabulary
from corpus import Corpus

CASES = Path(__file__).parents[2] / "eval" / "cases"


@pytest.fixture(scope="session")
def checker(corpus: Corpus) -> Checker:
    return load_checker(corpus)


@pytest.fixture(scope="session")
def rules(checker: Checker) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in checker.rules}


@pytest.fixture(scope="session")
def case_facts() -> list[PatientFacts]:
    """The labelled facts of every development case about a patient."""
    lines = [line for name in ("indication", "dialogues")
             for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]  # fmt: skip
    return [PatientFacts.confirmed(json.loads(line)["facts"]) for line in lines]


@pytest.fixture(scope="session")
def random_facts() -> list[PatientFacts]:
    """Five hundred patients, from nearly nothing known to nearly everything; no two runs differ."""
    return [made_up(random.Random(seed)) for seed in range(500)]


def made_up(chance: random.Random) -> PatientFacts:
    """A patient with each fact stated or not."""
    often = chance.choice((0.03, 0.1, 0.3, 0.9))
    facts: dict[str, FactValue] = {}
    for name, fact in load_vocabulary().facts.items():
        if chance.random() > often:
            continue
        if fact.type == "bool":
            facts[name] = chance.random() < 0.4
        elif fact.type == "number":
            top = {"age_years": 95, "duration_weeks": 60, "prior_management_weeks": 20}.get(name, fact.maximum)
            facts[name] = round(chance.uniform(fact.minimum, top), chance.choice((0, 1, 2)))
        elif fact.type == "enum":
            facts[name] = chance.choice(fact.values)
        else:
            facts[name] = {member: chance.random() < 0.4 for member in fact.members if chance.random() < 0.6}
    if chance.random() < 0.3:
        facts = {**load_vocabulary().blanket_no_red_flags, **facts}
    return PatientFacts.confirmed(facts)

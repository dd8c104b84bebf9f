"""The closed vocabulary of patient facts: what can be known, of which type, and what silence is read as."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from assistant.errors import FactError, VocabularyError

FactType = Literal["bool", "number", "enum", "set"]
Tier = Literal["core", "topic", "safety"]
Audience = Literal["clinician", "patient"]

#: A fact's plain value. Sets hold a truth value per member; a missing key or member is unknown.
FactValue = bool | float | str | dict[str, bool]
Facts = Mapping[str, FactValue]

_KEYS = {
    "name", "tier", "type", "values", "members", "unit", "range", "definition", "red_flag", "unstated",
    "unstated_applies", "why_unstated", "question", "clinician_phrases", "lay_phrases",
}  # fmt: skip


@dataclass(frozen=True)
class FactDefinition:
    """One fact: its type, what values it may take, and what the default completion takes silence to mean."""

    name: str
    tier: Tier
    type: FactType
    definition: str
    red_flag: bool
    unstated: Any
    """The value in the default completion; None stays unknown. A set names its true members."""
    why_unstated: str
    question: Mapping[str, str]
    """Wording by audience: `patient` and `clinician`."""
    values: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0
    unit: str = ""
    unstated_only_if_no_member_is_true: bool = False
    clinician_phrases: tuple[str, ...] = ()
    lay_phrases: tuple[str, ...] = ()

    def parse(self, value: object) -> FactValue:
        """Give `value` in its canonical form.

        Raises:
            FactError: names the fact and what is allowed.
        """
        if self.type == "bool":
            if isinstance(value, bool):
                return value
            raise FactError(self.name, f"is {value!r}; give true or false, or leave it out if nobody knows")
        if self.type == "number":
            return self._parse_number(value)
        if self.type == "enum":
            if isinstance(value, str) and value in self.values:
                return value
            raise FactError(self.name, f"is {value!r}; give one of {', '.join(self.values)}")
        return self._parse_members(value)

    def _parse_number(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise FactError(self.name, f"is {value!r}; give a number ({self.unit})")
        if not self.minimum <= value <= self.maximum:
            raise FactError(
                self.name, f"is {value}; give a number from {self.minimum:g} to {self.maximum:g} ({self.unit})"
            )
        return value

    def _parse_members(self, value: object) -> dict[str, bool]:
        if not isinstance(value, Mapping):
            raise FactError(
                self.name,
                f'is {value!r}; give an object of members to true or false, such as {{"{self.members[0]}": true}}',
            )
        parsed: dict[str, bool] = {}
        for member, truth in value.items():
            if member not in self.members:
                raise FactError(self.name, f"has no member {member!r}; give some of {', '.join(self.members)}")
            if not isinstance(truth, bool):
                raise FactError(f"{self.name}.{member}", f"is {truth!r}; give true or false, or leave it out")
            parsed[member] = truth
        return {member: parsed[member] for member in self.members if member in parsed}


@dataclass(frozen=True)
class Vocabulary:
    """Every fact, in the order in which to ask, and what a blanket "no red flags" sets."""

    facts: Mapping[str, FactDefinition]
    blanket_no_red_flags: Mapping[str, FactValue]

    def __getitem__(self, name: str) -> FactDefinition:
        try:
            return self.facts[name]
        except KeyError:
            raise FactError(name, "is not a known fact; GET /v1/facts or `indicated facts` lists them") from None

    def parse(self, facts: object) -> dict[str, FactValue]:
        """Check untrusted facts and give them in canonical form and order; empty sets are dropped.

        Raises:
            FactError: an unknown name or member, a wrong type, or a number out of range.
        """
        if not isinstance(facts, Mapping):
            raise FactError("facts", 'must be an object such as {"age_years": 72, "osteoporosis": true}')
        for name in facts:
            if not isinstance(name, str):
                raise FactError(str(name), "is not a known fact")
            self[name]
        parsed = {name: fact.parse(facts[name]) for name, fact in self.facts.items() if name in facts}
        return {name: value for name, value in parsed.items() if value != {}}


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Read `assistant/facts.yaml`, once per process.

    Raises:
        VocabularyError: names the fact and the key that is wrong.
    """
    text = importlib.resources.files("assistant").joinpath("facts.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    facts: dict[str, FactDefinition] = {}
    for entry in raw["facts"]:
        fact = _definition(entry)
        if fact.name in facts:
            raise VocabularyError(f"facts.yaml: fact {fact.name!r} is defined twice")
        facts[fact.name] = fact
    blanket: dict[str, FactValue] = {}
    for name, value in raw["blanket_no_red_flags"]["sets"].items():
        if name not in facts:
            raise VocabularyError(f"facts.yaml: blanket_no_red_flags names {name!r}, which is no fact")
        blanket[name] = dict.fromkeys(facts[name].members, False) if value == "all_false" else facts[name].parse(value)
    return Vocabulary(facts, blanket)


def _definition(entry: Mapping[str, Any]) -> FactDefinition:
    name = entry.get("name", "?")
    if unknown := set(entry) - _KEYS:
        raise VocabularyError(f"facts.yaml: fact {name!r} has unknown keys {sorted(unknown)}")
    if missing := {"name", "tier", "type", "definition", "red_flag", "why_unstated", "question"} - set(entry):
        raise VocabularyError(f"facts.yaml: fact {name!r} lacks {sorted(missing)}")
    low, high = entry.get("range", (0, 0))
    return FactDefinition(
        name=name,
        tier=entry["tier"],
        type=entry["type"],
        definition=entry["definition"],
        red_flag=entry["red_flag"],
        unstated=entry.get("unstated"),
        why_unstated=entry["why_unstated"],
        question=entry["question"],
        values=tuple(entry.get("values", ())),
        members=tuple(entry.get("members", ())),
        minimum=low,
        maximum=high,
        unit=entry.get("unit", ""),
        unstated_only_if_no_member_is_true=entry.get("unstated_applies") == "only_if_no_member_is_true",
        clinician_phrases=tuple(entry.get("clinician_phrases", ())),
        lay_phrases=tuple(entry.get("lay_phrases", ())),
    )

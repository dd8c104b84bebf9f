"""The vignettes of the deciding rules: a patient whom the rule fits, a near miss, and one of whom a fact is unknown."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.checker.entry import Entry, read_entry
from assistant.checker.space import Value
from assistant.errors import RuleError
from assistant.vocabulary import FactValue, Vocabulary, load_vocabulary

VignetteKind = Literal["fires", "near_miss", "unknown"]


@dataclass(frozen=True)
class Vignette:
    """One patient, and what a check says of them."""

    kind: VignetteKind
    facts: Mapping[str, FactValue]
    """Everything that is stated."""
    key: str | None
    """What sets a near miss apart, or what is left out; None where the rule fires."""
    value: Value | None
    """What a near miss has there instead."""
    expect: Mapping[str, Any]
    """`status` and `hangs_on` of the rule itself; `governing`, `verdict`, `urgency`, `first_study` of the check."""


@dataclass(frozen=True)
class RuleVignettes:
    """The three vignettes of one rule."""

    rule: str
    no_red_flags: bool
    """Whether the patient's story rules out the whole list of red flags."""
    told: Mapping[str, FactValue]
    """What the story tells beside that."""
    fires: Vignette
    near_miss: Vignette
    unknown: Vignette

    def all(self) -> tuple[Vignette, Vignette, Vignette]:
        """The three, in the order in which to read them."""
        return self.fires, self.near_miss, self.unknown


@functools.cache
def load_vignettes() -> Mapping[str, RuleVignettes]:
    """The vignettes of every deciding rule, by the rule's id.

    Raises:
        RuleError: a file is wrong; names file and line.
    """
    vocabulary = load_vocabulary()
    found: dict[str, RuleVignettes] = {}
    folder = importlib.resources.files("assistant.checker").joinpath("vignettes")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        for rule, entry in read_entry(file.read_text(encoding="utf-8"), f"vignettes/{file.name}").items():
            if not isinstance(entry, Entry):
                raise RuleError(f"vignettes/{file.name}: {rule!r} is no mapping; write fires, near_miss, unknown")
            found[rule] = _read(rule, entry, vocabulary)
    return found


def _read(rule: str, entry: Entry, vocabulary: Vocabulary) -> RuleVignettes:
    entry.only(f"the vignettes of {rule!r}", required=("fires", "near_miss", "unknown"))
    fires, near, unknown = entry["fires"], entry["near_miss"], entry["unknown"]
    fires.only(f"the patient of {rule!r}", required=("facts", "expect"))
    near.only(f"the near miss of {rule!r}", required=("changed", "expect"))
    unknown.only(f"the unknown of {rule!r}", required=("left_out", "expect"))
    told = dict(fires["facts"])
    no_red_flags = bool(told.pop("no_red_flags", False))
    facts = _whole(told, vocabulary.blanket_no_red_flags if no_red_flags else {})
    if len(near["changed"]) != 1:
        raise near.error(f"the near miss of {rule!r} changes {len(near['changed'])} facts; change one")
    ((key, value),) = near["changed"].items()
    left_out = unknown["left_out"]
    return RuleVignettes(
        rule=rule,
        no_red_flags=no_red_flags,
        told=told,
        fires=Vignette("fires", facts, None, None, fires["expect"]),
        near_miss=Vignette("near_miss", _with(facts, key, value), key, value, near["expect"]),
        unknown=Vignette("unknown", _without(facts, left_out), left_out, None, unknown["expect"]),
    )


def _whole(told: Mapping[str, Any], blanket: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts of a story; what it tells on its own wins over the blanket denial."""
    facts: dict[str, FactValue] = {}
    for name in (*blanket, *(name for name in told if name not in blanket)):
        general, own = blanket.get(name), told.get(name)
        if isinstance(general, Mapping) or isinstance(own, Mapping):
            facts[name] = {**_members(general), **_members(own)}
        else:
            facts[name] = told[name] if name in told else blanket[name]
    return facts


def _with(facts: Mapping[str, FactValue], key: str, value: Value) -> dict[str, FactValue]:
    name, _, member = key.partition(".")
    return {**facts, name: {**_members(facts.get(name)), member: value is True} if member else value}


def _without(facts: Mapping[str, FactValue], key: str) -> dict[str, FactValue]:
    name, _, member = key.partition(".")
    rest = {each: value for each, value in facts.items() if each != name}
    if not member:
        return rest
    members = {each: truth for each, truth in _members(facts.get(name)).items() if each != member}
    return {**rest, name: members}


def _members(value: object) -> dict[str, bool]:
    return dict(value) if isinstance(value, Mapping) else {}

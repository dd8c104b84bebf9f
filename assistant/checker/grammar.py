"""Reads conditions: trees of rule files become `Condition`s, and what the vocabulary does not know is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.checker.condition import Always, Condition, Derived, Group, Leaf, Not, either, every
from assistant.checker.entry import Entry
from assistant.checker.rule import DerivedFact
from assistant.vocabulary import FactDefinition, Vocabulary

_OPS: Mapping[str, tuple[str, ...]] = {
    "bool": ("is",),
    "enum": ("is", "ne", "in"),
    "number": ("lt", "le", "gt", "ge", "eq"),
    "set": ("has", "has_any", "nonempty"),
}


class Grammar:
    """The words that conditions may use: facts, derived facts as they are defined, and parameters."""

    def __init__(self, vocabulary: Vocabulary, params: Mapping[str, float]) -> None:
        self.vocabulary = vocabulary
        self.params = params
        self.derived: dict[str, DerivedFact] = {}

    def define(self, entry: Entry) -> DerivedFact:
        """Read a derived fact; from here on conditions may use it. It may use only those defined before it.

        Raises:
            RuleError: names file, line and what is wrong.
        """
        entry.only("a derived fact", required=("name", "type", "definition"), optional=("when", "values", "cases"))
        name = entry["name"]
        if name in self.derived or name in self.vocabulary.facts:
            raise entry.error(f"{name!r} is defined already; give another name")
        cases: dict[str | bool, Condition]
        if entry.choice(f"derived fact {name!r}", "type", ("bool", "enum")) == "bool":
            if "when" not in entry:
                raise entry.error(f"derived fact {name!r} has no 'when'; add a condition")
            cases = {True: Derived(name, self.read(entry["when"], entry))}
        else:
            if not isinstance(entry.get("cases"), Entry):
                raise entry.error(f"derived fact {name!r} has no 'cases'; add a condition for each value")
            if entry.get("values") != list(entry["cases"]):
                raise entry.error(f"derived fact {name!r}: values and cases must name the same, in one order")
            cases = {case: Derived(f"{name}={case}", self.read(tree, entry)) for case, tree in entry["cases"].items()}
        self.derived[name] = DerivedFact(name, entry["definition"], cases)
        return self.derived[name]

    def read(self, tree: object, around: Entry) -> Condition:  # noqa: PLR0911 - one return per kind of node
        """Read a condition; `around` is the entry it belongs to, for messages.

        Raises:
            RuleError: names file, line and what is wrong.
        """
        if not isinstance(tree, Entry):
            raise around.error(f"{tree!r} is no condition; write a mapping like {{fact: fever, op: is, value: true}}")
        if "fact" in tree:
            tree.only("a test of a fact", required=("fact", "op", "value"))
            return self._fact(tree)
        if "derived" in tree:
            tree.only("a test of a derived fact", required=("derived", "op", "value"))
            return self._derived(tree)
        if "all" in tree:
            return every(*self._parts(tree.only("'all'", required=("all",)), "all"))
        if "any" in tree:
            return either(*self._parts(tree.only("'any'", required=("any",)), "any"))
        if "not" in tree:
            return Not(self.read(tree.only("'not'", required=("not",))["not"], tree))
        if "at_least" in tree:
            parts = self._parts(tree.only("'at_least'", required=("at_least", "of")), "of")
            needed = tree["at_least"]
            if type(needed) is not int or not 0 < needed <= len(parts):
                raise tree.error(f"at_least is {needed!r}; give a whole number from 1 to {len(parts)}")
            return Group(needed, parts)
        if "always" in tree:
            if type(tree.only("'always'", required=("always",))["always"]) is not bool:
                raise tree.error("always must be true or false")
            return Always(tree["always"])
        raise tree.error(f"no condition begins with {next(iter(tree), None)!r}; use fact, derived, all, any, not, "
                         "at_least or always")  # fmt: skip

    def _parts(self, tree: Entry, key: str) -> tuple[Condition, ...]:
        if not isinstance(tree[key], list) or not tree[key]:
            raise tree.error(f"{key!r} needs a list of conditions")
        return tuple(self.read(part, tree) for part in tree[key])

    def _fact(self, tree: Entry) -> Condition:
        fact = self.vocabulary.facts.get(tree["fact"])
        if fact is None:
            raise tree.error(f"{tree['fact']!r} is no fact of facts.yaml; mend its spelling or add it there")
        op = tree.choice(f"a test of {fact.name!r}, which is a {fact.type},", "op", _OPS[fact.type])
        value = tree["value"]
        if fact.type == "set":
            return self._set(tree, fact, op, value)
        if fact.type == "number":
            return Leaf(fact.name, op, self._number(tree, fact, value))
        if fact.type == "bool":
            if type(value) is not bool:
                raise tree.error(f"{fact.name!r} is compared with {value!r}; give true or false")
            return Leaf(fact.name, "is", value)
        values = _values(tree, fact.name, fact.values)
        leaf = Leaf(fact.name, "in", values) if op == "in" else Leaf(fact.name, "is", values[0])
        return Not(leaf) if op == "ne" else leaf

    def _set(self, tree: Entry, fact: FactDefinition, op: str, value: object) -> Condition:
        if op == "nonempty":
            if value is not True:
                raise tree.error("nonempty takes the value true; for an empty set write not: {...}")
            members: Any = fact.members
        else:
            members = [value] if op == "has" else value
        if not isinstance(members, (list, tuple)) or not members or not set(members) <= set(fact.members):
            raise tree.error(f"{fact.name!r} has no {value!r}; its members are {', '.join(fact.members)}")
        return either(*(Leaf(f"{fact.name}.{member}", "is", True) for member in members))

    def _number(self, tree: Entry, fact: FactDefinition, value: object) -> float:
        if isinstance(value, Entry):
            name = value.only("a parameter", required=("param",))["param"]
            if name not in self.params:
                raise tree.error(f"{name!r} is no parameter; those known are {', '.join(self.params)}")
            value = self.params[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise tree.error(f"{fact.name!r} is compared with {value!r}; give a number ({fact.unit})")
        if not fact.minimum <= value <= fact.maximum:
            raise tree.error(f"{fact.name!r} is compared with {value}, which is out of its range "
                             f"{fact.minimum:g} to {fact.maximum:g}")  # fmt: skip
        return value

    def _derived(self, tree: Entry) -> Condition:
        derived = self.derived.get(tree["derived"])
        if derived is None:
            raise tree.error(f"{tree['derived']!r} is no derived fact defined before; see _derived.yaml")
        cases = derived.cases
        if True in cases:
            tree.choice(f"a test of {derived.name!r}, which is yes or no,", "op", ("is",))
            if type(tree["value"]) is not bool:
                raise tree.error(f"{derived.name!r} is compared with {tree['value']!r}; give true or false")
            return cases[True] if tree["value"] else Not(cases[True])
        op = tree.choice(f"a test of {derived.name!r}", "op", _OPS["enum"])
        named = either(*(cases[value] for value in _values(tree, derived.name, tuple(map(str, cases)))))
        return Not(named) if op == "ne" else named


def _values(tree: Entry, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The value or values that a test compares with; `in` takes a list, every other op one value."""
    value = tree["value"]
    values = value if tree["op"] == "in" else [value]
    if not isinstance(values, list) or not values:
        raise tree.error(f"{name!r} is compared with {value!r}; 'in' takes a list")
    for each in values:
        if not isinstance(each, str) or each not in allowed:
            raise tree.error(f"{name!r} is never {each!r}; its values are {', '.join(allowed)}")
    return tuple(values)

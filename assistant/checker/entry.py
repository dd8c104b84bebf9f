"""YAML that remembers on which line each mapping stands, so that a refusal can point at it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import yaml

from assistant.errors import RuleError

# The parser in C is ten times as fast; without libyaml the pure one does the same.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Entry(dict[str, Any]):
    """One mapping of a rule file, with the file and line where it begins."""

    file: str = ""
    line: int = 0

    def error(self, problem: str) -> RuleError:
        """An error that says where this entry stands and what is wrong with it."""
        return RuleError(f"{self.file}:{self.line}: {problem}")

    def only(self, what: str, *, required: Collection[str] = (), optional: Collection[str] = ()) -> Entry:
        """This entry, if it has all of `required` and nothing beyond `optional`.

        Raises:
            RuleError: names file, line and key.
        """
        for key in required:
            if key not in self:
                raise self.error(f"{what} has no {key!r}; add it")
        for key in self:
            if key not in required and key not in optional:
                raise self.error(f"{what} has an unknown key {key!r}; remove it or mend its spelling")
        return self

    def choice(self, what: str, key: str, allowed: Collection[Any]) -> Any:  # noqa: ANN401 - as YAML has it
        """The value under `key`, if it is one of `allowed`.

        Raises:
            RuleError: names file, line, key and what is allowed.
        """
        value = self.get(key)
        if value not in allowed:
            words = ", ".join("null" if each is None else str(each) for each in allowed)
            raise self.error(f"{what}: {key} is {value!r}; give one of {words}")
        return value


def read_entry(text: str, file: str) -> Entry:
    """Parse one rule file, whose top must be a mapping.

    Raises:
        RuleError: not YAML, a key given twice, or not a mapping.
    """

    class Loader(_Base):  # type: ignore[misc]  # the base is chosen at run time: the C loader where it is built
        """Bound to one file, so that every entry can name it."""

    def construct(loader: yaml.constructor.SafeConstructor, node: yaml.MappingNode) -> Entry:
        entry = Entry()
        entry.file, entry.line = file, node.start_mark.line + 1
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in entry:
                raise RuleError(f"{file}:{key_node.start_mark.line + 1}: {key!r} is given twice; keep one")
            entry[key] = loader.construct_object(value_node, deep=True)
        return entry

    Loader.add_constructor("tag:yaml.org,2002:map", construct)
    try:
        entry = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader with one more constructor
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(f"{file}:{line}: not valid YAML ({error.problem}); mend the line") from error
    if not isinstance(entry, Entry):
        raise RuleError(f"{file}:1: must be a mapping of keys to values")
    return entry

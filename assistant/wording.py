"""The words of an answer: what `wording/*.yaml` says, checked, for one audience."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import yaml

from assistant.errors import WordingError
from assistant.vocabulary import Audience, load_vocabulary

#: What a phrase of `facts.yaml` may be given for.
FACT_KEYS = frozenset({
    "ask", "topic", "absent", "taken", "elsewhere", "yes", "no", "values", "members", "value", "zero",
})  # fmt: skip


@dataclass(frozen=True)
class Guideline:
    """How an answer names a document, and the words by which a reader asks for it."""

    name: str
    patient: str
    asked_as: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """Every phrase and sentence for one audience."""

    audience: Audience
    sentences: Mapping[str, Any]
    """`answer.yaml`: by name, some grouped (`lead`, `emergency`, `ask`, `cautions`, `exits`)."""
    fixed: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Any]]
    """`facts.yaml` with each phrase already that of the audience."""
    studies: Mapping[str, str]
    guidelines: Mapping[str, Guideline]
    topics: Mapping[str, Mapping[str, Any]]
    """`topics.yaml`: when a question about a topic is worth asking."""

    def say(self, name: str, /, **words: str) -> str:
        """Fill in a sentence of `answer.yaml`; `lead.indicated` names one of a group.

        Raises:
            WordingError: there is no such sentence, or it wants a word that is not given.
        """
        found: Any = self.sentences
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise WordingError(f"wording/answer.yaml: {self.audience} has no sentence {name!r}; write it")
        try:
            return found.format(**words)
        except (KeyError, IndexError) as error:
            raise WordingError(f"wording/answer.yaml: {self.audience}.{name} wants {error}, which is not given "
                               f"there; use {', '.join(sorted(words)) or 'no words in braces'}") from error  # fmt: skip

    def has(self, name: str) -> bool:
        """Whether there is such a sentence for this audience."""
        found: Any = self.sentences
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return isinstance(found, str)


@functools.cache
def load_wording(audience: Audience) -> Wording:
    """Read `wording/*.yaml`, once per process and audience.

    Raises:
        WordingError: names file and key.
    """
    facts = {name: _fact(name, entry, audience) for name, entry in _read("facts").items()}
    return Wording(
        audience=audience,
        sentences=_mapping("answer", _read("answer"), audience),
        fixed=_mapping("fixed", _read("fixed"), audience),
        facts=facts,
        studies={name: _for("studies", name, entry, audience) for name, entry in _read("studies").items()},
        guidelines={name: _guideline(name, entry) for name, entry in _read("guidelines").items()},
        topics={name: _topic(name, entry) for name, entry in _read("topics").items()},
    )


@functools.cache
def wording_digest() -> str:
    """`sha256:…` over the wording files: another wording gives another answer."""
    digest = hashlib.sha256()
    folder = importlib.resources.files("assistant").joinpath("wording")
    for name in sorted(each.name for each in folder.iterdir()):
        digest.update(f"{name}\n".encode() + folder.joinpath(name).read_bytes())
    return f"sha256:{digest.hexdigest()}"


def placeholders(sentence: str) -> set[str]:
    """The words in braces that a sentence wants filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _read(name: str) -> dict[str, Any]:
    file = importlib.resources.files("assistant").joinpath("wording", f"{name}.yaml")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise WordingError(f"wording/{name}.yaml cannot be read ({error}); mend it") from error
    if not isinstance(content, dict):
        raise WordingError(f"wording/{name}.yaml must be a mapping of names to words")
    return content


def _mapping(file: str, content: Mapping[str, Any], audience: Audience) -> Mapping[str, Any]:
    found = content.get(audience)
    if not isinstance(found, dict) or set(content) - set(get_args(Audience)):
        raise WordingError(f"wording/{file}.yaml must hold {' and '.join(get_args(Audience))}, and nothing else")
    return found


def _fact(name: str, entry: object, audience: Audience) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or set(entry) - FACT_KEYS:
        raise WordingError(f"wording/facts.yaml: {name} may hold {', '.join(sorted(FACT_KEYS))}, and nothing else")
    words: dict[str, Any] = {}
    for key, value in entry.items():
        where = f"{name}.{key}"
        if key == "values":
            words[key] = {each: _for("facts", f"{where}.{each}", text, audience) for each, text in value.items()}
        elif key == "members":
            words[key] = {
                member: {truth: _for("facts", f"{where}.{member}.{truth}", text, audience)
                         for truth, text in each.items()}
                for member, each in value.items()
            }  # fmt: skip
        elif key != "ask" or audience in value:
            words[key] = _for("facts", where, value, audience)
    return words


def _for(file: str, where: str, entry: object, audience: Audience) -> str:
    found = entry.get(audience) if isinstance(entry, dict) else entry
    if not isinstance(found, str) or not found.strip():
        raise WordingError(f"wording/{file}.yaml: {where} has no words for a {audience}; write them")
    return found


def _guideline(name: str, entry: Mapping[str, Any]) -> Guideline:
    try:
        return Guideline(entry["name"], entry["patient"], tuple(entry["asked_as"]))
    except (KeyError, TypeError) as error:
        raise WordingError(f"wording/guidelines.yaml: {name} must hold name, patient and asked_as") from error


def _topic(name: str, entry: object) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or "after" not in entry or set(entry) - {"after", "over", "under"}:
        raise WordingError(f"wording/topics.yaml: {name} must hold after, and may hold over and under")
    vocabulary = load_vocabulary()
    for key in (name, *entry["after"]):
        fact, _, member = str(key).partition(".")
        if fact not in vocabulary.facts or (member and member not in vocabulary[fact].members):
            raise WordingError(f"wording/topics.yaml: {name} names {key!r}, which is no fact or member")
    return entry

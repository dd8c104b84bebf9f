"""Loads the rule base: every file under `rules/`, checked against the vocabulary and the corpus."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable

from assistant.checker.citing import Citer, HasDocuments, Unquoted
from assistant.checker.entry import Entry, read_entry
from assistant.checker.grammar import Grammar
from assistant.checker.layers import read_cautions, read_conflicts, read_exits, read_gaps, read_procedures
from assistant.checker.reading import RuleReader
from assistant.checker.rule import POSITIONS, Edition, PrecedenceGroup, Rule, RuleBase
from assistant.errors import RuleError, SettingError
from assistant.vocabulary import Vocabulary, load_vocabulary

#: Files whose names begin with "_" hold what belongs to no single guideline.
_SHARED = ("_policy", "_derived", "_procedures", "_exits", "_cautions", "_conflicts", "_gaps")


def load_rules(
    corpus: HasDocuments | None,
    *,
    guideline_priority: Sequence[str] | None = None,
    elderly_age: float | None = None,
    directory: Traversable | None = None,
    vocabulary: Vocabulary | None = None,
) -> RuleBase:
    """Read and check the whole rule base.

    Args:
        corpus: Where every quote is looked up; with None quotes are taken on trust, which is enough to compare rules.
        directory: A folder of rule files; the installed ones if left out.
        guideline_priority: Who wins among rules of one group; those not named follow in the built-in order.
        elderly_age: The age at which "older" begins.

    Raises:
        RuleError: a file is wrong or a quote is not in the corpus; names file, line and rule.
        SettingError: a priority or age that cannot be used.
    """
    vocabulary = vocabulary or load_vocabulary()
    texts = _texts(directory or importlib.resources.files("assistant.checker").joinpath("rules"))
    files = {name: read_entry(text, f"rules/{name}.yaml") for name, text in texts.items()}
    if lacking := [name for name in _SHARED if name not in files]:
        raise RuleError(f"rules/{lacking[0]}.yaml is missing; restore it")

    policy = files["_policy"].only("the policy", required=("guidelines", "guideline_priority", "precedence", "ratings"))
    params = _params(files["_derived"], elderly_age, vocabulary)
    grammar = Grammar(vocabulary, params)
    for entry in files["_derived"]["derived"]:
        grammar.define(entry)
    precedence = tuple(
        PrecedenceGroup(each["group"], each["name"], each["urgency"], each.get("why", ""))
        for each in policy["precedence"]
    )
    procedures = read_procedures(files["_procedures"])
    citer = Unquoted() if corpus is None else Citer(corpus)
    groups = frozenset(each.group for each in precedence)
    for words, position in policy["ratings"].items():
        if position not in POSITIONS:
            raise policy["ratings"].error(f"{words!r} means {position!r}; give one of {', '.join(POSITIONS)}")
    reader = RuleReader(grammar, citer, procedures, groups, policy["ratings"])
    rules: list[Rule] = []
    for guideline in policy["guidelines"]:
        if guideline in files:
            rules.extend(reader.read(files[guideline], guideline))
    if strangers := set(files) - set(_SHARED) - set(policy["guidelines"]):
        raise RuleError(f"rules/{min(strangers)}.yaml: _policy.yaml does not list this guideline; add it there")
    by_id = {rule.id: rule for rule in rules}
    priority = _priority(policy, guideline_priority)
    return RuleBase(
        rules=tuple(rules),
        procedures=procedures,
        exits=read_exits(files["_exits"], grammar, citer, procedures, by_id),
        cautions=read_cautions(files["_cautions"], grammar, citer),
        conflicts=read_conflicts(files["_conflicts"], grammar, by_id, policy["guidelines"]),
        gaps=read_gaps(files["_gaps"], grammar),
        precedence=precedence,
        guidelines=tuple(policy["guidelines"]),
        editions={name: _edition(name, citer, rules) for name in dict.fromkeys(rule.guideline for rule in rules)},
        guideline_priority=priority,
        derived=grammar.derived,
        params=params,
        digest=_digest(texts, priority, params),
    )


def _edition(guideline: str, citer: Citer, rules: Sequence[Rule]) -> Edition:
    document = citer.documents.get(guideline)
    if document is None:
        return Edition(next(rule.edition for rule in rules if rule.guideline == guideline), "unknown")
    return Edition(document.edition, document.status)


def _texts(directory: Traversable) -> dict[str, str]:
    files = sorted((each for each in directory.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return {each.name.removesuffix(".yaml"): each.read_text(encoding="utf-8") for each in files}


def _params(file: Entry, elderly_age: float | None, vocabulary: Vocabulary) -> dict[str, float]:
    file.only("the file", required=("params", "derived"))
    params = dict(file["params"].only("params", required=("elderly_age",)))
    if elderly_age is not None:
        age = vocabulary["age_years"]
        if isinstance(elderly_age, bool) or not age.minimum <= elderly_age <= age.maximum:
            raise SettingError(f"elderly_age is {elderly_age}; give an age from {age.minimum:g} to {age.maximum:g}.")
        params["elderly_age"] = elderly_age
    return params


def _priority(policy: Entry, wanted: Sequence[str] | None) -> tuple[str, ...]:
    built_in: list[str] = policy["guideline_priority"]
    known = policy["guidelines"]
    if unknown := [name for name in built_in if name not in known]:
        raise policy.error(f"guideline_priority names {unknown[0]!r}, which is no guideline; remove it")
    chosen = list(dict.fromkeys(wanted or ()))
    if unknown := [name for name in chosen if name not in known]:
        raise SettingError(f"guideline_priority names {unknown[0]!r}; the guidelines are {', '.join(known)}.")
    return tuple(dict.fromkeys((*chosen, *built_in)))


def _digest(texts: Mapping[str, str], priority: Sequence[str], params: Mapping[str, float]) -> str:
    digest = hashlib.sha256()
    facts = importlib.resources.files("assistant").joinpath("facts.yaml").read_text(encoding="utf-8")
    settings = json.dumps({"guideline_priority": list(priority), "params": dict(params)}, sort_keys=True)
    for part in (facts, settings, *(f"{name}\n{text}" for name, text in texts.items())):
        encoded = part.encode("utf-8")
        # The length in front keeps two different splits of the same text apart.
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return f"sha256:{digest.hexdigest()}"

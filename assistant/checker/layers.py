"""Reads what stands around the rules: procedures, exits, cautions, conflicts and gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from assistant.checker.citing import Citer
from assistant.checker.entry import Entry
from assistant.checker.grammar import Grammar
from assistant.checker.result import Side, Urgency
from assistant.checker.rule import CautionRule, ConflictRule, ExitRule, GapRule, Procedure, RatedStudy, Rule

#: Holds the sections that cautions cite.
SAFETY_DOCUMENT = "imaging-safety"
_FILTERS = ("modality", "modality_not", "contrast", "route", "ionising")
_PROCEDURE = ("id", "name", "modality", "region", "imaging", "ionising", "contrast", "contrast_phase", "contrast_route",
              "rrl_adult", "rrl_peds", "loinc")  # fmt: skip


def read_procedures(file: Entry) -> dict[str, Procedure]:
    """Every procedure by id.

    Raises:
        RuleError: names file, line and what is wrong.
    """
    procedures: dict[str, Procedure] = {}
    for entry in _listed(file, "procedures", required=_PROCEDURE, optional=("at", "aliases")):
        procedures[entry["id"]] = Procedure(
            id=entry["id"],
            name=entry["name"],
            modality=entry["modality"],
            region=entry["region"],
            imaging=entry.choice("a procedure", "imaging", (True, False)),
            ionising=entry.choice("a procedure", "ionising", (True, False)),
            contrast=entry.choice("a procedure", "contrast", ("none", "gadolinium", "iodinated")),
            route=entry["contrast_route"],
            radiation_adult=entry["rrl_adult"],
            radiation_child=entry["rrl_peds"],
            loinc=entry["loinc"],
            at=dict(entry.get("at", {})),
            aliases=tuple(entry.get("aliases", ())),
        )
    for entry in file["procedures"]:
        for form in entry.get("at", {}).values():
            if form not in procedures:
                raise entry.error(f"procedure {entry['id']!r} names the form {form!r}, which is no procedure")
    return procedures


def read_exits(
    file: Entry, grammar: Grammar, citer: Citer, procedures: Mapping[str, Procedure], rules: Mapping[str, Rule]
) -> tuple[ExitRule, ...]:
    """The reasons to leave the pathway, in file order.

    Raises:
        RuleError: names file, line and what is wrong.
    """
    keys = ("id", "name", "urgency", "when", "studies", "recommendations", "text")
    exits = []
    for entry in _listed(file, "exits", required=keys):
        if not entry["recommendations"]:
            raise entry.error(f"exit {entry['id']!r} has no source; name a recommendation")
        sources = tuple(rules[name].source if name in rules else citer.opening_of(name, entry)
                        for name in entry["recommendations"])  # fmt: skip
        named = [rules[name] for name in entry["recommendations"] if name in rules]
        rated = {row.procedure.id: row for rule in named for row in rule.rows}
        studies = []
        for name in entry["studies"]:
            if name not in procedures:
                raise entry.error(f"exit {entry['id']!r} names {name!r}, which is no procedure of _procedures.yaml")
            studies.append(rated.get(name) or RatedStudy(procedures[name], "indicated", None, sources[0]))
        exits.append(
            ExitRule(
                id=entry["id"],
                name=entry["name"],
                urgency=entry.choice(f"exit {entry['id']!r}", "urgency", get_args(Urgency)),
                when=grammar.read(entry["when"], entry),
                studies=tuple(studies),
                recommendations=tuple(entry["recommendations"]),
                text=entry["text"],
                sources=sources,
            )
        )
    return tuple(exits)


def read_cautions(file: Entry, grammar: Grammar, citer: Citer) -> tuple[CautionRule, ...]:
    """The safety facts that touch studies, in file order.

    Raises:
        RuleError: names file, line and what is wrong.
    """
    cautions = []
    for entry in _listed(file, "cautions", required=("id", "level", "when", "applies_to", "text", "safety")):
        what = f"caution {entry['id']!r}"
        filters = entry["applies_to"]
        if not isinstance(filters, Entry) or not filters:
            raise entry.error(f"{what} applies to nothing; give a filter such as {{modality: [mri]}}")
        filters.only(f"the filter of {what}", optional=_FILTERS)
        cautions.append(
            CautionRule(
                id=entry["id"],
                level=entry.choice(what, "level", ("blocked", "caution")),
                when=grammar.read(entry["when"], entry),
                applies_to={key: tuple(v) if isinstance(v, list) else v for key, v in filters.items()},
                text=entry["text"],
                sources=tuple(citer.opening(SAFETY_DOCUMENT, section, entry) for section in entry["safety"]),
            )
        )
    return tuple(cautions)


def read_conflicts(
    file: Entry, grammar: Grammar, rules: Mapping[str, Rule], guidelines: Collection[str]
) -> tuple[ConflictRule, ...]:
    """The known differences between sources, in file order.

    Raises:
        RuleError: names file, line and what is wrong.
    """
    conflicts = []
    for entry in _listed(file, "conflicts", required=("id", "about", "when", "sides", "handling")):
        sides = []
        for side in entry["sides"]:
            side.only(f"a side of conflict {entry['id']!r}", required=("guideline", "recommendations", "says"))
            if side["guideline"] is not None and side["guideline"] not in guidelines:
                raise side.error(f"conflict {entry['id']!r} names {side['guideline']!r}, which is no guideline")
            for name in side["recommendations"]:
                if name not in rules:
                    raise side.error(f"conflict {entry['id']!r} names {name!r}, which is no rule")
            sources = tuple(rules[name].source for name in side["recommendations"])
            sides.append(Side(side["guideline"], tuple(side["recommendations"]), side["says"], sources))
        when = None if entry["when"] is None else grammar.read(entry["when"], entry)
        conflicts.append(ConflictRule(entry["id"], entry["about"], when, tuple(sides), entry["handling"]))
    return tuple(conflicts)


def read_gaps(file: Entry, grammar: Grammar) -> tuple[GapRule, ...]:
    """The regions that no source covers well, in file order.

    Raises:
        RuleError: names file, line and what is wrong.
    """
    return tuple(
        GapRule(entry["id"], entry["text"], grammar.read(entry["when"], entry))
        for entry in _listed(file, "gaps", required=("id", "text", "when"))
    )


def _listed(file: Entry, key: str, *, required: Collection[str], optional: Collection[str] = ()) -> Iterator[Entry]:
    file.only("the file", required=(key,))
    seen: set[Any] = set()
    for entry in file[key]:
        if not isinstance(entry, Entry):
            raise file.error(f"{entry!r} under {key!r} must be a mapping")
        entry.only(f"{key[:-1]} {entry.get('id')!r}", required=required, optional=optional)
        if entry["id"] in seen:
            raise entry.error(f"{key[:-1]} {entry['id']!r} is defined twice; give another id")
        seen.add(entry["id"])
        yield entry

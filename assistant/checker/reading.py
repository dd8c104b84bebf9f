"""Reads rule files, one guideline each: entries become rules, and each rule finds its words in the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from assistant.checker.citing import Citer
from assistant.checker.condition import every
from assistant.checker.entry import Entry
from assistant.checker.grammar import Grammar
from assistant.checker.result import Source, Urgency
from assistant.checker.rule import POSITIONS, Procedure, RatedStudy, Rule, Use

KINDS = ("imaging", "technique", "principle", "limitation", "context", "pathway", "definition", "safety", "related",
         "payer", "patient_information", "measure", "local", "interpretation", "exit")  # fmt: skip
EVIDENCE = ("publisher", "copy", "scrape", "scrape_confirmed")
_URGENCY = (*get_args(Urgency), None)
_REQUIRED = ("id", "kind", "use", "position", "urgency", "statement", "when", "source")
_OPTIONAL = ("group", "scope", "ratings", "procedures", "order", "adjuncts", "test", "rating", "strength", "table",
             "timing", "status", "mapping_note")  # fmt: skip


class RuleReader:
    """Reads the rules of one guideline after the other."""

    def __init__(self, grammar: Grammar, citer: Citer, procedures: Mapping[str, Procedure],
                 groups: frozenset[str], ratings: Mapping[str, str]) -> None:  # fmt: skip
        self.grammar = grammar
        self.citer = citer
        self.procedures = procedures
        self.groups = groups
        self.ratings = ratings
        self.seen: dict[str, Entry] = {}

    def read(self, file: Entry, guideline: str) -> list[Rule]:
        """The rules of one file, in its order.

        Raises:
            RuleError: names file, line and what is wrong.
        """
        file.only("a rule file", required=("guideline", "edition", "in_force", "scope", "rules"))
        if file["guideline"] != guideline:
            raise file.error(f"guideline is {file['guideline']!r}; a rule file bears its guideline's name")
        if not isinstance(file["in_force"], Entry) or not isinstance(file["rules"], list):
            raise file.error("in_force must hold from and until, and rules a list")
        file["in_force"].only("in_force", required=("from", "until"))
        return [self._rule(entry, file, guideline) for entry in file["rules"]]

    def _rule(self, entry: Entry, file: Entry, guideline: str) -> Rule:
        if not isinstance(entry, Entry):
            raise file.error(f"{entry!r} is no rule; write a mapping")
        what = f"rule {entry.get('id')!r}"
        entry.only(what, required=_REQUIRED, optional=_OPTIONAL)
        if entry["id"] in self.seen:
            first = self.seen[entry["id"]]
            raise entry.error(f"{what} is defined already at {first.file}:{first.line}; give another id")
        self.seen[entry["id"]] = entry
        if not str(entry["id"]).startswith(f"{guideline}/"):
            raise entry.error(f"{what}: an id begins with its guideline, {guideline}/")
        use: Use = entry.choice(what, "use", get_args(Use))
        position = entry.choice(what, "position", POSITIONS)
        group = entry.choice(what, "group", self.groups) if use == "decide" else None
        if use == "inform" and "group" in entry:
            raise entry.error(f"{what} informs and never governs; remove its group")
        place = entry["source"]
        if not isinstance(place, Entry):
            raise entry.error(f"{what} has no source; add section, where and evidence")
        place.only(f"the source of {what}", required=("section", "where", "evidence"))
        place.choice(f"the source of {what}", "evidence", EVIDENCE)
        source = self.citer.quote(guideline, place["section"], entry["statement"], entry)
        scope = self.grammar.read(entry["scope"] if "scope" in entry else file["scope"], entry)
        when = self.grammar.read(entry["when"], entry)
        return Rule(
            id=entry["id"],
            guideline=guideline,
            kind=entry.choice(what, "kind", KINDS),
            use=use,
            group=group,
            position=position,
            urgency=entry.choice(what, "urgency", _URGENCY),
            statement=entry["statement"],
            condition=every(scope, when),
            scope=scope,
            when=when,
            rows=self._rows(entry, what, source),
            adjuncts=tuple(self._procedure(each, entry, what) for each in entry.get("adjuncts", ())),
            source=source,
            edition=file["edition"],
            in_force=(file["in_force"]["from"], file["in_force"]["until"]),
            where=place["where"],
            evidence=place["evidence"],
            mapping_note=entry.get("mapping_note", ""),
            file=entry.file,
            line=entry.line,
            strength=entry.get("strength"),
            timing=entry.get("timing"),
            table_is_partial=entry.get("table") == "partial",
        )

    def _rows(self, entry: Entry, what: str, source: Source) -> tuple[RatedStudy, ...]:
        if "test" in entry:
            entry.choice(what, "test", ("not_fixed_by_source",))
        if sum(key in entry for key in ("ratings", "procedures", "test")) > 1:
            raise entry.error(f"{what}: give one of ratings, procedures and test")
        entry.choice(what, "order", ("equal", "preferred", None))
        if "ratings" in entry:
            return tuple(self._rated(row, entry, what, source) for row in entry["ratings"])
        rows = []
        for each in entry.get("procedures", ()):
            procedure = self._procedure(each, entry, what)
            line = self.citer.naming(source.document, source.section, procedure.name, entry)
            rows.append(RatedStudy(procedure, entry["position"], entry.get("rating"), line))
        return tuple(rows)

    def _rated(self, row: object, entry: Entry, what: str, source: Source) -> RatedStudy:
        if not isinstance(row, Entry):
            raise entry.error(f"{what}: {row!r} is no rating; write procedure, rating and position")
        row.only(f"a rating of {what}", required=("procedure", "rating", "position"))
        procedure = self._procedure(row["procedure"], row, what)
        rating = str(row["rating"])
        if row["position"] != (means := _meaning(rating, self.ratings)):
            raise row.error(f"{what}: {rating!r} means {means}, not {row['position']}")
        line = self.citer.row(source.document, source.section, procedure.name, rating, row)
        return RatedStudy(procedure, row["position"], rating, line)

    def _procedure(self, name: object, entry: Entry, what: str) -> Procedure:
        if not isinstance(name, str) or name not in self.procedures:
            raise entry.error(f"{what} names {name!r}, which is no procedure of _procedures.yaml")
        return self.procedures[name]


def _meaning(rating: str, words: Mapping[str, str]) -> str:
    """What a rating says: its words, or on the older scale 7-9, 4-6 and 1-3. None for an unknown one."""
    if rating in words:
        return words[rating]
    if rating[:1].isdigit() and rating[0] != "0":
        return ("not_indicated", "may_be_indicated", "indicated")[(int(rating[0]) - 1) // 3]
    return "nothing known"

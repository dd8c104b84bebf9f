"""A rule as JSON, in words: what `GET /v1/rules/{id}` gives and the pages and commands about rules show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.checker.condition import Condition, Derived
from assistant.checker.engine import Checker
from assistant.checker.rule import Rule
from assistant.checker.vignette import RuleVignettes, Vignette, load_vignettes
from assistant.checker.words import derived_name, phrase, sentence
from assistant.facts_in_words import fact_in_words, patient_in_words, topic_in_words
from corpus import GuidanceDocument

#: What the levels of evidence mean: how the words of the source were seen.
EVIDENCE = {
    "publisher": "read at the publisher",
    "copy": "read in a copy or summary elsewhere",
    "scrape": "read in a machine copy of the publisher's table",
    "scrape_confirmed": "read in a machine copy of the publisher's table; the positive rows also match the publisher's "
    "plain-language page",
}


def rule_summary(rule: Rule) -> dict[str, Any]:
    """A rule in one line, as `GET /v1/rules` lists it."""
    return {
        "id": rule.id,
        "guideline": rule.guideline,
        "use": rule.use,
        "kind": rule.kind,
        "position": rule.position,
        "urgency": rule.urgency,
        "statement": rule.statement,
    }


def rule_to_json(rule: Rule, checker: Checker, documents: Mapping[str, GuidanceDocument]) -> dict[str, Any]:
    """The whole rule: of whom it speaks, what it rates, where it stands, and patients who show it."""
    vocabulary, document = checker.vocabulary, documents[rule.guideline]
    group = next((each for each in checker.base.precedence if each.group == rule.group), None)
    vignettes = load_vignettes().get(rule.id)
    return {
        **rule_summary(rule),
        "group": {"id": group.group, "name": group.name} if group else None,
        "scope": sentence(rule.scope, vocabulary),
        "applies": phrase(rule.when, vocabulary).to_json(),
        "ratings": [
            {"procedure": row.procedure.id, "name": row.procedure.name, "modality": row.procedure.modality,
             "rating": row.rating, "position": row.position, "imaging": row.procedure.imaging}
            for row in rule.rows
        ],
        "ratings_are_partial": rule.table_is_partial,
        "adjuncts": [each.name for each in rule.adjuncts],
        "strength": rule.strength,
        "timing": rule.timing,
        "edition": rule.edition,
        "status": document.status,
        "in_force": {"from": rule.in_force[0], "until": rule.in_force[1]},
        "evidence": {"level": rule.evidence, "meaning": EVIDENCE[rule.evidence]},
        "reading": rule.mapping_note or None,
        "source": {
            "document": document.id, "title": document.title, "publisher": document.publisher, "year": document.year,
            "section": rule.source.section, "heading": place(rule, document), "url": document.url,
            "start": rule.source.start, "end": rule.source.end, "quote": rule.source.quote,
        },
        "vignettes": _vignettes(vignettes) if vignettes else [],
    }  # fmt: skip


def definitions_to_json(checker: Checker) -> list[dict[str, Any]]:
    """Every derived fact that conditions call by its name, in the order in which they build on each other."""
    return [
        {
            "name": derived_name(derived.name),
            "definition": derived.definition,
            "cases": [
                {"case": None if case is True else str(case).replace("_", " "),
                 "applies": phrase(_inside(condition), checker.vocabulary).to_json()}
                for case, condition in derived.cases.items()
            ],
        }
        for derived in checker.base.derived.values()
    ]  # fmt: skip


def _inside(condition: Condition) -> Condition:
    """What a derived fact stands for; elsewhere it is called by its name."""
    return condition.part if isinstance(condition, Derived) else condition


def place(rule: Rule, document: GuidanceDocument) -> str:
    """Where in its document a rule stands: the heading, and the source's own name for the place if that is another."""
    heading = document.section(rule.source.section).heading
    named, where = heading.lower(), rule.where.lower()
    return heading if where in named or named in where else f"{heading} ({rule.where})"


def _vignettes(vignettes: RuleVignettes) -> list[dict[str, Any]]:
    return [_vignette(each, vignettes) for each in vignettes.all()]


def _vignette(vignette: Vignette, vignettes: RuleVignettes) -> dict[str, Any]:
    """A patient; a near miss and an unknown are told by what sets them apart from the first."""
    expect = vignette.expect
    if vignette.key is None:
        patient = patient_in_words(vignettes.told, blanket=vignettes.no_red_flags)
    elif vignette.value is None:
        patient = [topic_in_words(vignette.key)]
    else:
        patient = [fact_in_words(vignette.key, vignette.value)]
    return {
        "kind": vignette.kind,
        "patient": patient,
        "applies": expect["status"].replace("_", " "),
        "verdict": expect.get("verdict"),
        "urgency": expect.get("urgency"),
        "governing": expect.get("governing"),
        "first_study": expect.get("first_study"),
        "facts": dict(vignette.facts),
    }

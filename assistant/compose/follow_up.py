"""Follow-ups on the case: a study asked about, what one guideline says, the same for the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from assistant.checker import Finding, Rule, Source
from assistant.checker.rule import RatedStudy
from assistant.compose.ratings import rating_phrase
from assistant.compose.subject import Subject, cited, fixed
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import listed, reasons, sentence
from assistant.vocabulary import Audience
from assistant.wording import Wording, load_wording

#: How many recommendations of the guidelines asked about, and rows of the study, are told.
_MOST_FINDINGS, _MOST_ROWS, _MOST_TOPICS = 2, 2, 3
_FOR_PATIENT = re.compile(
    r"\b(explain|say|put|word|phrase|tell|write|rephrase|reword)\b.{0,40}\b(for|to) (the |my |a |this )?"
    r"(patient|layperson|family|carer|parents?)\b|\bin (plain|simple|lay|everyday) (words|english|language|terms)\b",
    re.IGNORECASE,
)


def wants_patient_words(message: str) -> bool:
    """Whether a clinician asks for words that a patient can follow.

    >>> wants_patient_words("Can you explain that for the patient?"), wants_patient_words("The patient is 40.")
    (True, False)
    """
    return bool(_FOR_PATIENT.search(message))


def follow_up(draft: Draft, message: str, subject: Subject) -> Draft:
    """The answer to the case with what was asked for put after the verdict."""
    told = {source for each in draft.statements for source in each.sources}
    extra = [*_studies(subject, told), *_guidelines(message, subject)]
    if not extra:
        return draft
    # Safety and verdict stay first; what was asked for comes next; the rest was said before.
    first = [each for each in draft.statements if each.part in {"safety", "exit", "lead"}]
    last = [each for each in draft.statements if each.part in {"caution", "advice"}]
    return replace(draft, statements=(*first, *extra, *last))


def supposing(draft: Draft, supposed: PatientFacts, audience: Audience) -> Draft:
    """An answer to a what-if, which says that it is one."""
    wording = load_wording(audience)
    said = wording.say("supposing", facts=listed(reasons(list(supposed.evidence), supposed, wording)))
    first = fixed(said, "supposing")
    # An emergency stays the first line, supposed or not.
    at = 1 if draft.statements and draft.statements[0].part == "safety" else 0
    return replace(draft, statements=(*draft.statements[:at], first, *draft.statements[at:]))


def guidelines_named(message: str, wording: Wording) -> tuple[str, ...]:
    """The documents that a message asks for by name, in corpus order."""
    folded = f" {re.sub(r'[^a-z0-9/]+', ' ', message.lower())} "
    return tuple(
        name for name, guideline in wording.guidelines.items()
        if any(f" {words} " in folded for words in guideline.asked_as)
    )  # fmt: skip


def _studies(subject: Subject, told: Set[Source]) -> Iterator[DraftStatement]:
    """How the governing recommendation, or the first that applies and rates it, rates a study asked about."""
    applying = [each.recommendation for each in subject.result.findings if each.status == "applies"]
    order = [subject.rules[each] for each in (subject.result.governing, *applying) if each]
    for modality in subject.asked:
        rows = next((found for rule in order if (found := _rows(rule, modality))), [])
        if not rows:
            yield _not_mentioned(modality, subject)
        elif rows[0].source not in told:
            yield from (_rated(row, subject) for row in rows[:_MOST_ROWS])


def _rows(rule: Rule, modality: str) -> list[RatedStudy]:
    return [row for row in rule.rows if row.procedure.modality == modality]


def _rated(row: RatedStudy, subject: Subject) -> DraftStatement:
    say, label = subject.wording.say, subject.labels.of(row.source.document)
    study = subject.wording.studies[row.procedure.id]
    if row.rating is None or row.rating not in row.source.quote:
        return cited(say("asked_named", study=study, label=label), (row.source,), "study")
    return cited(say("asked_rated", study=study, rating=rating_phrase(row.rating), label=label), (row.source,), "study")


def _not_mentioned(modality: str, subject: Subject) -> DraftStatement:
    say, source = subject.wording.say, subject.result.governing_source
    name = say(f"modalities.{modality}")
    if source is None:
        return fixed(say("asked_nowhere", modality=name), "study")
    return cited(say("asked_not_named", modality=name, label=subject.labels.of(source.document)), (source,), "study")


def _guidelines(message: str, subject: Subject) -> Iterator[DraftStatement]:
    """What the guidelines that a message names say about this patient, or what it would hang on."""
    say, labels = subject.wording.say, subject.labels
    asked = guidelines_named(message, subject.wording)
    findings = sorted((each for each in subject.result.findings if each.guideline in asked), key=_rank)
    for finding in findings[:_MOST_FINDINGS]:
        label = labels.with_status(finding.source.document)
        text = say("guideline_says", label=label, statement=sentence(finding.statement))
        yield cited(text, (finding.source,), "guideline")
        if finding.status == "undetermined":
            topics = (str(subject.wording.facts[key.partition(".")[0]]["topic"]) for key in finding.missing)
            said = list(dict.fromkeys(topics))[:_MOST_TOPICS]
            yield fixed(say("guideline_hangs", topics=listed(said)), "guideline")
    if asked and not findings:
        yield fixed(say("guideline_silent", names=listed(labels.of(name) for name in asked)), "guideline")


def _rank(finding: Finding) -> tuple[bool, bool, bool]:
    """What takes a position first, then what applies, then what decides."""
    return finding.position == "none", finding.status != "applies", finding.use != "decide"

"""Follow-ups on the case: a study asked about, what one guideline says, the same for the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.checker import CheckResult, Finding, Rule
from assistant.draft import Draft, DraftStatement
from assistant.labels import Labels
from assistant.patient import PatientFacts
from assistant.phrases import listed, reasons, sentence
from assistant.ratings import rating_phrase
from assistant.vocabulary import Audience
from assistant.wording import Wording, load_wording
from corpus import Corpus

#: How many recommendations of the guidelines asked about, and rows of the study, are told.
_MOST_FINDINGS, _MOST_ROWS, _MOST_TOPICS = 3, 2, 3
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


def follow_up(draft: Draft, message: str, result: CheckResult, *, audience: Audience, studies: Sequence[str],
              corpus: Corpus, rules: Mapping[str, Rule]) -> Draft:  # fmt: skip
    """The answer to the case with what was asked for put after the verdict."""
    wording = load_wording(audience)
    labels = Labels(corpus, wording)
    extra = [*_studies(studies, result, rules, labels, wording), *_guidelines(message, result, labels, wording)]
    if not extra:
        return draft
    # Safety and verdict stay first; what they were asked for comes next; the rest was said before.
    kept = [each for each in draft.statements if each.part in {"safety", "exit", "lead", "caution", "advice"}]
    said = {each.text for each in kept}
    at = 1 + max((i for i, each in enumerate(kept) if each.part in {"safety", "exit", "lead"}), default=-1)
    news = (each for each in extra if each.text not in said)
    return replace(draft, statements=(*kept[:at], *news, *kept[at:]))


def supposing(draft: Draft, supposed: PatientFacts, audience: Audience) -> Draft:
    """An answer to a what-if, which says that it is one."""
    wording = load_wording(audience)
    said = wording.say("supposing", facts=listed(reasons(list(supposed.evidence), supposed, wording)))
    first = DraftStatement(said, (), "fixed", "supposing")
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


def _studies(studies: Sequence[str], result: CheckResult, rules: Mapping[str, Rule], labels: Labels,
             wording: Wording) -> Iterator[DraftStatement]:  # fmt: skip
    """How the governing recommendation, or the first that applies and rates it, rates a study asked about."""
    applying = [each.recommendation for each in result.findings if each.status == "applies"]
    order = [*([result.governing] if result.governing else []), *applying]
    for modality in studies:
        rows = next((found for each in order if (found := [
            row for row in rules[each].rows if row.procedure.modality == modality
        ])), [])  # fmt: skip
        for row in rows[:_MOST_ROWS]:
            named = wording.studies[row.procedure.id]
            label = labels.of(row.source.document)
            rated = row.rating is not None and row.rating in row.source.quote
            text = wording.say("asked_rated" if rated else "asked_named", study=named, label=label,
                               **({"rating": rating_phrase(row.rating or "")} if rated else {}))  # fmt: skip
            yield DraftStatement(text, (row.source,), "checker", "study")
        if not rows:
            yield _not_mentioned(wording.say(f"modalities.{modality}"), result, labels, wording)


def _not_mentioned(modality: str, result: CheckResult, labels: Labels, wording: Wording) -> DraftStatement:
    source = result.governing_source
    if source is None:
        return DraftStatement(wording.say("asked_nowhere", modality=modality), (), "fixed", "study")
    text = wording.say("asked_not_named", modality=modality, label=labels.of(source.document))
    return DraftStatement(text, (source,), "checker", "study")


def _guidelines(message: str, result: CheckResult, labels: Labels, wording: Wording) -> Iterator[DraftStatement]:
    asked = guidelines_named(message, wording)
    if not asked:
        return
    findings = sorted((each for each in result.findings if each.guideline in asked), key=_rank)
    for finding in findings[:_MOST_FINDINGS]:
        label = labels.with_status(finding.source.document)
        text = wording.say("guideline_says", label=label, statement=sentence(finding.statement))
        yield DraftStatement(text, (finding.source,), "checker", "guideline")
        if finding.status == "undetermined":
            topics = dict.fromkeys(str(wording.facts[key.partition(".")[0]]["topic"]) for key in finding.missing)
            said = wording.say("guideline_hangs", topics=listed(list(topics)[:_MOST_TOPICS]))
            yield DraftStatement(said, (), "fixed", "guideline")
    if not findings:
        names = listed(dict.fromkeys(labels.of(name) for name in asked))
        yield DraftStatement(wording.say("guideline_silent", names=names), (), "fixed", "guideline")


def _rank(finding: Finding) -> tuple[bool, bool, bool]:
    """What applies first, then what decides, then what takes a position."""
    return finding.status != "applies", finding.use != "decide", finding.position == "none"

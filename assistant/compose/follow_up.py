"""Follow-ups on the case: a study asked about, what one guideline says, the same for the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from assistant.checker import Finding, Rule, Source
from assistant.checker.rule import RatedStudy
from assistant.compose.matters import ASKING, Matter, matters, tell_matter
from assistant.compose.ratings import rating_phrase
from assistant.compose.subject import Subject, cited, fixed
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import listed, reasons, sentence
from assistant.vocabulary import Audience
from assistant.wording import Wording, load_wording

#: How many recommendations of the guidelines asked about, and rows of the study, are told.
_MOST_FINDINGS, _MOST_ROWS, _MOST_TOPICS = 2, 2, 3
#: Parts that every answer keeps in front.
_FIRST = frozenset({"safety", "exit", "lead"})
#: Matters for which the study itself is no answer, whatever its rating.
_NOT_RATINGS: frozenset[Matter] = frozenset({"safe", "radiation", "signs", "wait"})
_FOR_PATIENT = re.compile(
    r"\b(explain|say|put|word|phrase|tell|write|rephrase|reword)\b.{0,40}\b(for|to) (the |my |a |this )?"
    r"(patient|layperson|family|carer|parents?)\b"
    r"|\b(tell|explain to|say to) (the|my|this) (patient|family|carer|parents?)\b"
    r"|\bin (plain|simple|lay|everyday) (words|english|language|terms)\b",
    re.IGNORECASE,
)


def wants_patient_words(message: str) -> bool:
    """Whether a clinician asks for words that a patient can follow.

    >>> wants_patient_words("Can you explain that for the patient?"), wants_patient_words("The patient is 40.")
    (True, False)
    """
    return bool(_FOR_PATIENT.search(message))


def asks_about_answer(message: str, audience: Audience) -> bool:
    """Whether a message asks about an answer that was given, or what a guideline says about its patient."""
    return bool(matters(message) or guidelines_named(message, load_wording(audience)))


def follow_up(draft: Draft, message: str, subject: Subject) -> Draft:
    """Emergency and verdict, and then what was asked for alone: the rest was said before."""
    # A patient in an emergency goes; nothing may come between.
    if subject.for_patient and subject.emergency:
        return draft
    asked = matters(message)
    told = {source for each in draft.statements for source in each.sources}
    extra = [] if _NOT_RATINGS.intersection(asked) else [*_studies(_with_contrast(asked, subject), told, subject)]
    extra += _guidelines(message, subject)
    for matter in asked:
        extra += tell_matter(matter, draft, subject)
    if not extra and subject.asked and not _NOT_RATINGS.intersection(asked):
        # The verdict names the study already.
        extra = tell_matter("why", draft, subject)
    if not extra and not _NOT_RATINGS.intersection(asked):
        return draft
    first = [each for each in draft.statements if each.part in _FIRST]
    questions = draft.questions if ASKING.intersection(asked) else ()
    statements = dict.fromkeys([*first, *extra])
    return replace(draft, statements=tuple(statements), questions=questions)


def supposing(draft: Draft, supposed: PatientFacts, audience: Audience, before: Draft) -> Draft:
    """An answer to a what-if: that it is one, the verdict, and what the supposition changes of the rest.

    Args:
        before: The answer as things are.
    """
    wording = load_wording(audience)
    news = [each for each in draft.statements if each.part in _FIRST or each not in before.statements]
    same = all(each in before.statements for each in draft.statements)
    name = "supposing_same" if same else "supposing"
    said = wording.say(name, facts=listed(reasons(list(supposed.evidence), supposed, wording)))
    # An emergency stays the first line, supposed or not.
    at = 1 if news and news[0].part == "safety" else 0
    questions = tuple(each for each in draft.questions if each not in before.questions)
    return replace(draft, statements=(*news[:at], fixed(said, "supposing"), *news[at:]), questions=questions)


def guidelines_named(message: str, wording: Wording) -> tuple[str, ...]:
    """The documents that a message asks for by name, in corpus order."""
    folded = f" {re.sub(r'[^a-z0-9/]+', ' ', message.lower())} "
    return tuple(
        name for name, guideline in wording.guidelines.items()
        if any(f" {words} " in folded for words in guideline.asked_as)
    )  # fmt: skip


def _with_contrast(asked: Sequence[Matter], subject: Subject) -> Sequence[str]:
    """The modalities asked about; of a question about contrast alone, that of the study on offer."""
    if "contrast" in asked and not subject.asked and subject.first is not None:
        return (subject.first.modality,)
    return subject.asked


def _studies(modalities: Sequence[str], told: Set[Source], subject: Subject) -> Iterator[DraftStatement]:
    """How the governing recommendation, or the first that applies and rates it, rates a study asked about."""
    applying = [each.recommendation for each in subject.result.findings if each.status == "applies"]
    order = [subject.rules[each] for each in (subject.result.governing, *applying) if each]
    for modality in modalities:
        rows = next((found for rule in order if (found := _rows(rule, modality))), [])
        if not rows:
            yield _not_mentioned(modality, subject)
        # The verdict tells a patient of scans, and names none.
        elif subject.for_patient or rows[0].source not in told:
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

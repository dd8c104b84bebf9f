"""The verifier: a statement that its citations do not carry, or that disagrees with the verdict, is not sent."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from assistant.answer import Verification
from assistant.checker import CheckResult, Source
from assistant.compose.labels import Labels
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import capital, sentence
from assistant.verify.claims import claims, stems
from assistant.verify.own_words import OwnWords, frame
from assistant.verify.rephrasing import rephrased
from assistant.verify.support import NOT_MENTIONED, Evidence, denied, study_problems, unsupported
from assistant.vocabulary import Audience
from assistant.wording import Wording, load_wording
from corpus import Corpus

#: What the leading line of a verdict may and must say about imaging.
_STANCES = {
    "indicated": ({"for"}, {"against", "later", "maybe"}),
    "may_be_indicated": ({"for", "maybe"}, {"against"}),
    "deferred": ({"later"}, {"maybe"}),
    "not_indicated": ({"against"}, {"for", "maybe"}),
    "not_covered": (set(), {"for", "against", "maybe"}),
}

#: Parts whose sentences repeat what a source says.
_QUOTING = frozenset({"why", "disagreement", "guideline"})


def verify(
    draft: Draft,
    corpus: Corpus,
    result: CheckResult | None,
    *,
    facts: PatientFacts | None = None,
    audience: Audience = "clinician",
) -> tuple[Draft, Verification]:
    """Keep what stands; if no whole answer is left, give a smallest one that quotes the governing recommendation.

    Args:
        result: The check behind an answer about a patient; None for one about the guidance.
        facts: The patient's, whose numbers and findings a statement may repeat without a source.
    """
    verifier = _Verifier(corpus, result, facts or PatientFacts(), load_wording(audience))
    kept: list[DraftStatement] = []
    dropped: list[dict[str, str]] = []
    for statement in draft.statements:
        reason = next(verifier.problems(statement), None)
        if reason is None:
            kept.append(statement)
        else:
            dropped.append({"text": statement.text, "reason": reason})
    whole = Draft(draft.kind, tuple(kept), draft.questions, draft.composer)
    if not verifier.is_whole(whole):
        whole = verifier.smallest(draft)
    return whole, Verification(whole.kind == draft.kind, tuple(dropped))


class _Verifier:
    def __init__(self, corpus: Corpus, result: CheckResult | None, facts: PatientFacts, wording: Wording) -> None:
        self.corpus = corpus
        self.result = result
        self.wording = wording
        self.labels = Labels(corpus, wording)
        self.own_words = OwnWords(facts, wording)
        # To a patient it says only that advice differs; to a clinician it is no sentence yet.
        self.differs = wording.say("differs", label="", statement="")
        # A patient may read who gives the advice and the guideline's own name.
        self.full = Labels(corpus, load_wording("clinician"))
        self.names = _names(corpus, self.labels, self.full)
        self.known_places = _places(result) if result else None

    def problems(self, statement: DraftStatement) -> Iterator[str]:
        """Every reason why a statement may not be sent."""
        for source in statement.sources:
            yield from self._inexact(source)
        if statement.part == "lead" and self.result is not None:
            yield from self._verdict(statement)
        if statement.origin == "fixed":
            return
        if not statement.sources:
            yield "it cites nothing"
            return
        if self.known_places is not None and statement.origin != "passage":
            for source in statement.sources:
                if (source.document, source.section) not in self.known_places:
                    yield f"{source.document}/{source.section} is no part of the check"
        yield from self._names(statement)
        if statement.part in {"caution", "exit"} and self.result is not None:
            # These sentences are the rule base's own, written for their sources; they are compared, not read.
            yield from self._record(statement)
            return
        yield from self._carried(statement)

    def _carried(self, statement: DraftStatement) -> Iterator[str]:
        """Whether its sources carry it; or, if it only repeats the patient's facts, whether they are the patient's."""
        basis, quotes = statement.basis, [source.quote for source in statement.sources]
        if statement.origin != "passage" and self.own_words.about_patient(basis or statement.text):
            alone = Evidence((), "", basis)
            yield from rephrased(statement.text, alone) if basis else self.own_words.made_up(statement.text)
            return
        if statement.part == "disagreement" and statement.text == self.differs:
            return
        evidence = Evidence(
            statement.sources, self._provenance(statement.sources), basis, frame(self.wording.audience, statement.part)
        )
        if basis:
            yield from rephrased(statement.text, evidence)
        text = self._without_own_words(statement)
        # The line of a verdict is held against the check, and may say that no study is safe.
        if (statement.part != "lead" or self.result is None) and NOT_MENTIONED not in text:
            yield from denied(text, quotes)
        quoting = statement.origin != "checker" or statement.part in _QUOTING
        yield from unsupported(text, evidence, quoting=quoting)

    def is_whole(self, draft: Draft) -> bool:
        """Whether what is left answers: the verdict, and before it whatever is an emergency."""
        if self.result is None:
            return draft.kind != "information" or any(each.origin != "fixed" for each in draft.statements)
        safety = [each for each in draft.statements if each.part == "safety"]
        exits = [each for each in draft.statements if each.part == "exit"]
        if self.result.urgency == "emergency" and (not safety or draft.statements[0].part != "safety"):
            return False
        return any(each.part == "lead" for each in draft.statements) and len(exits) >= len(self.result.exits)

    def smallest(self, draft: Draft) -> Draft:
        """The verdict with the governing recommendation as it stands, or that there is no answer."""
        if self.result is None:
            text = self.wording.fixed["nothing_stands"]
            return Draft("no_evidence", (DraftStatement(text, (), "fixed", "lead"),))
        statements = [each for each in draft.statements if each.origin == "fixed" and each.part == "safety"]
        if self.result.urgency == "emergency" and not statements:
            statements.append(DraftStatement(self.wording.say("emergency.default"), (), "fixed", "safety"))
        statements += [DraftStatement(each.text, each.sources, "checker", "exit") for each in self.result.exits]
        lead = self.wording.say(f"smallest.{self.result.verdict}")
        statements.append(DraftStatement(lead, (), "fixed", "lead"))
        if self.result.governing_source:
            source = self.result.governing_source
            text = f"{self.labels.of(source.document)}: {source.quote}"
            statements.append(DraftStatement(text, (source,), "checker", "why"))
        return Draft(draft.kind, tuple(statements), draft.questions)

    def _inexact(self, source: Source) -> Iterator[str]:
        document = self.corpus.documents.get(source.document)
        if document is None:
            yield f"there is no document {source.document}"
        elif source.section not in {section.id for section in document.sections}:
            yield f"{source.document} has no section {source.section}"
        elif not source.quote or document.text[source.start : source.end] != source.quote:
            yield f"the quote is not what stands in {source.document} from {source.start} to {source.end}"
        elif not document.section(source.section).start <= source.start < document.section(source.section).end:
            yield f"the quote is not in section {source.section} of {source.document}"

    def _verdict(self, statement: DraftStatement) -> Iterator[str]:
        result = self.result
        if result is None:
            return
        wanted, barred = _STANCES[result.verdict]
        stances = claims(self._without_own_words(statement)).stances
        first_line = not statement.text.startswith(self.wording.say("provided_begins"))
        if first_line and (not wanted <= stances or stances & barred):
            yield f"it does not say what the check found ({result.verdict})"
        place = result.governing_source
        if place and statement.origin != "fixed" and place not in statement.sources:
            yield "it does not cite the recommendation that decides"

    def _record(self, statement: DraftStatement) -> Iterator[str]:
        """A caution or an exit must say what its record says, and cite what its record cites."""
        if self.result is None:
            return
        records: dict[str, tuple[str, tuple[Source, ...]]] = {
            f"exits.{each.id}": (each.text, each.sources) for each in self.result.exits
        }
        for study in self.result.studies:
            records |= {f"cautions.{each.id}": (each.text, each.sources) for each in study.cautions}
        for name, (text, sources) in records.items():
            own = self.wording.say(name) if self.wording.has(name) else text
            if sentence(own) in statement.text and set(sources) <= set(statement.sources):
                named = statement.text.replace(sentence(own), "")
                quotes = [claims(source.quote) for source in statement.sources]
                yield from study_problems(claims(named), quotes)
                if strange := sorted(stems(named) - frame(self.wording.audience, "")):
                    yield f"it says more than its record: {', '.join(strange)}"
                return
        yield "it is not what the check found, or does not cite what that rests on"

    def _names(self, statement: DraftStatement) -> Iterator[str]:
        """A document named in a statement must be among those it cites."""
        cited = {source.document for source in statement.sources}
        text = statement.text
        # A source may name another one itself.
        named = [source.quote for source in statement.sources]
        for label, documents in self.names.items():
            if label in text:
                text = text.replace(label, "")
                if not documents & cited and not any(label in quote for quote in named):
                    yield f"it names {label} and does not cite it"
        other = _dated_names().search(text)
        if other and not any(other[0] in quote for quote in named):
            yield f"there is no {other[0]}"

    def _provenance(self, sources: Sequence[Source]) -> str:
        parts: list[str] = []
        for source in sources:
            document = self.corpus.documents[source.document]
            section = document.section(source.section)
            parts += [document.title, document.publisher, str(document.year or ""), document.edition or "",
                      document.status, self.labels.of(source.document), self.full.of(source.document),
                      *section.path]  # fmt: skip
        return " \n".join(dict.fromkeys(parts))

    def _without_own_words(self, statement: DraftStatement) -> str:
        """The text without the patient's facts and without names of documents and sections: what it claims."""
        text = statement.text
        for label in self.names:
            if label in text and not any(label in source.quote for source in statement.sources):
                text = text.replace(label, " ")
        for source in statement.sources:
            text = text.lstrip(" :").removeprefix(f"{self.labels.section(source)}: ")
        if statement.origin in {"checker", "model"}:
            text = self.own_words.removed(text, (source.quote for source in statement.sources))
        return text


def _names(corpus: Corpus, *labels: Labels) -> dict[str, set[str]]:
    """Which documents each name stands for, the longest name first."""
    names: dict[str, set[str]] = {}
    for document in corpus.documents:
        for each in labels:
            for name in {each.of(document), capital(each.of(document))}:
                names.setdefault(name, set()).add(document)
    return dict(sorted(names.items(), key=lambda each: (-len(each[0]), each[0])))


@functools.cache
def _dated_names() -> re.Pattern[str]:
    """A guideline's name with the year of an edition."""
    names = {re.escape(guideline.name) for guideline in load_wording("clinician").guidelines.values()}
    return re.compile(rf"\b(?:{'|'.join(sorted(names))}) (?:19|20)\d\d\b")


def _places(result: CheckResult) -> set[tuple[str, str]]:
    """Every section that the check speaks from."""
    sources: list[Source] = [each.source for each in result.findings]
    sources += [source for study in result.studies for source in study.sources]
    sources += [source for study in result.studies for caution in study.cautions for source in caution.sources]
    sources += [source for each in result.exits for source in each.sources]
    sources += [source for each in result.disagreements for side in each.sides for source in side.sources]
    sources += [result.governing_source] if result.governing_source else []
    return {(source.document, source.section) for source in sources}

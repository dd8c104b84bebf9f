"""Answers a question about the guidance from its own sentences and table rows, each cited to its span."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.checker import Checker, Rule, Source
from assistant.checker.rule import ConflictRule, RatedStudy
from assistant.compose.labels import Labels
from assistant.compose.ratings import rating_phrase
from assistant.draft import Draft, DraftStatement
from assistant.errors import WordingError
from assistant.inform.evidence import bar_for, signals_of
from assistant.inform.library import Library, Line, Shelf, library_of
from assistant.inform.question import Question, read_question
from assistant.inform.ranking import SAFETY, Ranked, choose, rank
from assistant.inform.terms import terms_of
from assistant.phrases import capital, listed, sentence
from assistant.understanding.patterns import load_patterns
from assistant.vocabulary import Audience
from assistant.wording import load_wording
from corpus import Corpus

if TYPE_CHECKING:
    from index import Index

_MOST_STATEMENTS = 6
#: A further line of a section must add at least this share of what is asked.
_ADDS = 0.12
#: Our remarks and pointers that mean nothing outside the rule files.
_INTERNAL = re.compile(r"^(?:Note|How we read it): | \((?:conflict|gap) [CG]\d+\)")
_SCALE = (SAFETY, "rrl-adult")
#: A longer description of patients is not said again before the ratings for them.
_LONG_TOPIC = 12
#: A listed disagreement must speak of this share of what is asked.
_SAME_MATTER = 0.6


def inform(question: str, index: Index, *, audience: Audience, checker: Checker, studies: Sequence[str] = ()) -> Draft:
    """Answer a question about the guidance with one to six cited statements.

    A section is weighed by how much of the question it covers (shared terms, by inverse document frequency), by its
    passages' similarity to the question, by whether it was asked for by name, and by its standing. If the evidence is
    too weak for an answer, the draft is of kind `no_evidence` and shows the nearest thing held.

    Where the bar is, was fitted to labelled questions; see `evidence.py`.
    Cosine alone does not tell the two apart: a question about the slice thickness of a lumbar MRI is as near to the
    passages on lumbar MRI as one that they answer.
    """
    writer = _Writer(audience, index.corpus, checker)
    library = library_of(index.corpus)
    asked = read_question(question, index.corpus, load_wording(audience).guidelines, studies)
    found = rank(asked, index, library)
    chosen = choose(asked, found, library)
    bar = bar_for(index.model)
    if not chosen or asked.missing_source or not bar.supports(signals_of(asked, found, chosen, library)):
        return writer.nothing(asked, found)
    statements = writer.sides(asked, chosen) or writer.write(asked, chosen)
    told = statements[:_MOST_STATEMENTS]
    return Draft("information", (*told, *writer.that_it_is_old(told)))


@dataclass(frozen=True)
class _Sentences:
    """`wording/inform.yaml` for one audience."""

    forms: Mapping[str, str]
    status: Mapping[str, str]
    levels: Mapping[str, str]
    """Radiation levels in words, where the sign says nothing to a reader."""

    def level(self, sign: str) -> str:
        return self.levels.get(sign, sign)

    def say(self, form: str, **words: str | int | None) -> str:
        return capital(self.forms[form].format(**words))


class _Writer:
    """Puts sections into statements, for one audience."""

    def __init__(self, audience: Audience, corpus: Corpus, checker: Checker) -> None:
        self._sentences = _sentences(audience)
        self._labels = Labels(corpus, load_wording(audience))
        self._audience = audience
        self._names = Labels(corpus, load_wording("clinician"))
        self._studies = load_wording(audience).studies
        self._documents = corpus.documents
        self._library = library_of(corpus)
        self._conflicts = checker.base.conflicts
        self._rules = {(rule.source.document, rule.source.section): rule for rule in checker.rules}

    def sides(self, asked: Question, chosen: Sequence[Shelf]) -> list[DraftStatement]:
        """The sides of the listed disagreement that a question comparing sources is about, if there is one.

        Tables that rate the very study asked about tell more than a summary of both sides does.
        """
        rated = sum(bool(asked.modalities and _rows(self._rules.get(shelf.key), asked)) for shelf in chosen)
        if not asked.compares or rated > 1:
            return []
        fits = [(_fit(asked, conflict, self._library), conflict) for conflict in self._conflicts]
        fit, best = max(fits, key=lambda each: each[0], default=(0.0, None))
        if best is None or fit < _SAME_MATTER:
            return []
        publishers = {self._documents[name].publisher for name in asked.named}
        held = [side for side in best.sides if side.guideline and side.sources]
        named = [side for side in held if self._documents[str(side.guideline)].publisher in publishers]
        several = len({side.guideline for side in named}) > 1
        # In the documents' own words: a summary of a side can hold more than its recommendation does.
        sources = dict.fromkeys(side.sources[0] for side in (named if several else held))
        return [self._statement(source.quote, (source,), "why" if n else "lead") for n, source in enumerate(sources)]

    def write(self, asked: Question, chosen: Sequence[Shelf]) -> list[DraftStatement]:
        """What the sections say: of each its recommendation, the ratings asked about, and what else adds to them."""
        statements: list[DraftStatement] = []
        told: frozenset[str] = frozenset()
        for shelf in chosen:
            rule = self._rules.get(shelf.key)
            first = self._first(asked, shelf)
            ahead: list[DraftStatement] = []
            ratings: list[DraftStatement] = []
            if "radiation" in asked.terms:
                ahead = [] if statements else self._radiation(asked)
            elif rows := _rows(rule, asked):
                ratings = list(self._rated(first, rows, every=rule is not None and len(rows) == len(rule.rows)))
                told |= {f"modality_{row.procedure.modality}" for row in rows}
            elif rule is not None and rule.position == "not_indicated" and asked.whether and not statements:
                text = self._sentences.say("not_advised", source=self._label(rule.guideline))
                ahead = [DraftStatement(text, (first.source,), "checker", "lead")]
            told |= first.terms | shelf.setting
            said = self._said(first, "why" if statements or ahead else "lead")
            statements += [*ahead, said, *ratings]
            if first.silent:
                break
            for line in shelf.lines:
                gain = self._share(asked, told | line.terms) - self._share(asked, told)
                if line is not first and line.kind in {"note", "prose"} and gain >= _ADDS:
                    statements.append(self._said(line, "why"))
                    told |= line.terms
        return list(dict.fromkeys(statements))

    def _first(self, asked: Question, shelf: Shelf) -> Line:
        return shelf.key_line(lambda terms: self._share(asked, terms))

    def _share(self, asked: Question, terms: frozenset[str]) -> float:
        return self._library.coverage(asked.terms, terms)

    def nothing(self, asked: Question, found: Sequence[Ranked]) -> Draft:
        """That there is no answer, and the nearest thing held."""
        which = "nothing_near" if not found else "not_held" if asked.missing_source else "nothing"
        fixed = DraftStatement(self._sentences.say(which), (), "fixed", "lead")
        near = [self._said(self._first(asked, each.shelf), "why") for each in found[:1]]
        return Draft("no_evidence", (fixed, *near))

    def _said(self, line: Line, part: str) -> DraftStatement:
        return self._statement(line.source.quote, (line.source,), part)

    def _statement(self, text: str, sources: tuple[Source, ...], part: str) -> DraftStatement:
        """A line as a sentence of its own, with whose it is and, if it is out of force, that it is."""
        document = self._documents[sources[0].document]
        status = self._sentences.status.get(document.status)
        said = _INTERNAL.sub("", text)
        # A line that begins with its year says itself that it is old.
        form = "dated" if status and not said[:4].isdigit() else "said"
        if document.origin == "user":
            form = "quoted"
        else:
            said = sentence(said).removesuffix(".") + "."
        label = self._label(document.id, status_apart=form == "dated")
        filled = self._sentences.say(form, statement=said, source=label, status=status)
        return DraftStatement(filled, sources, "passage", part)

    def _label(self, document: str, *, status_apart: bool = False) -> str:
        """Name, year and standing; for a patient behind who that is in plain words."""
        name = self._names.of(document) if status_apart else self._names.with_status(document)
        if self._audience != "patient":
            return name
        who = self._labels.for_patient(document)
        return name if who.lower() in name.lower() else f"{who}, {name}"

    def that_it_is_old(self, statements: Sequence[DraftStatement]) -> Iterator[DraftStatement]:
        """For a patient in words, what `historic` and `superseded` mean."""
        standing = {self._documents[source.document].status for each in statements for source in each.sources}
        if self._audience == "patient" and standing & self._sentences.status.keys():
            which = "old" if standing <= self._sentences.status.keys() else "partly_old"
            yield DraftStatement(self._sentences.say(which), (), "fixed", "advice")

    def _rated(self, opening: Line, rows: Sequence[RatedStudy], *, every: bool) -> Iterator[DraftStatement]:
        """How a section's table rates the studies asked about, a sentence for each rating, best first."""
        by_rating: dict[str, list[RatedStudy]] = {}
        for row in rows:
            by_rating.setdefault(rating_phrase(row.rating or ""), []).append(row)
        topic = _topic(opening.source.quote)
        form = "rates_all" if every and len(by_rating) == 1 else "rates"
        if len(topic.split()) > _LONG_TOPIC:
            form += "_too"
        source = self._label(opening.source.document)
        for rating, alike in by_rating.items():
            text = self._sentences.say(
                form,
                topic=topic,
                source=source,
                study=listed(self._studies[row.procedure.id] for row in alike),
                rating=rating,
            )
            yield DraftStatement(text, (*(row.source for row in alike), opening.source), "checker", "study")
            form = "rates_too"

    def _radiation(self, asked: Question) -> list[DraftStatement]:
        """The radiation level of each modality asked about, from a current table, and the scale of levels."""
        statements: list[DraftStatement] = []
        for modality in sorted(asked.modalities):
            row = next((row for row in self._plain_rows(modality) if row.procedure.radiation_adult), None)
            if row is not None:
                text = self._sentences.say(
                    "radiation",
                    source=self._label(row.source.document),
                    study=self._studies[row.procedure.id],
                    level=self._sentences.level(row.procedure.radiation_adult or ""),
                )
                statements.append(DraftStatement(text, (row.source,), "checker", "study"))
        scale = self._library.by_key.get(_SCALE)
        # A patient reads the level in words, to which the scale of signs adds nothing.
        if statements and scale and self._audience != "patient":
            statements.append(self._said(scale.lines[0], "why"))
        return statements

    def _plain_rows(self, modality: str) -> Iterator[RatedStudy]:
        """Table rows of a modality without contrast that give its level, from guidelines in force."""
        for rule in self._rules.values():
            for row in rule.rows:
                procedure = row.procedure
                if procedure.modality == modality and procedure.contrast == "none" and (
                    self._documents[rule.guideline].status == "current"
                    and f"| {procedure.radiation_adult} |" in row.source.quote
                ):  # fmt: skip
                    yield row


def _rows(rule: Rule | None, asked: Question) -> tuple[RatedStudy, ...]:
    """The rated rows of the studies asked about; of a question about ratings in general, the best rated."""
    if rule is None:
        return ()
    rated = [row for row in rule.rows if row.rating and row.source.quote.startswith("|")]
    if asked.modalities:
        return tuple(row for row in rated if row.procedure.modality in asked.modalities)
    return tuple(row for row in rated if row.position == "indicated") if asked.rates else ()


def _fit(asked: Question, conflict: ConflictRule, library: Library) -> float:
    about = terms_of(conflict.about)
    said = about.union(*(terms_of(side.says) for side in conflict.sides))
    # Of two that speak of all that is asked, the one whose title does is meant.
    return library.coverage(asked.terms, said) + 0.2 * library.coverage(asked.terms, about)


def _topic(opening: str) -> str:
    """Whom a recommendation is about: its words before the colon, a leading year aside."""
    head, colon, rest = opening.partition(": ")
    if head.isdigit() and colon:
        head, colon, _ = rest.partition(": ")
    return head[:1].upper() + head[1:].removesuffix(".")


@functools.cache
def _sentences(audience: Audience) -> _Sentences:
    found = load_patterns("wording/inform.yaml", ("clinician", "patient"))
    if set(found["clinician"]) != set(found["patient"]):
        raise WordingError("wording/inform.yaml: clinician and patient must have the same sentences")
    forms = dict(found[audience])
    return _Sentences(status=forms.pop("status"), levels=forms.pop("levels"), forms=forms)

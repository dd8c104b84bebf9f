"""True statements: what answers to the cases are going to say, before they are verified, and what the rules say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.checker import Checker, CheckResult
from assistant.compose.labels import Labels
from assistant.compose.ratings import rating_phrase
from assistant.conversations import ConversationStore
from assistant.draft import Draft, DraftStatement
from assistant.inform import inform
from assistant.patient import PatientFacts
from assistant.understanding import load_reader
from assistant.vocabulary import Audience
from assistant.wording import load_wording
from corpus import Corpus
from eval.case import Case

if TYPE_CHECKING:
    from index import Index

_AUDIENCES: tuple[Audience, ...] = ("clinician", "patient")


@dataclass(frozen=True)
class Sample:
    """A statement with all that the verifier is told of its answer."""

    statement: DraftStatement
    result: CheckResult | None
    """The check behind an answer about a patient."""
    facts: PatientFacts
    audience: Audience

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two samples the same."""
        verdict = self.result and (self.result.verdict, self.result.governing_source)
        return self.statement.text, self.statement.sources, self.statement.part, self.audience, verdict


class _Listener:
    """Stands where a chat model would: hears the drafts, and phrases nothing."""

    def __init__(self) -> None:
        self.heard: list[Draft] = []

    def phrase(self, draft: Draft, *, audience: Audience) -> Draft | None:  # noqa: ARG002 - as the assistant calls it
        self.heard.append(draft)
        return None


def said_of_cases(
    cases: Sequence[Case], index: Index, checker: Checker, store: ConversationStore,
    on_progress: Callable[[], None] = lambda: None,
) -> Iterator[Sample]:  # fmt: skip
    """What the answers to these cases say to both audiences; what rests on a supposition is left out."""
    listener = _Listener()
    assistant = Assistant(corpus=index.corpus, index=index, checker=checker, reader=load_reader(), inform=inform,
                          store=store, phraser=listener)  # fmt: skip
    for audience in _AUDIENCES:
        for case in cases:
            conversation = None
            for turn in case.turns:
                listener.heard.clear()
                answer = assistant.answer(turn.user, conversation_id=conversation, audience=audience)
                conversation = answer.conversation_id
                if (answer.check or {}).get("supposed"):
                    continue
                result = checker.check(answer.facts.values()) if answer.check else None
                for draft in listener.heard:
                    yield from _cited(draft, result, answer.facts, answer.audience)
            on_progress()


def said_by_rules(checker: Checker, corpus: Corpus) -> Iterator[Sample]:
    """What each rule says, and how it rates each study, with the span that carries it, for both audiences."""
    for audience in _AUDIENCES:
        wording = load_wording(audience)
        labels = Labels(corpus, wording)
        for rule in checker.rules:
            text = f"{labels.of(rule.guideline)}: {rule.statement}"
            statement = DraftStatement(text, (rule.source,), "passage", "information")
            yield Sample(statement, None, PatientFacts(), audience)
            for row in rule.rows:
                if row.rating and row.rating in row.source.quote:
                    text = wording.say("asked_rated", study=wording.studies[row.procedure.id],
                                       rating=rating_phrase(row.rating), label=labels.of(rule.guideline))  # fmt: skip
                    statement = DraftStatement(text, (row.source,), "checker", "study")
                    yield Sample(statement, None, PatientFacts(), audience)


def distinct(samples: Iterable[Sample]) -> list[Sample]:
    """Each sample once, in order."""
    return list({sample.key: sample for sample in samples}.values())


def _cited(draft: Draft, result: CheckResult | None, facts: PatientFacts, audience: str) -> Iterator[Sample]:
    words: Audience = "patient" if audience == "patient" else "clinician"
    for statement in draft.statements:
        if statement.sources and statement.origin != "fixed":
            yield Sample(statement, result, facts, words)

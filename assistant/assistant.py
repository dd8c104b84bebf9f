"""The flow of an answer: understand, check, retrieve, compose, verify."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, get_args

from assistant.answer import Answer, Kind, Statement, Verification
from assistant.checker import Checker, CheckResult, check_to_json
from assistant.citing import Citations, Passages
from assistant.clock import Clock
from assistant.compose.follow_up import asks_about_answer, follow_up, supposing, wants_patient_words
from assistant.compose.indication import tell
from assistant.compose.labels import Labels
from assistant.compose.matters import matters
from assistant.compose.questions import asking_first, is_unsure, is_yes, stands, which_yes
from assistant.compose.subject import Subject
from assistant.compose.supposed import behind_verdict, beside, makes_emergency
from assistant.compose.why_not import why_not_to_json
from assistant.conversations import Conversation, ConversationStore, TurnTaking, new_id
from assistant.draft import Draft, DraftStatement
from assistant.errors import AbandonedError
from assistant.facts_in_turn import declined_in, merged
from assistant.markdown import markdown
from assistant.message import check_message, is_chest_pain
from assistant.patient import PatientFacts
from assistant.safety_net import for_named, instead, netted, unread
from assistant.understanding import Alarms, Intent, Reading, hear
from assistant.verify import verify
from assistant.vocabulary import Audience, load_vocabulary
from assistant.wording import load_wording, wording_digest
from corpus import Corpus, DocumentStatus

if TYPE_CHECKING:
    from index import Hit, Index


#: Answered once for nobody, so that all is loaded that an answer needs.
_WARMING = ("60F, low back pain for 3 weeks, past cancer. MRI?", "Is CT safe in pregnancy?")
#: Messages that are answered by a fixed sentence.
_FIXED = frozenset({"greeting", "thanks", "unclear", "out_of_scope"})
#: Messages in which there is nothing to read.
_POLITE = frozenset({"greeting", "thanks"})


class ReadsMessages(Protocol):
    """Free text to facts and intent; never fails."""

    def read(self, message: str, *, turn: int = 1, known: PatientFacts = ..., asked: Sequence[str] = ()) -> Reading: ...


class SecondsReading(Protocol):
    """Reads a message as well, and adds to a reading or doubts it; never fails."""

    def second(self, reading: Reading, message: str, *, turn: int, known: PatientFacts) -> Reading: ...


class Informs(Protocol):
    """Answers a question about the guidance from passages."""

    def __call__(
        self, question: str, index: Index, *, audience: Audience, checker: Checker, studies: Sequence[str] = ()
    ) -> Draft: ...


class Phrases(Protocol):
    """Puts a draft into other words; None where it cannot."""

    def phrase(self, draft: Draft, *, audience: Audience) -> Draft | None: ...


class Assistant:
    """Answers messages and checks facts; safe to share between threads."""

    def __init__(self, *, corpus: Corpus, index: Index, checker: Checker, reader: ReadsMessages, inform: Informs,
                 store: ConversationStore, phraser: Phrases | None = None,
                 second_reader: SecondsReading | None = None) -> None:  # fmt: skip
        self.corpus = corpus
        self._index = index
        self._checker = checker
        self._reader = reader
        self._inform = inform
        self.store = store
        self._taking = TurnTaking(store)
        self._phraser = phraser
        self._second_reader = second_reader
        self._rules = {rule.id: rule for rule in checker.rules}
        self._gaps = {gap.id: gap.when for gap in checker.base.gaps}
        self._passages = Passages(corpus)
        # Read now what the first answer would otherwise wait for; a wrong file stops the start, not an answer.
        for audience in get_args(Audience):
            load_wording(audience)
        self.digest: Mapping[str, str] = {
            "rules": checker.digest,
            "corpus": f"sha256:{corpus.sha256}",
            "index": index.digest,
            "model": index.model,
            "wording": wording_digest(),
        }

    def answer(self, message: str, *, conversation_id: str | None = None, audience: Audience | None = None,
               facts: object = None, wanted: Callable[[], bool] = lambda: True) -> Answer:  # fmt: skip
        """Answer one message, in the conversation with this id or in a new one, and keep both.

        Args:
            audience: Whom the wording is for; if left out, whom it was for before, and a clinician at first.
            facts: What is known for certain, as plain values; it wins over this message's words.
            wanted: Asked before each longer step and before the turn is kept: does somebody still wait?

        Raises:
            AbandonedError: nobody does; nothing of the turn was kept.
            MessageError: a message that cannot be read.
            FactError: a fact that is not in the vocabulary or out of range.
            ConversationError: there is no conversation with this id.
            StoreError: the turn cannot be kept; nothing of it was.
        """
        check_message(message)
        confirmed = PatientFacts() if facts is None else PatientFacts.confirmed(facts)
        return self._taking.take(conversation_id, message, lambda conversation: self._answer(
            message, confirmed, conversation, audience or conversation.audience, wanted))  # fmt: skip

    def warm(self) -> None:
        """Answer a case and a question for nobody: then the first message is answered as fast as the rest."""
        for audience in get_args(Audience):
            for message in _WARMING:
                turn = self._understood(message, PatientFacts(), Conversation(""), audience, alone=True)
                said = self._draft(turn, Clock())
                verify(said.draft, self.corpus, said.result, facts=turn.facts, audience=audience)

    @property
    def checker(self) -> Checker:
        """The rules by which it decides."""
        return self._checker

    def check(self, facts: object, *, guidelines: Collection[str] | None = None, include_all: bool = False,
              why_not: Sequence[str] = (), audience: Audience = "clinician") -> dict[str, Any]:  # fmt: skip
        """The contract's check (section 2) of plain facts, with the citations its numbers stand for.

        Args:
            why_not: Studies, by id or modality, of which to say what would have to be otherwise for them.

        Raises:
            FactError: a fact, guideline or study that does not exist, or a value out of range.
        """
        known = load_vocabulary().parse(facts)
        result = self._checker.check(known, guidelines=guidelines, include_all=include_all)
        citations = Citations(self.corpus, self._passages)
        checked = check_to_json(result, number=citations.number, audience=audience)
        if why_not:
            checked["why_not"] = [
                why_not_to_json(self._checker, known, study, result, guidelines=guidelines, number=citations.number,
                                audience=audience)
                for study in dict.fromkeys(why_not)
            ]  # fmt: skip
        return {**checked, "citations": [each.to_json() for each in citations.all()]}

    def search(
        self, query: str, max_hits: int, *, documents: Collection[str] | None = None,
        statuses: Collection[DocumentStatus] | None = None, since: int | None = None, until: int | None = None,
    ) -> tuple[Hit, ...]:  # fmt: skip
        """Passages for a query, best first; if asked for, of certain documents, statuses and years alone.

        Raises:
            MessageError: a query that cannot be read.
        """
        check_message(query)
        return self._index.search(
            query, max_hits=max_hits, documents=documents, statuses=statuses, since=since, until=until
        )

    def _answer(
        self, message: str, confirmed: PatientFacts, conversation: Conversation, audience: Audience,
        wanted: Callable[[], bool],
    ) -> tuple[Answer, Conversation]:  # fmt: skip
        """The answer, and the conversation as it stands after it."""
        clock = Clock()
        _go_on(wanted)
        with clock.time("understand"):
            turn = self._understood(message, confirmed, conversation, audience)
        said = self._draft(turn, clock)
        _go_on(wanted)
        with clock.time("verify"):
            draft, verification = self._verified(said, turn)
            draft = netted(draft, turn.alarms, said.result, turn.audience)
        answer = self._finished(replace(said, draft=draft), verification, turn, clock)
        _go_on(wanted)
        asked = tuple(question.fact for question in answer.questions)
        return answer, conversation.after(turn.facts, asked=asked or _still_open(turn), audience=audience,
                                          declined=turn.declined)  # fmt: skip

    def _understood(
        self, message: str, confirmed: PatientFacts, conversation: Conversation, audience: Audience, *,
        alone: bool = False,
    ) -> _Turn:  # fmt: skip
        known = conversation.facts.updated(confirmed)
        reading = self._reader.read(message, turn=conversation.turns + 1, known=known, asked=conversation.asked)
        alarms = hear(message)
        if self._second_reader and not (alone or alarms.foreign or alarms.several or reading.intent in _POLITE):
            reading = self._second_reader.second(reading, message, turn=conversation.turns + 1, known=known)
        # Of several patients, or in words that cannot be read, nothing is kept.
        facts = (
            conversation.facts if alarms.foreign or alarms.several else merged(conversation.facts, confirmed, reading)
        )
        intent = reading.intent
        unsure = bool(conversation.asked) and is_unsure(message)
        if intent in {"greeting", "thanks", "unclear"} and (
            confirmed or reading.facts or reading.forget or reading.disputed
        ):
            intent = "case"
        elif facts and conversation.asked and (intent == "unclear" or (intent == "out_of_scope" and unsure)):
            # "I do not know" to our questions: the case stands as it did.
            intent = "follow_up"
        elif intent == "follow_up" and not facts and not reading.hypothetical:
            intent = "information"
        elif intent == "case" and facts == conversation.facts and asks_about_answer(message, audience):
            intent = "follow_up"
        words: Audience = "patient" if wants_patient_words(message) else audience
        open_yes = bool(conversation.asked) and facts == conversation.facts and is_yes(message)
        return _Turn(
            message, reading, intent if not open_yes else "case", facts, conversation.id, words, conversation.asked,
            open_yes, declined=declined_in(conversation, reading, facts, unsure=unsure),
            left_open=unsure and facts == conversation.facts, alarms=alarms,
        )  # fmt: skip

    def _draft(self, turn: _Turn, clock: Clock) -> _Said:  # noqa: PLR0911, PLR0912 - one way out for each kind of answer
        """What to say, and the check behind it if it is about a patient."""
        if draft := instead(turn.alarms, turn.audience):
            return _Said(draft)
        if turn.alarms.named and not (turn.alarms.asked_about or turn.reading.hypothetical):
            checked = self._checker.check(turn.facts.values())
            if draft := for_named(turn.alarms, checked, turn.facts, self._rules, self.corpus, turn.audience):
                return _Said(draft)
        if turn.intent in _FIXED:
            text = load_wording(turn.audience).fixed[turn.intent]
            kind: Kind = "out_of_scope" if turn.intent == "out_of_scope" else "clarification"
            said = [DraftStatement(text, (), "fixed", "lead")]
            if turn.intent == "out_of_scope" and is_chest_pain(turn.message):
                warning = load_wording(turn.audience).fixed["chest_pain"]
                said.insert(0, DraftStatement(warning, (), "fixed", "safety"))
            return _Said(Draft(kind, tuple(said)))
        if turn.intent == "information":
            with clock.time("retrieve"):
                return _Said(self._informed(turn))

        with clock.time("check"):
            result = self._checker.check(turn.facts.values())
        # A known emergency is said again whole: no question of ours may put an "if" before it.
        if turn.open_yes and result.urgency != "emergency":
            return _Said(which_yes(result, turn.facts, turn.asked, turn.audience, turn.declined))
        supposed = turn.reading.hypothetical
        if supposed:
            with clock.time("check"):
                would = self._checker.check(turn.facts.updated(supposed).values())
            if turn.intent == "follow_up" and turn.facts and not makes_emergency(result, would):
                with clock.time("compose"):
                    before = tell(self._subject(turn, result, turn.facts))
                    draft = tell(self._subject(turn, would, turn.facts.updated(supposed)))
                    return _Said(supposing(draft, supposed, turn.audience, before), would, supposed)
        with clock.time("compose"):
            subject = self._subject(turn, result, turn.facts)
            draft = asking_first(tell(subject), turn.reading.disputed, result, turn.facts, turn.audience)
            if asking := unread(turn.alarms, draft, result, turn.reading.facts, turn.facts, turn.audience):
                return _Said(asking)
            if turn.left_open:
                draft = stands(draft, turn.audience)
            elif turn.intent == "follow_up" and not supposed:
                draft = follow_up(draft, turn.message, subject)
            more: tuple[DraftStatement, ...] = ()
            if supposed:
                hypothesis = self._subject(turn, would, turn.facts.updated(supposed))
                more = beside(result, hypothesis, supposed, self.corpus)
        guidance: tuple[DraftStatement, ...] = ()
        if turn.intent == "both":
            with clock.time("retrieve"):
                guidance = self._guidance(self._informed(turn), turn.audience)
        elif turn.intent == "follow_up" and not supposed:
            with clock.time("retrieve"):
                guidance = self._radiation(turn, subject)
        return _Said(draft, result, beside=more, behind=guidance)

    def _subject(self, turn: _Turn, result: CheckResult, facts: PatientFacts) -> Subject:
        wording = load_wording(turn.audience)
        return Subject(result, facts, wording, Labels(self.corpus, wording), self._rules, turn.reading.studies,
                       turn.declined, self._gaps)  # fmt: skip

    def _guidance(self, informed: Draft, audience: Audience) -> tuple[DraftStatement, ...]:
        """What the guidance says beside a patient's verdict, which it is no part of: verified by itself."""
        kept, _ = verify(informed, self.corpus, None, audience=audience)
        return (
            tuple(replace(each, part="information") for each in kept.statements) if kept.kind == "information" else ()
        )

    def _radiation(self, turn: _Turn, subject: Subject) -> tuple[DraftStatement, ...]:
        """The radiation of the studies that a follow-up asks about, or that are on offer."""
        if not {"safe", "radiation"} & set(matters(turn.message)) or (subject.for_patient and subject.emergency):
            return ()
        studies = turn.reading.studies or ((subject.first.modality,) if subject.first else ("xray", "mri", "ct"))
        return self._guidance(self._inform("radiation", self._index, audience=turn.audience, checker=self._checker,
                                           studies=studies), turn.audience)  # fmt: skip

    def _informed(self, turn: _Turn) -> Draft:
        return self._inform(turn.message, self._index, audience=turn.audience, checker=self._checker,
                            studies=turn.reading.studies)  # fmt: skip

    def _verified(self, said: _Said, turn: _Turn) -> tuple[Draft, Verification]:
        """The draft as far as it stands; a model's words only if they make a whole answer, else the template's."""

        def checked(draft: Draft) -> tuple[Draft, Verification]:
            facts = turn.facts.updated(said.supposed)
            return verify(draft, self.corpus, said.result, facts=facts, audience=turn.audience)

        phrased = None
        if self._phraser is not None and said.draft.kind in {"indication", "information"}:
            phrased = self._phraser.phrase(said.draft, audience=turn.audience)
        if phrased is None:
            return checked(said.draft)
        draft, verification = checked(phrased)
        if draft.composer == phrased.composer and len(draft.statements) == len(phrased.statements):
            return draft, verification
        template, own = checked(said.draft)
        return template, Verification(own.grounded, (*verification.dropped, *own.dropped))

    def _finished(self, said: _Said, verification: Verification, turn: _Turn, clock: Clock) -> Answer:
        citations = Citations(self.corpus, self._passages)
        statements = tuple(
            Statement(each.text, tuple(dict.fromkeys(map(citations.number, each.sources))), each.origin, each.part)
            for each in (*behind_verdict(said.draft.statements, said.beside, turn.facts), *said.behind)
        )
        check = None
        if said.result is not None:
            # Numbered after the statements: what the text cites comes first in the list.
            check = check_to_json(said.result, number=citations.number, audience=turn.audience)
            if said.supposed:
                check["supposed"] = said.supposed.to_json()
        return Answer(
            answer_id=new_id(),
            conversation_id=turn.conversation_id,
            kind=said.draft.kind,
            text=markdown(statements, said.draft.questions, load_wording(turn.audience)),
            statements=statements,
            citations=citations.all(),
            check=check,
            facts=turn.facts,
            questions=said.draft.questions,
            verification=verification,
            composer=said.draft.composer,
            digest=self.digest,
            audience=turn.audience,
            timing_ms=clock.done(),
        )


@dataclass(frozen=True)
class _Turn:
    """One message, understood."""

    message: str
    reading: Reading
    intent: Intent
    facts: PatientFacts
    """All facts of the conversation, this message's included."""
    conversation_id: str
    audience: Audience
    asked: tuple[str, ...] = ()
    """Facts that the last answer asked for."""
    open_yes: bool = False
    """It says yes to our questions, and nobody can tell to which."""
    declined: tuple[str, ...] = ()
    """Facts that were asked for in this conversation and that the user could not tell."""
    left_open: bool = False
    """It says no more than that it cannot answer our questions."""
    alarms: Alarms = field(default_factory=Alarms)
    """What of the message no answer may pass over."""


@dataclass(frozen=True)
class _Said:
    """What is going to be said, the check behind it, and what that check only supposes."""

    draft: Draft
    result: CheckResult | None = None
    supposed: PatientFacts = field(default_factory=PatientFacts)
    beside: tuple[DraftStatement, ...] = ()
    """What a supposition would come to, verified by itself, for an answer that rests on the real case."""
    behind: tuple[DraftStatement, ...] = ()
    """What the guidance says beside the verdict, verified by itself."""


def _go_on(wanted: Callable[[], bool]) -> None:
    if not wanted():
        raise AbandonedError("Nobody waits for this answer any more; nothing of it was kept.")


def _still_open(turn: _Turn) -> tuple[str, ...]:
    """A question in between, about the guidance or the answer, leaves our questions where they were."""
    return turn.asked if turn.intent in {"information", "follow_up"} else ()

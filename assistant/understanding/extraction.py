"""What a message says, mention by mention, each with its words and the way it is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.understanding import durations, measurements
from assistant.understanding.context import Scope, Spoken, resolve
from assistant.understanding.lexicon import Lexicon, Value, load_lexicon
from assistant.understanding.person import Found, Person, read_person
from assistant.understanding.tokens import Sentence, Token, plain, sentences, tokenise

Context = Literal["affirmed", "negated", "uncertain", "hypothetical", "family", "past", "question"]

#: Contexts in which a mention states something about the patient.
STATING: frozenset[Context] = frozenset({"affirmed", "negated"})
_HEADER = re.compile(
    r"(?:^|[\n.;]\s*)(?P<name>family history|fhx?|f/h|past medical history|past surgical history|pmhx?|psh|past history|background|bg|"  # noqa: E501
    r"plan|advice|safety[- ]?net(?:ting|ted)?|recommendations?|ros|review of systems|o/e|on examination|examination|exam|hpi|history|hx|pc|"  # noqa: E501
    r"presenting complaint|social history|shx?|medications?|meds|dhx?|drugs|allergies|imp|impression|ix|investigations|a/p|assessment|request|reason|question|clinical details|obs|vitals|indication|red flags|neuro(?:logy)?)\s*:",  # noqa: E501
)
_HEADER_MARK = {"family history": "family", "fh": "family", "fhx": "family", "f/h": "family", "plan": "hypothetical", "advice": "hypothetical",  # noqa: E501
                "past medical history": "once", "pmh": "once", "pmhx": "once", "psh": "once",
                "past surgical history": "once", "past history": "once"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """One fact that some words speak of. `message[start:end]` are the words."""

    key: str
    """`fact` or `set.member`; a name that begins with an underscore is a step towards a fact."""
    value: Value
    """What the words say, denials taken into account: "no fever" gives false."""
    start: int
    end: int
    context: Context = "affirmed"
    concept: str = ""
    sentence: int = 0
    blanket: bool = False
    """It follows from "no red flags" and gives way to anything said on its own."""

    @property
    def states(self) -> bool:
        """Whether it counts as said of the patient, now."""
        return self.context in STATING


@dataclass(frozen=True, slots=True)
class Extraction:
    """All mentions of one message, in order, and who the patient is."""

    message: str
    text: str
    """The message in lower case and plain signs, of the same length."""
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    person: Person
    spoken: tuple[Spoken, ...] = field(default=())


def extract(message: str, lexicon: Lexicon | None = None) -> Extraction:
    """Read one message on its own; pure, and defined for every string."""
    lexicon = lexicon or load_lexicon()
    text = plain(message)
    tokens = tokenise(text, lexicon.speller.mend, message)
    parts = sentences(text, tokens)
    person = read_person(text)
    headers = _headers(text, tokens, parts)
    found: list[Mention] = []
    everything: list[Spoken] = []
    scopes: list[Scope] = []
    for number, part in enumerate(parts):
        spoken = resolve(lexicon.automaton.matches(tokens, part.first, part.last), lexicon.phrases, tokens)
        scope = Scope(text, tokens, part, spoken, headers[number], person.kin)
        scopes.append(scope)
        everything.extend(spoken)
        answer = _answer_to(tokens, parts, number)
        for each in spoken:
            if each.phrase.concept is not None:
                found.extend(_mentions(tokens, part, number, scope, each, answer))
    found.extend(_measured(text, tokens, parts, scopes))
    found.extend(_person(person))
    found.extend(_times(text, tokens, parts, scopes, person.age))
    found.sort(key=lambda mention: (mention.start, mention.end, mention.key))
    return Extraction(message, text, tokens, parts, tuple(found), person, tuple(everything))


def _mentions(  # noqa: PLR0917
    tokens: Sequence[Token], part: Sentence, number: int, scope: Scope, spoken: Spoken, answer: str
) -> Iterator[Mention]:
    concept = spoken.phrase.concept
    if concept is None:
        return
    if concept.alone and not scope.stands_alone(spoken):
        return
    states, context = _state(part, scope, spoken, answer, tokens)
    if states is None:
        return
    facts: dict[str, Value] = {}
    if scope.has("exception", spoken) and states == ("present",):
        states = ("present", "excepted")
    for state in states:
        facts.update(getattr(concept, state) or {})
    start, end = tokens[spoken.first].start, tokens[spoken.last - 1].end
    for key, value in facts.items():
        yield Mention(key, value, start, end, context, concept.name, number)


def _state(  # noqa: PLR0911
    part: Sentence, scope: Scope, spoken: Spoken, answer: str, tokens: Sequence[Token]
) -> tuple[tuple[str, ...] | None, Context]:
    """Which of the concept's states the words give, and in which context."""
    concept, sense = spoken.phrase.concept, spoken.phrase.sense
    if concept is None:
        return None, "affirmed"
    negated = scope.has("negated", spoken)
    state = _polarity(scope, spoken, sense, negated)
    if state is None:
        # A query names a thing without a verdict: "?cauda equina".
        return None, "affirmed"
    context: Context = "negated" if (negated or state == "absent") else "affirmed"
    off = _off(part, scope, spoken, answer, tokens)
    if off in {"yes", "no"}:
        flipped = state if off == "yes" else ("absent" if state == "present" else "present")
        return (flipped,), "negated" if flipped == "absent" else "affirmed"
    if off is not None:
        return (state,), off  # type: ignore[return-value]
    if scope.has("query", spoken) and state == "present":
        return (
            ("suspected", "asked") if concept.suspected or concept.asked else None
        ), "affirmed" if concept.suspected or concept.asked else "uncertain"
    if scope.has("suspicion", spoken) and state == "present":
        if concept.suspected:
            return ("suspected",), "affirmed"
        return ("present",), "affirmed"
    if scope.has("uncertain", spoken):
        return (("suspected",), "affirmed") if concept.suspected and state == "present" else ((state,), "uncertain")
    if concept.lasting:
        return (state,), context
    if state == "present" and concept.once is not None and (scope.has("past", spoken) or scope.has("once", spoken)):
        return ("once",), "affirmed"
    if state == "present" and concept.past is not None and scope.has("past", spoken):
        return ("past",), "affirmed"
    if state == "present" and (scope.has("past", spoken) or scope.has("resolved", spoken)):
        return ("present",), "past"
    return (state,), context


def _polarity(scope: Scope, spoken: Spoken, sense: str, negated: bool) -> str | None:
    if sense == "says":
        return "absent" if negated and not scope.has("exception", spoken) else "present"
    if sense == "denies":
        return None if negated else "absent"
    trouble = scope.has("trouble", spoken)
    if scope.has("abnormal", spoken):
        return "present"
    if scope.has("normal", spoken):
        return "absent"
    if negated:
        return "absent"
    return "present" if trouble else None


def _off(part: Sentence, scope: Scope, spoken: Spoken, answer: str, tokens: Sequence[Token]) -> str | None:
    """Why the words do not state anything of the patient now; `yes` or `no` if a question was answered so."""
    if part.asks and answer:
        return answer
    if scope.has("guidance", spoken) or scope.has("generic", spoken):
        return "question"
    if (
        part.asks
        and not scope.has("query", spoken)
        and (part.speaker == "doctor" or _is_bare_question(tokens, part, spoken))
    ):
        return "question"
    if scope.has("hypothetical", spoken) or scope.has("fear", spoken):
        return "hypothetical"
    if scope.has("family", spoken):
        return "family"
    return None


def _is_bare_question(tokens: Sequence[Token], part: Sentence, spoken: Spoken) -> bool:
    """ "numb??", "any fever?": a thing that is only asked about."""
    length = part.last - part.first - 1
    if tokens[part.last - 1].word == "?" and length <= 3:
        return True
    opening = tokens[part.first].word
    return (
        opening in {"any", "is", "does", "has", "are", "do", "have"}
        and length <= 12
        and spoken.phrase.sense != "denies"
        and not any(
            token.word in {"i", "my", "he", "she", "his", "her", "old", "year", "with", "im"}
            for token in tokens[part.first : part.last]
        )
    )


_YES = {"yes", "yeah", "yep", "yup", "positive", "aye"}
_NO = {"no", "nope", "nah", "never", "none", "nil", "not", "negative", "denies"}


def _answer_to(tokens: Sequence[Token], parts: Sequence[Sentence], number: int) -> str:
    """The plain yes or no with which the next sentence answers this one, if it asks."""
    if not parts[number].asks or number + 1 >= len(parts):
        return ""
    following = parts[number + 1]
    words = [token.word for token in tokens[following.first : following.last] if token.kind != "point"]
    while words and words[0] in {"patient", "pt", "um", "uh", "well", "oh", "so", "er", "mm", "hmm"}:
        words = words[1:]
    if not words:
        return ""
    asked = parts[number].last - parts[number].first
    if words[0] in _YES:
        return "yes" if asked <= 14 or parts[number].speaker == "doctor" else ""
    if words[0] in _NO:
        return "no" if (len(words) <= 4 or parts[number].speaker == "doctor") and asked <= 25 else ""
    return ""


def _measured(
    text: str, tokens: Sequence[Token], parts: Sequence[Sentence], scopes: Sequence[Scope]
) -> Iterator[Mention]:
    for each in measurements.measure(text):
        number, off = _where(tokens, parts, scopes, each.start)
        if off is None:
            yield Mention(each.key, each.value, each.start, each.end, "affirmed", "measured", number)
        else:
            yield Mention(each.key, each.value, each.start, each.end, off, "measured", number)


def _where(
    tokens: Sequence[Token], parts: Sequence[Sentence], scopes: Sequence[Scope], start: int
) -> tuple[int, Context | None]:
    """The sentence at an offset, and why a number there is not the patient's, if it is not."""
    for number, part in enumerate(parts):
        if tokens[part.first].start <= start < tokens[part.last - 1].end:
            for position in range(part.first, part.last):
                if tokens[position].end > start:
                    marks = scopes[number].marks
                    for mark, context in _OFF_MARKS.items():
                        if position in marks.get(mark, ()):
                            return number, context
                    return number, None
    return 0, None


_OFF_MARKS: Mapping[str, Context] = {
    "family": "family", "hypothetical": "hypothetical", "guidance": "question", "generic": "question",
}  # fmt: skip


def _person(person: Person) -> Iterator[Mention]:
    if person.age is not None:
        yield Mention("age_years", person.age.value, person.age.start, person.age.end, concept="age")
    if person.sex is not None:
        yield Mention("sex", person.sex.value, person.sex.start, person.sex.end, concept="sex")


def _times(
    text: str, tokens: Sequence[Token], parts: Sequence[Sentence], scopes: Sequence[Scope], age: Found | None
) -> Iterator[Mention]:
    times = []
    for each in durations.owned(text):
        _, off = _where(tokens, parts, scopes, each.span.start)
        if off is None and not (age and each.span.start < age.end and age.start < each.span.end):
            times.append(each)
    for key, each_or_none in (
        ("duration_weeks", durations.pain(times)),
        ("prior_management_weeks", durations.treatment(times)),
    ):
        if each_or_none is not None:
            span = each_or_none.span
            number, _ = _where(tokens, parts, scopes, span.start)
            yield Mention(key, span.weeks, span.start, span.end, concept="time", sentence=number)
    for each in times:
        if each.owner == "steroids":
            number, _ = _where(tokens, parts, scopes, each.span.start)
            # About three months of systemic steroids; Source: facts.yaml, after HEDIS (90 days).
            yield Mention(
                "chronic_steroids",
                each.span.weeks >= 12,
                each.span.start,
                each.span.end,
                concept="time",
                sentence=number,
            )


def _headers(text: str, tokens: Sequence[Token], parts: Sequence[Sentence]) -> list[str]:
    """The mark that the section a sentence stands in puts on it, if any."""
    places = [(match.start("name"), _HEADER_MARK.get(match["name"], "")) for match in _HEADER.finditer(text)]
    marks: list[str] = []
    for part in parts:
        start = tokens[part.first].start
        line = text.rfind("\n", 0, start) + 1
        own = [mark for place, mark in places if place <= start + 2]
        mark = own[-1] if own else ""
        if own and mark == "family":
            # A family section is one line or one sentence long.
            place = [place for place, _ in places if place <= start + 2][-1]
            if place < line or "." in text[place:start].rstrip(". "):
                mark = ""
        marks.append(mark)
    return marks

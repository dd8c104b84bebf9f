"""What a message says, mention by mention, each with its words and the way it is spoken of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.understanding import durations, forms, measurements
from assistant.understanding.asking import answer_to, names_year, only_asks, questioned
from assistant.understanding.context import Scope
from assistant.understanding.dates import written_on
from assistant.understanding.denial import deny_lists
from assistant.understanding.lexicon import Lexicon, Value, load_lexicon
from assistant.understanding.mention import Context, Mention
from assistant.understanding.person import Found, Person, read_person
from assistant.understanding.sections import section_marks
from assistant.understanding.spoken import Spoken, resolve
from assistant.understanding.stating import state
from assistant.understanding.tokens import Sentence, Token, plain, sentences, tokenise

#: About three months of systemic steroids; Source: facts.yaml, after the HEDIS measure (90 days).
_LONG_STEROIDS_WEEKS = 12


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
    spoken: tuple[Spoken, ...] = ()
    """Every phrase of the lexicon that held, cues included."""


def extract(message: str, lexicon: Lexicon | None = None, *, today: date | None = None) -> Extraction:
    """Read one message on its own; pure, and defined for every string.

    `today` is the day on which it was written; where it is not given, a date that the message itself bears.
    """
    lexicon = lexicon or load_lexicon()
    form = forms.items(message)
    text = forms.blank(plain(message), form)
    tokens = tokenise(text, lexicon.speller.mend, message)
    written = forms.cut(sentences(text, tokens), tokens, form)
    parts = tuple(questioned(tokens, part) for part in written)
    person = read_person(text)
    pages = _Pages(tokens, parts)
    spoken: list[Spoken] = []
    mentions: list[Mention] = []
    for number, (part, header) in enumerate(zip(parts, section_marks(text, tokens, parts), strict=True)):
        held = resolve(lexicon.automaton.matches(tokens, part.first, part.last), lexicon.phrases, tokens)
        held = [each for each in held if not (each.cue == "past" and _is_age(each, tokens, person.age))]
        scope = Scope(text, tokens, part, held, header=header, kin=person.kin, writer=person.writer_hurts)
        pages.scopes.append(scope)
        spoken.extend(held)
        mentions.extend(_phrases(tokens, parts, number, scope, held))
    mentions = deny_lists(mentions, text, [tokens[part.first].start for part in parts], lexicon)
    mentions.extend(_person(person))
    measured = list(_measured(text, pages))
    # "29 weeks gone with my second" is no time of pain, and no age is one.
    taken = [each for each in measured if each.key == "pregnant"]
    mentions.extend(measured)
    mentions.extend(_times(text, pages, [*taken, *([person.age] if person.age else [])], today or written_on(text)))
    mentions.sort(key=lambda mention: (mention.start, mention.end, mention.key))
    return Extraction(message, text, tokens, parts, tuple(mentions), person, tuple(spoken))


def _is_age(cue: Spoken, tokens: Sequence[Token], age: Found | None) -> bool:
    """Whether "in her late" belongs to "in her late 50s", the patient's age, and tells of no past."""
    return age is not None and tokens[cue.first].start < age.end and age.start < tokens[cue.last - 1].end


class _Pages:
    """Finds the sentence at an offset, and what its cues say there."""

    _MARKS: Mapping[str, Context] = {
        "family": "family", "hypothetical": "hypothetical", "guidance": "question", "generic": "question",
    }  # fmt: skip

    def __init__(self, tokens: Sequence[Token], parts: Sequence[Sentence]) -> None:
        self.scopes: list[Scope] = []
        self._starts = [tokens[part.first].start for part in parts]
        self._tokens = [token.start for token in tokens]

    def at(self, start: int) -> tuple[int, Context]:
        """The number of the sentence at an offset, and in which context a number there stands."""
        number = max(bisect_right(self._starts, start) - 1, 0)
        position = max(bisect_right(self._tokens, start) - 1, 0)
        marks = self.scopes[number].marks if self.scopes else {}
        for mark, context in self._MARKS.items():
            if position in marks.get(mark, ()):
                return number, context
        return number, "affirmed"


def _phrases(
    tokens: Sequence[Token], parts: Sequence[Sentence], number: int, scope: Scope, held: Sequence[Spoken]
) -> Iterator[Mention]:
    answer = parts[number].answer or answer_to(tokens, parts, number)
    asked = parts[number].asks and only_asks(tokens, parts[number])
    long_ago = bool(answer) and not parts[number].answer and names_year(tokens, parts[number + 1])
    for spoken in held:
        concept = spoken.phrase.concept
        if concept is None or (concept.alone and not scope.stands_alone(spoken)):
            continue
        states, context = state(scope, spoken, concept, answer=answer, asked=asked, long_ago=long_ago)
        facts: dict[str, Value] = {}
        for each in states:
            facts.update(getattr(concept, each) or {})
        start, end = tokens[spoken.first].start, tokens[spoken.last - 1].end
        for key, value in facts.items():
            yield Mention(key, value, start, end, context, concept.name, number)


def _person(person: Person) -> Iterator[Mention]:
    for key, found in (("age_years", person.age), ("sex", person.sex)):
        if found is not None:
            yield Mention(key, found.value, found.start, found.end, concept="person")


def _measured(text: str, pages: _Pages) -> Iterator[Mention]:
    for each in measurements.measure(text):
        number, context = pages.at(each.start)
        yield Mention(each.key, each.value, each.start, each.end, context, "measured", number)


def _times(text: str, pages: _Pages, taken: Sequence[Found | Mention], today: date | None) -> Iterator[Mention]:
    times = [
        each
        for each in durations.owned(text, today)
        if pages.at(each.span.start)[1] == "affirmed"
        and not any(each.span.start < other.end and other.start < each.span.end for other in taken)
    ]
    said: list[tuple[str, Value, durations.Owned]] = []
    pain, treatment = durations.pain(times), durations.treatment(times)
    if pain is not None:
        said.append(("duration_weeks", pain.span.weeks, pain))
    if treatment is not None:
        said.append(("prior_management_weeks", treatment.span.weeks, treatment))
    said.extend(
        ("chronic_steroids", each.span.weeks >= _LONG_STEROIDS_WEEKS, each)
        for each in times
        if each.owner == "steroids"
    )
    for key, value, each in said:
        yield Mention(key, value, each.span.start, each.span.end, "affirmed", "time", pages.at(each.span.start)[0])

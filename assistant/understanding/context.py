"""How a thing is spoken of: affirmed, denied, doubted, supposed, of somebody else, of the past.

ConText (H. Harkema et al., J Biomed Inform 2009) with reach decided by grammar: lists carry a cue on, clauses end it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.lexicon import Phrase
from assistant.understanding.phrases import Match
from assistant.understanding.tokens import Sentence, Token, is_query

_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")
_JOINS = frozenset({"or", "nor", "and", "/", "&", "+", "n", "plus"})
_LINKS = frozenset(", the my his her both all also any a an new no in of to with".split())  # noqa: SIM905
_PERSONS = frozenset(["i", "he", "she", "they", "we", "im", "hes", "shes", "ive", "patient", "pt", "it"])
_RESTARTS = _PERSONS | {
    "my",
    "but",
    "also",
    "now",
    "has",
    "had",
    "is",
    "was",
    "on",
    "known",
    "new",
    "with",
    "since",
    "then",
}
_ASKING = frozenset("what which when does do is are should can could would how why who".split())  # noqa: SIM905
_PATIENT = frozenset("i my im ive me he she his her him hes shes patient pt man woman lady gentleman boy girl".split())  # noqa: SIM905
_KIN = frozenset("mother father mum mom dad sister brother aunt uncle grandmother grandfather cousin".split())  # noqa: SIM905
#: How many words may stand between a verb of denial and the auxiliary that still belongs to it ("has not had").
_OWN_VERB = 2
_BARE = 6
#: A mention that begins with one of these is a statement of its own, out of reach of an earlier denial.
_DENYING = frozenset(
    "no not nil nothing never without none neither nor cant cannot couldnt dont doesnt didnt havent hasnt isnt wont".split()  # noqa: E501, SIM905
)
_DENIES = frozenset("denies deny denied denying".split())  # noqa: SIM905
_NORMAL = frozenset("normal intact fine ok okay n nad preserved good unremarkable well normally full present".split())  # noqa: SIM905
_BREAKS = frozenset({":", "(", ")", "-"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A match with its meaning."""

    phrase: Phrase
    first: int
    last: int

    @property
    def cue(self) -> str:
        return self.phrase.cue


class Scope:
    """What the cues of one sentence say about each of its tokens."""

    def __init__(  # noqa: PLR0917
        self,
        text: str,
        tokens: Sequence[Token],
        sentence: Sentence,
        spoken: Sequence[Spoken],
        header: str = "",
        kin: str = "",
    ) -> None:
        """`header` is that of the section the sentence stands in; `kin` the patient's own relation to the writer."""
        self._text, self._tokens, self._sentence = text, tokens, sentence
        self._cues = [each for each in spoken if each.cue]
        self._mentions = [each for each in spoken if not each.cue]
        self._kin = kin
        self._starts = {each.first: each for each in self._mentions}
        self._stops = {each.first for each in self._cues if each.cue in {"stop", "affirmation", "exception"}}
        self._stop_ends = {
            each.first: each.last for each in self._cues if each.cue in {"stop", "affirmation", "exception"}
        }
        self._denials = {each.first for each in self._cues if each.cue.startswith("negation")}
        self.marks: dict[str, set[int]] = {}
        self._read(header)

    def has(self, mark: str, spoken: Spoken) -> bool:
        """Whether a mark lies on the first word of a mention."""
        return spoken.first in self.marks.get(mark, ())

    def stands_alone(self, spoken: Spoken) -> bool:
        """Whether a mention is a sentence, or an item between commas, of its own."""
        before = spoken.first == self._sentence.first or self._tokens[spoken.first - 1].kind == "point"
        return before and (spoken.last >= self._sentence.last or self._tokens[spoken.last].kind == "point")

    def _mark(self, mark: str, positions: range | Sequence[int]) -> None:
        self.marks.setdefault(mark, set()).update(positions)

    def _read(self, header: str) -> None:
        whole = range(self._sentence.first, self._sentence.last)
        if header:
            self._mark(header, whole)
        for cue in self._cues:
            self._apply(cue)
        for mention in self._mentions:
            if mention.phrase.sense == "denies":
                self._lend(mention)
        for position in whole:
            if is_query(self._text, self._tokens[position]):
                self._mark("query", self._list_after(position + 1))
            if self._tokens[position].kind == "number" and _YEAR.fullmatch(self._tokens[position].word):
                self._mark("once", whole)

    def _apply(self, cue: Spoken) -> None:  # noqa: PLR0912
        kind = cue.cue
        if kind == "negation":
            if not self._is_boundary(cue.last) or self._tokens[cue.last - 1].word not in {"no", "nil", "denied"}:
                self._mark("negated", self._reach(cue, lists=True))
        elif kind == "negation_of_verb":
            self._mark("negated", self._reach(cue, lists=False))
        elif kind == "negation_after":
            if self._is_boundary(cue.last) and not self._opens(cue):
                self._mark("negated", self._before(cue))
        elif kind == "normal":
            if not self._follows_topic(cue):
                self._mark("normal", self._reach(cue, lists=False))
                if self._tokens[cue.first].word in _DENYING:
                    self._mark("negated", self._reach(cue, lists=True))
        elif kind == "normal_after":
            self._mark("abnormal" if self._is_denied(cue) else "normal", self._before(cue))
        elif kind == "trouble":
            self._mark("trouble", self._reach(cue, lists=False))
            self._mark("trouble", self._before(cue))
        elif kind == "uncertain":
            self._mark("uncertain", self._reach(cue, lists=False))
        elif kind == "uncertain_after":
            if self._is_boundary(cue.last):
                self._mark("uncertain", self._before(cue))
        elif kind == "suspicion":
            self._mark("suspicion", self._reach(cue, lists=False))
        elif kind == "query":
            self._mark("query", self._list_after(cue.last))
        elif kind == "hypothetical":
            self._mark("hypothetical", self._to_end(cue.last))
        elif kind == "fear":
            doctor = any(c.cue == "clinician" and 0 <= cue.first - c.last <= 2 for c in self._cues)
            self._mark("suspicion" if doctor else "fear", self._to_end(cue.last))
        elif kind in {"family", "other_person"}:
            self._of_others(cue)
        elif kind == "past":
            self._mark(kind, self._clause_around(cue))
        elif kind == "once":
            self._mark(kind, range(self._sentence.first, self._sentence.last))
        elif kind == "resolved":
            first = cue.first
            if first > self._sentence.first and self._tokens[first - 1].word == "but":
                first -= 1
            self._mark("resolved", self._clause_before(Spoken(cue.phrase, first, cue.last)))
        elif kind == "exception":
            self._mark("exception", self._reach(cue, lists=True))
        elif kind == "generic":
            self._mark("generic", self._to_end(cue.last))
        elif kind == "guidance":  # noqa: SIM102
            if self._asks() and not self._names_patient():
                self._mark("guidance", range(self._sentence.first, self._sentence.last))

    def _asks(self) -> bool:
        return self._sentence.asks or self._tokens[self._sentence.first].word in _ASKING

    def _names_patient(self) -> bool:
        words = [token.word for token in self._tokens[self._sentence.first : self._sentence.last]]
        return bool(_PATIENT & set(words)) or any(
            token.kind == "number" and following.word in {"year", "yo", "yr", "m", "f", "y/o", "years"}
            for token, following in zip(
                self._tokens[self._sentence.first :],
                self._tokens[self._sentence.first + 1 : self._sentence.last],
                strict=False,
            )
        )

    def _lend(self, mention: Spoken) -> None:
        """A phrase that ends or begins in "normal", or begins in "no", speaks for the list it stands in."""
        first, last = self._tokens[mention.first].word, self._tokens[mention.last - 1].word
        if last in _NORMAL:
            cue = Spoken(Phrase(None, cue="normal_after"), mention.last - 1, mention.last)
            self._mark("normal", self._before(cue))
        if first in _NORMAL:
            self._mark(
                "normal", self._reach(Spoken(Phrase(None, cue="normal"), mention.first, mention.last), lists=False)
            )
        if first in {"no", "nil", "without", "denies", "never", "not"}:
            self._mark(
                "negated", self._reach(Spoken(Phrase(None, cue="lent"), mention.first, mention.last), lists=True)
            )

    def _is_denied(self, cue: Spoken) -> bool:
        """Whether a word of normality is itself denied ("not normal")."""
        words = {token.word for token in self._tokens[max(cue.first - 2, self._sentence.first) : cue.first]}
        return bool(words & {"not", "isnt", "arent", "wasnt", "werent", "never", "longer", "dont", "doesnt"})

    def _opens(self, cue: Spoken) -> bool:
        """Whether nothing stands before a cue that speaks of what stands before it."""
        return cue.first == self._sentence.first or self._tokens[cue.first - 1].word in {",", "(", "and", "but"}

    def _of_others(self, cue: Spoken) -> None:
        words = {token.word for token in self._tokens[cue.first : cue.last]}
        if cue.cue == "other_person" and self._kin and self._kin in words:
            return
        if self._tokens[cue.first].word in {"in", "of"} or (cue.first and self._tokens[cue.first - 1].word == "("):
            self._mark("family", self._segment_before(cue))
            return
        # "my wife has had back pain": a relative with back pain of her own is no less another person.
        self._mark("family", self._persons_clause(cue))
        if cue.cue == "other_person" and cue.first > self._sentence.first and self._tokens[cue.first].possessive:
            self._mark("family", self._clause_before(cue))

    def _is_boundary(self, position: int) -> bool:
        if position >= self._sentence.last:
            return True
        token = self._tokens[position]
        if token.kind == "point" and token.word not in {"/", "+", "&", ">", "<", "=", "%", ":"}:
            return True
        return token.word in {"and", "but", "on", "in", "at", "by", "for", "since", "today"}

    def _follows_topic(self, cue: Spoken) -> bool:
        return any(0 <= cue.first - each.last <= 1 and each.phrase.sense == "names" for each in self._mentions)

    def _reach(self, cue: Spoken, *, lists: bool) -> list[int]:
        """Positions that a cue covers going forward."""
        # A mention may begin with the last words of the cue ("has not lost weight").
        covered = list(range(cue.first + 1, cue.last))
        position = cue.last
        end = self._sentence.last
        listed = lists or self._has_or(position)
        while position < end:
            token = self._tokens[position]
            if token.word in _BREAKS and not (token.word == ":" and position == cue.last):
                break
            if position in self._stops and not self._own_verb(position, cue):
                break
            if position > cue.last and position in self._denials and not self._inside_mention(position):
                break
            if position in self._starts and token.word in _DENYING:
                break
            if token.word == "," and not (position == cue.last and cue.cue == "negation"):
                if not (listed and self._list_goes_on(position + 1, denies=self._tokens[cue.first].word in _DENIES)):
                    break
            elif token.word == ",":
                break
            covered.append(position)
            position += 1
        return covered

    def _own_verb(self, position: int, cue: Spoken) -> bool:
        return position - cue.last < _OWN_VERB and self._tokens[position].word in {
            "has",
            "have",
            "had",
            "only",
            "just",
            "since",
        }

    def _inside_mention(self, position: int) -> bool:
        return any(each.first < position < each.last for each in self._mentions)

    def _has_or(self, position: int) -> bool:
        for place in range(position, self._sentence.last):
            denied = place > position and place in self._denials and not self._inside_mention(place)
            if place in self._stops or denied:
                return False
            if self._tokens[place].word in {"or", "nor"}:
                return True
        return False

    def _list_goes_on(self, position: int, *, denies: bool = False) -> bool:  # noqa: PLR0911
        """Whether what follows a comma is one more item of the list that a denial opened."""
        if position >= self._sentence.last:
            return False
        if self._tokens[position].word in {"or", "nor"}:
            return True
        end = position
        while end < self._sentence.last and self._tokens[end].word not in {",", ":", "(", ")", "-"}:
            if end in self._stops or (end in self._denials and not self._inside_mention(end)):
                break
            end += 1
        words = [token.word for token in self._tokens[position:end]]
        if not words or words[0] in _RESTARTS or words[0] in _DENYING:
            return False
        mentions = [each for each in self._mentions if position <= each.first < end]
        if not mentions:
            return len(words) <= 3 and self._has_or(position)
        if self._has_or(position) and mentions[0].first - position <= 2:
            return not self._own_statement(position, end, words)
        if mentions[0].phrase.sense == "denies" or self._own_statement(position, end, words):
            return False
        concept = mentions[0].phrase.concept
        return (
            concept is not None
            and bool(concept.absent)
            and not concept.complaint
            and (concept.listed or denies)
            and mentions[0].first - position <= 2
            and end - mentions[-1].last <= 1
            and len(words) <= _BARE + 4
        )

    def _own_statement(self, position: int, end: int, words: Sequence[str]) -> bool:
        """Whether an item of a list says something of its own: a number, a time, "new", "normal"."""
        if any(self._tokens[place].kind in {"number", "fraction"} for place in range(position, end)):
            return True
        if any(
            cue.cue in {"normal", "normal_after", "uncertain"} and position <= cue.first < end for cue in self._cues
        ):
            return True
        return bool(
            {"new", "known", "recent", "since", "now", "today", "yesterday", "left", "right", "bilateral"}
            & set(words[:3])
        )

    def _list_after(self, position: int) -> list[int]:
        covered: list[int] = []
        while position < self._sentence.last:
            word = self._tokens[position].word
            if word in {",", ":", "(", ")", "-", "."} or position in self._stops:
                break
            covered.append(position)
            position += 1
        return covered

    def _before(self, cue: Spoken) -> list[int]:
        """Positions that a cue covers going backward: its subject, and the list that the subject ends."""
        covered: list[int] = []
        position = cue.first - 1
        first = self._sentence.first
        nearest: Spoken | None = None
        while position >= first:
            token = self._tokens[position]
            ending = next((each for each in self._mentions if each.last - 1 == position), None)
            if ending is not None:
                if nearest is not None and not self._joined(ending, nearest):
                    break
                nearest = ending
            if token.word in {"(", ")", "-"} and covered:
                break
            if self._ends_stop(position) or (position in self._denials and not self._inside_mention(position)):
                break
            if self._ends_normal(position, cue):
                break
            if token.word == "," and not self._bare_before(position, cue):
                break
            covered.append(position)
            position -= 1
        return covered

    def _joined(self, one: Spoken, other: Spoken) -> bool:
        """Whether nothing but a joining word stands between two mentions, or both merely name a thing."""
        between = {token.word for token in self._tokens[one.last : other.first]}
        if other.first < one.last or (not between and one.phrase.sense == other.phrase.sense == "names"):
            return True
        return bool(between & _JOINS | between & {","}) and between <= _JOINS | _LINKS

    def _ends_stop(self, position: int) -> bool:
        return any(start <= position < end for start, end in self._stop_ends.items()) and (
            self._tokens[position].word
            not in {"now", "only", "since", "and", "i", "he", "she", "was", "is", "have", "can"}
        )

    def _ends_normal(self, position: int, cue: Spoken) -> bool:
        return any(
            each.cue in {"normal_after", "negation_after"} and each is not cue and each.last - 1 == position
            and each.last <= cue.first and not self._inside_mention(position) and self._tokens[position].word != "no"
            for each in self._cues
        )  # fmt: skip

    def _bare_before(self, comma: int, cue: Spoken) -> bool:
        """Whether the segment before a comma is a bare item of a list ("bladder, bowel and saddle normal")."""
        start = comma - 1
        while start >= self._sentence.first and self._tokens[start].word not in {",", ":", "(", ")"}:
            if start in self._denials and not self._inside_mention(start):
                return False
            start -= 1
        mentions = [each for each in self._mentions if start < each.first < comma]
        wanted = "names" if cue.cue.startswith("normal") else "says"
        if not mentions or not any(each.phrase.sense in {wanted, "names"} for each in mentions):
            return False
        words = comma - start - 1
        length = sum(each.last - each.first for each in mentions)
        after = [each for each in self._mentions if comma < each.first < cue.first]
        return bool(after) and words - length <= 2 and comma - mentions[-1].last <= 1

    def _to_end(self, position: int) -> list[int]:
        covered: list[int] = []
        while position < self._sentence.last and self._tokens[position].word not in {"but", "however", "although"}:
            covered.append(position)
            position += 1
        return covered

    def _persons_clause(self, cue: Spoken) -> list[int]:
        """What is said of another person, up to where the patient comes in again."""
        covered = list(range(cue.first + 1, cue.last))
        position = cue.last
        depth = 0
        while position < self._sentence.last:
            word = self._tokens[position].word
            depth += (word == "(") - (word == ")")
            if word in {"but", "however", "although"} or depth < 0:
                break
            if word == "," and depth == 0 and not self._still_theirs(position + 1):
                break
            if word in {"i", "im", "ive", "me", "myself", "patient", "pt", "himself", "herself", "my"} and covered:
                break
            covered.append(position)
            position += 1
        return covered

    def _still_theirs(self, position: int) -> bool:
        """Whether what follows a comma goes on about the other person."""
        if position >= self._sentence.last:
            return False
        words = [token.word for token in self._tokens[position : position + 4]]
        if words[0] in {"and", "or", "who", "both", "had", "died", "then", "also", "she", "he"} or _KIN & set(
            words[:3]
        ):
            return True
        return words[0] not in _DENYING and words[0] not in _RESTARTS and self._list_goes_on(position)

    def _clause_before(self, cue: Spoken) -> list[int]:
        position = cue.first - 1
        while position >= self._sentence.first and self._tokens[position].word not in {"but", "however", "although"}:
            position -= 1
        return list(range(position + 1, cue.last))

    def _segment_before(self, cue: Spoken) -> list[int]:
        position = cue.first - 1
        while position >= self._sentence.first and self._tokens[position].word not in {",", ":", "but", "however"}:
            position -= 1
        return list(range(position + 1, cue.last))

    def _clause_around(self, cue: Spoken) -> list[int]:
        first, last = cue.first, cue.last
        ends = {",", "but", "however", ")", ":"}
        while first > self._sentence.first and self._tokens[first - 1].word not in ends:
            first -= 1
        while last < self._sentence.last and self._tokens[last].word not in ends:
            last += 1
        return list(range(first, last))


def resolve(matches: Sequence[Match], phrases: Sequence[Phrase], tokens: Sequence[Token]) -> list[Spoken]:
    """Give matches their meaning; one that is only a part of another phrase is dropped."""
    spoken = [Spoken(phrases[match.label], match.first, match.last) for match in matches]
    spoken.sort(key=lambda each: (each.first, -each.last))
    kept: list[Spoken] = []
    covering: list[Spoken] = []
    for each in spoken:
        covering = [other for other in covering if other.last > each.first]
        if not any(_swallows(other, each) for other in covering):
            kept.append(each)
            covering.append(each)
    kept = [each for each in kept if not any(other is not each and _swallows(other, each) for other in kept)]
    decoys = [each for each in kept if each.phrase.concept is not None and each.phrase.concept.empty]
    kept = [each for each in kept if not any(_hides(decoy, each) for decoy in decoys)]
    return [each for each in kept if not (each.cue and _interrupted(each, kept, tokens))]


def _swallows(longer: Spoken, shorter: Spoken) -> bool:
    if not (longer.first <= shorter.first and shorter.last <= longer.last):
        return False
    strictly = longer.last - longer.first > shorter.last - shorter.first
    if longer.cue:
        kin = _DENIALS.get(longer.cue, longer.cue) == _DENIALS.get(shorter.cue, shorter.cue or "none")
        return strictly and (kin or (longer.cue in {"affirmation", "guidance"} and bool(shorter.cue)))
    if shorter.cue:
        concept = longer.phrase.concept
        return shorter.cue != "resolved" or concept is None or not concept.open
    one, other = longer.phrase.concept, shorter.phrase.concept
    if one is other:
        return strictly or (longer.phrase.sense != shorter.phrase.sense and longer.phrase.sense != "names")  # noqa: PLR1714
    if not strictly or one is None or other is None or one.open:
        return False
    return not (other.inside and not one.empty and one.complaint)


def _hides(decoy: Spoken, each: Spoken) -> bool:
    """Whether words that are known to mean something else overlap a mention that is no longer than they are."""
    concept = each.phrase.concept
    other = decoy.phrase.concept
    if concept is None or other is None or concept.empty or concept.file != other.file:
        return False
    if not (decoy.first < each.last and each.first < decoy.last):
        return False
    return each.last - each.first <= decoy.last - decoy.first


def _interrupted(cue: Spoken, others: Sequence[Spoken], tokens: Sequence[Token]) -> bool:
    """Whether a cue runs into a phrase that takes its last words for its own ("i am not" + "not able to pee")."""
    for other in others:
        if other is cue:
            continue
        takes = other.first < cue.last <= other.last and cue.first <= other.first
        if takes and not other.cue and cue.cue.startswith("negation") and tokens[other.first].word in _DENYING:
            return True
        inside = other.first < cue.first < other.last
        if inside and cue.cue == "hypothetical" and other.cue in {"query", "uncertain", "suspicion"}:
            return True
    return False


_DENIALS = dict.fromkeys(
    ("negation", "negation_of_verb", "negation_after", "uncertain", "affirmation", "normal", "suspicion", "query"),
    "denial",
)

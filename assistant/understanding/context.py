"""How a thing is spoken of: affirmed, denied, doubted, supposed, of somebody else, of the past.

ConText (H. Harkema et al., J Biomed Inform 2009) with reach decided by grammar: lists carry a cue on, clauses end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.lexicon import Phrase
from assistant.understanding.phrases import Match
from assistant.understanding.tokens import Sentence, Token, is_query

_JOINS = frozenset({"or", "nor", "and", "/", "&", "+", "n", "plus"})
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
#: How many words may stand between a verb of denial and the auxiliary that still belongs to it ("has not had").
_OWN_VERB = 2
_BARE = 6
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

    def _mark(self, mark: str, positions: range | Sequence[int]) -> None:
        self.marks.setdefault(mark, set()).update(positions)

    def _read(self, header: str) -> None:
        whole = range(self._sentence.first, self._sentence.last)
        if header:
            self._mark(header, whole)
        for cue in self._cues:
            self._apply(cue)
        for position in whole:
            if is_query(self._text, self._tokens[position]):
                self._mark("query", self._list_after(position + 1))

    def _apply(self, cue: Spoken) -> None:  # noqa: PLR0912
        kind = cue.cue
        if kind == "negation":
            if not self._is_boundary(cue.last) or self._tokens[cue.last - 1].word not in {"no", "nil", "denied"}:
                self._mark("negated", self._reach(cue, lists=True))
        elif kind == "negation_of_verb":
            self._mark("negated", self._reach(cue, lists=False))
        elif kind == "negation_after":
            if self._is_boundary(cue.last) or cue.last - cue.first > 1:
                self._mark("negated", self._before(cue))
        elif kind == "normal":
            if not self._follows_topic(cue):
                self._mark("normal", self._reach(cue, lists=False))
        elif kind == "normal_after":
            self._mark("normal", self._before(cue))
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
        elif kind in {"past", "past_only"}:
            self._mark(kind, self._clause_around(cue))
        elif kind == "resolved":
            self._mark("resolved", self._clause_before(cue))
        elif kind == "exception":
            self._mark("exception", self._to_end(cue.last))
        elif kind == "generic":
            self._mark("generic", range(self._sentence.first, self._sentence.last))
        elif kind == "guidance":
            self._mark("guidance", range(self._sentence.first, self._sentence.last))

    def _of_others(self, cue: Spoken) -> None:
        words = {token.word for token in self._tokens[cue.first : cue.last]}
        if cue.cue == "other_person" and self._kin and self._kin in words:
            return
        if self._tokens[cue.first].word in {"in", "of"} or (cue.first and self._tokens[cue.first - 1].word == "("):
            self._mark("family", self._clause_before(cue))
            return
        # "my wife has had back pain": a relative with back pain of her own is no less another person.
        self._mark("family", self._to_end(cue.last, persons=True))
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
        covered: list[int] = []
        position = cue.last
        end = self._sentence.last
        listed = lists or self._has_or(position)
        while position < end:
            token = self._tokens[position]
            if token.word in _BREAKS and not (token.word == ":" and position == cue.last):
                break
            if position in self._stops and not self._own_verb(position, cue):
                break
            if position in self._denials and position > cue.last and not self._inside_mention(position):
                break
            if token.word == "," and not (position == cue.last and cue.cue == "negation"):
                if not (listed and self._list_goes_on(position + 1)):
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
            if place in self._stops:
                return False
            if self._tokens[place].word in {"or", "nor"}:
                return True
        return False

    def _list_goes_on(self, position: int) -> bool:  # noqa: PLR0911
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
        if not words or words[0] in _RESTARTS:
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
            and not concept.complaint
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
        while position >= first:
            token = self._tokens[position]
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

    def _to_end(self, position: int, *, persons: bool = False) -> list[int]:
        covered: list[int] = []
        while position < self._sentence.last:
            word = self._tokens[position].word
            if word in {"but", "however", "although"}:
                break
            if (
                persons
                and word in {"i", "im", "ive", "me", "myself", "patient", "pt", "himself", "herself"}
                and covered
            ):
                break
            if (
                persons
                and word in {"my", "mine"}
                and not any(c.cue == "other_person" and c.first <= position < c.last for c in self._cues)
            ):
                break
            covered.append(position)
            position += 1
        return covered

    def _clause_before(self, cue: Spoken) -> list[int]:
        position = cue.first - 1
        while position >= self._sentence.first and self._tokens[position].word not in {"but", "however", "although"}:
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


def resolve(matches: Sequence[Match], phrases: Sequence[Phrase]) -> list[Spoken]:
    """Give matches their meaning; one that lies inside a longer concept, or inside a longer cue of its kind, is dropped."""  # noqa: E501
    spoken = [Spoken(phrases[match.label], match.first, match.last) for match in matches]
    spoken.sort(key=lambda each: (each.first, -each.last))
    kept: list[Spoken] = []
    covering: list[Spoken] = []
    for each in spoken:
        covering = [other for other in covering if other.last > each.first]
        if any(_swallows(other, each) for other in covering):
            continue
        kept.append(each)
        covering.append(each)
    return [each for each in kept if not any(_swallows(other, each) for other in kept if other is not each and
            other.first <= each.first and each.last <= other.last)]  # fmt: skip


def _swallows(longer: Spoken, shorter: Spoken) -> bool:
    if not (longer.first <= shorter.first and shorter.last <= longer.last):
        return False
    strictly = longer.last - longer.first > shorter.last - shorter.first
    if longer.cue:
        return strictly and (longer.cue == shorter.cue or _FAMILY.get(longer.cue, "") == _FAMILY.get(shorter.cue, "x")
                             or (longer.cue in {"affirmation", "guidance"} and bool(shorter.cue)))  # fmt: skip
    if shorter.cue:
        return True
    if strictly:
        return True
    same = longer.phrase.concept is shorter.phrase.concept
    return same and longer.phrase.sense not in (shorter.phrase.sense, "names")


_FAMILY = {
    "negation": "denial", "negation_of_verb": "denial", "negation_after": "denial", "uncertain": "denial",
    "affirmation": "denial", "normal": "denial", "suspicion": "denial", "query": "denial",
}  # fmt: skip

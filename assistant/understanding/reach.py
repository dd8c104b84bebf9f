"""How far a word reaches in its sentence: over lists and joins, up to the end of its clause."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.understanding import grammar
from assistant.understanding.spoken import Spoken
from assistant.understanding.tokens import Sentence, Token

#: How many words may stand between a verb of denial and the auxiliary that still belongs to it ("has not had").
_OWN_VERB = 2
#: The longest bare item of a list, in words.
_ITEM = 10
#: How many words may stand between a thing and its year ("fell off a ladder at work in 2009").
_DATED = 4
#: An item of a list that no phrase knows is an item still if it is no longer than this, its comma counted.
_UNKNOWN = 3
#: The longest time behind "until", in words.
_TIME = 5
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_STOPS = frozenset({"stop", "affirmation", "exception"})


class Reach:
    """The clauses and lists of one sentence. All positions are those of tokens in the message."""

    def __init__(self, tokens: Sequence[Token], sentence: Sentence, spoken: Sequence[Spoken]) -> None:
        self._tokens, self._first, self._last = tokens, sentence.first, sentence.last
        self.cues = [each for each in spoken if each.cue]
        self.mentions = [each for each in spoken if not each.cue]
        self._starts = {each.first for each in self.mentions}
        self._ends = {each.last - 1: each for each in reversed(self.mentions)}
        self._well = {each.first for each in self.mentions if each.phrase.sense == "denies"}
        self._inside = {place for each in self.mentions for place in range(each.first + 1, each.last)}
        stops = [each for each in self.cues if each.cue in _STOPS]
        self._stops = {each.first for each in stops}
        self._stopped = {place for each in stops for place in range(each.first, each.last)}
        self._denials = {each.first for each in self.cues if each.cue.startswith("negation")} - self._inside
        self._verdicts = {each.last - 1: each for each in self.cues if each.cue in {"normal_after", "negation_after"}}
        self._judging = {each.first for each in self.cues if each.cue in {"normal", "normal_after", "uncertain"}}

    def word(self, position: int) -> str:
        """The word at a position; empty outside the sentence."""
        return self._tokens[position].word if self._first <= position < self._last else ""

    def words(self, first: int, last: int) -> list[str]:
        """The words from `first` up to, but not including, `last`."""
        return [token.word for token in self._tokens[max(first, self._first) : min(last, self._last)]]

    def forward(self, cue: Spoken, *, lists: bool) -> list[int]:
        """What a cue covers of what follows it; its own last words too ("has not lost weight")."""
        covered = list(range(cue.first + 1, cue.last))
        position = cue.last
        listed = lists or self._has_or(position)
        denies = self.word(cue.first) in grammar.DENIES
        while position < self._last:
            word = self.word(position)
            if word in grammar.BREAKS and not (word == ":" and position == cue.last):
                break
            if position in self._stops and not self._own_verb(position, cue):
                break
            if position > cue.last and position in self._denials:
                break
            if position in self._starts and (word in grammar.DENYING or self._finding(position)):
                break
            if position > cue.last and position in self._well and position - 1 in self._ends:
                break  # "No injury bladder working": run together, it says that of the bladder.
            if word == ",":
                answers = position == cue.last and cue.cue == "negation"  # "No, she has not."
                if answers or not (listed and self.goes_on(position + 1, denies=denies)):
                    break
            covered.append(position)
            position += 1
        return covered

    def backward(self, cue: Spoken) -> list[int]:
        """What a cue covers of what stands before it: its subject, and the list that the subject ends."""
        covered: list[int] = []
        position = cue.first - 1
        nearest: Spoken | None = None
        while position >= self._first:
            word = self.word(position)
            ending = self._ends.get(position)
            if ending is not None:
                if nearest is not None and not self._joined(ending, nearest):
                    break
                nearest = ending
            if (word in {"(", ")", "-"} and covered) or self._ended(position, cue):
                break
            if word == "," and position < cue.first - 1 and not self._bare_before(position, cue):
                break
            covered.append(position)
            position -= 1
        return covered

    def item(self, position: int) -> list[int]:
        """From a position to the next comma, sign or stop."""
        covered: list[int] = []
        while position < self._last and self.word(position) not in grammar.BREAKS | {",", "."}:
            if position in self._stops:
                break
            covered.append(position)
            position += 1
        return covered

    def to_end(self, position: int) -> list[int]:
        """From a position to the end of the sentence, or to a "but"."""
        covered: list[int] = []
        while position < self._last and self.word(position) not in grammar.CONTRASTS:
            covered.append(position)
            position += 1
        return covered

    def opened(self, position: int) -> list[int]:
        """The clause that "until yesterday" opens, behind a comma or not."""
        covered = self.to_end(position)
        commas = [place for place in covered if self.word(place) == ","]
        own = commas[0] - position <= _TIME if commas else False
        ends = commas[1:] if own else commas
        return [place for place in covered if not ends or place < ends[0]]

    def of_condition(self, cue: Spoken) -> list[int]:
        """What an "if" covers: to the end, but "I wonder if I should worry, my legs are numb" tells after its comma."""
        covered = self.to_end(cue.last)
        if cue.first == self._first or self._has_or(cue.last):
            return covered
        for place in covered:
            if self.word(place) == "," and self.word(place + 1) in grammar.TELLING:
                return [each for each in covered if each < place]
        return covered

    def of_person(self, cue: Spoken) -> list[int]:
        """What is said of another person, up to where the patient comes in again."""
        covered = list(range(cue.first + 1, cue.last))
        position, depth = cue.last, 0
        while position < self._last:
            word = self.word(position)
            depth += (word == "(") - (word == ")")
            if word in grammar.CONTRASTS or depth < 0 or (word in grammar.PATIENT_AGAIN and covered):
                break
            if word == "," and depth == 0 and not self._still_theirs(position + 1):
                break
            covered.append(position)
            position += 1
        return covered

    def since(self, cue: Spoken, ends: Collection[str]) -> list[int]:
        """A cue and what stands before it, back to one of `ends`."""
        position = cue.first - 1
        while position >= self._first and self.word(position) not in ends:
            position -= 1
        return list(range(position + 1, cue.last))

    def around(self, cue: Spoken, ends: Collection[str]) -> list[int]:
        """A cue and what stands about it, between two of `ends`."""
        last = cue.last
        while last < self._last and self.word(last) not in ends:
            last += 1
        return [*self.since(cue, ends), *range(cue.last, last)]

    def names_any(self, first: int, last: int) -> bool:
        """Whether a thing is spoken of between two positions."""
        return any(first <= each.first < last for each in self.mentions)

    def dated(self, year: int) -> list[int]:
        """What a year belongs to: what stands just before it, or after "In 2009" at the head of a clause."""
        if self.word(year - 1) in grammar.SINCE or _MONTH.match(self.word(year - 1)):
            return []  # A day or a month may be of these weeks.
        near = [each for each in self.mentions if year - _DATED <= each.last <= year]
        if near:
            dated = near[-1]
            between = self.words(dated.last, year)
            # "New foot drop 2026" tells of now; without a clock no year alone says that it is over.
            stands = {",", ":"} & set(between) or grammar.OF_NOW & set(self.words(self._first, year))
            return [] if stands else list(range(dated.first, dated.last))
        heads = year - 2 < self._first or self.word(year - 2) in {",", "and", "but", "("}
        if self.word(year - 1) != "in" or not heads:
            return []
        first = last = year + 2 if self.word(year + 1) == "," else year + 1
        while last < self._last and self.word(last) not in grammar.BREAKS | grammar.CONTRASTS | {",", "and", "now"}:
            last += 1
        return list(range(first, last))

    def is_boundary(self, position: int) -> bool:
        """Whether nothing that belongs to what stands before follows."""
        if position >= self._last:
            return True
        token = self._tokens[position]
        if token.kind == "point" and token.word not in grammar.CONNECTING_SIGNS:
            return True
        return token.word in grammar.BOUNDARIES

    def goes_on(self, position: int, *, denies: bool = False) -> bool:
        """Whether what follows a comma is one more item of the list that a denial opened."""
        if self.word(position) in {"or", "nor", "any"} or self.words(position, position + 2) == ["and", "any"]:
            return True
        end = self._item_end(position)
        if self.word(position + (self.word(position) == "and")) == "any":
            return True  # "Denies numbness, any change in micturition, and any weakness": "any" lives in a denial.
        words = self.words(position, end)
        chained = denies or self._has_or(position)
        opening = (grammar.RESTARTS - {"new"} if chained else grammar.RESTARTS) | grammar.DENYING
        if not chained:
            opening |= grammar.FELT  # "No fever, numb when I wipe"
        if not words or words[0] in opening | grammar.KIN or words[0] == "?":
            return False  # "No fever, ?CES", "no fever, mother had cancer"
        mentions = [each for each in self.mentions if position <= each.first < end]
        if not mentions:
            return len(words) <= 3 and chained
        if chained and mentions[0].first - position <= 2:
            return not self._own_statement(position, end, grammar.OWN_IN_CHAIN)
        return not self._own_statement(position, end, grammar.OWN) and self._is_bare_item(
            mentions, position, end, denies=denies
        )

    def _is_bare_item(self, mentions: Sequence[Spoken], position: int, end: int, *, denies: bool) -> bool:
        concept = mentions[0].phrase.concept
        if concept is None or mentions[0].phrase.sense == "denies" or concept.complaint:
            return False
        if not (denies or (concept.absent and concept.listed)):
            return False
        return mentions[0].first - position <= 2 and end - mentions[-1].last <= 1 and end - position <= _ITEM

    def _finding(self, position: int) -> bool:
        """Whether an "and" opens a finding: "no erections and numb perineum", but not "no weak and numb leg"."""
        if self.word(position) not in grammar.FINDING or self.word(position - 1) != "and":
            return False
        return position - 2 in self._ends and self.word(position - 2) not in grammar.FINDING

    def _item_end(self, position: int) -> int:
        end = position
        while end < self._last and self.word(end) not in grammar.BREAKS | {","}:
            stops = end in self._stops and not (end == position and self.word(end) in grammar.HISTORY)
            if stops or end in self._denials:
                break
            end += 1
        return end

    def _own_verb(self, position: int, cue: Spoken) -> bool:
        """Whether a word that would end the reach of a denial belongs to it: "has not had", "or history of"."""
        word = self.word(position)
        if word in grammar.HISTORY:
            return self.word(position - 1) in {",", "or", "nor", "/", "any", "and"}
        if position == cue.last and self.word(position - 1) == "never":
            return word in grammar.SUBJECTS | {"on"}  # "Never she had a tumour", "never on steroids".
        return position - cue.last < _OWN_VERB and word in {"has", "have", "had", "only", "just", "since"}

    def _has_or(self, position: int) -> bool:
        for place in range(position, self._last):
            if place in self._stops or (place > position and place in self._denials):
                return False
            if self.word(place) in {"or", "nor"}:
                return True
        return False

    def _own_statement(self, position: int, end: int, own: frozenset[str]) -> bool:
        """Whether an item of a list says something of its own: a number, a time, "new", "normal"."""
        places = range(position, end)
        return (
            any(self._tokens[place].kind in {"number", "fraction"} for place in places)
            or not self._judging.isdisjoint(places)
            or bool(own & set(self.words(position, position + 3)))
        )

    def _joined(self, one: Spoken, other: Spoken) -> bool:
        """Whether nothing but a joining word stands between two mentions, or both merely name a thing."""
        between = set(self.words(one.last, other.first))
        if other.first < one.last or (not between and one.phrase.sense == other.phrase.sense == "names"):
            return True
        return bool(between & (grammar.JOINS | {","})) and between <= grammar.JOINS | grammar.LINKS

    def _ended(self, position: int, cue: Spoken) -> bool:
        """Whether, going backward, another clause begins here."""
        word = self.word(position)
        if (position in self._stopped and word not in grammar.WEAK_STOPS) or position in self._denials:
            return True
        verdict = self._verdicts.get(position)
        judged = verdict is not None and verdict is not cue and verdict.last <= cue.first
        return judged and position not in self._inside and word != "no"

    def _bare_before(self, comma: int, cue: Spoken) -> bool:
        """Whether the segment before a comma is a bare item of a list ("bladder, bowel and saddle normal")."""
        start = comma - 1
        while start >= self._first and self.word(start) not in {",", ":", "(", ")"}:
            if start in self._denials:
                return False
            start -= 1
        mentions = [each for each in self.mentions if start < each.first < comma]
        wanted = {"names"} if cue.cue.startswith("normal") else {"says", "names"}
        if not mentions and "all" in self.words(cue.first, cue.last):
            return comma - start <= _UNKNOWN  # "HIV, DM, ESRD, transplant all negative"
        if not any(each.phrase.sense in wanted for each in mentions):
            return False
        filled = sum(each.last - each.first for each in mentions)
        follows = any(comma < each.first < cue.first for each in self.mentions)
        return follows and comma - start - 1 - filled <= 2 and comma - mentions[-1].last <= 1

    def _still_theirs(self, position: int) -> bool:
        """Whether what follows a comma goes on about the other person."""
        words = self.words(position, position + 4)
        if not words:
            return False
        if words[0] == "?":
            return False  # "Mother had breast cancer, ?CES" asks about the patient.
        if words[0] in grammar.STILL_THEIRS or grammar.KIN & set(words[:3]):
            return True
        return words[0] not in grammar.DENYING | grammar.RESTARTS and self.goes_on(position)

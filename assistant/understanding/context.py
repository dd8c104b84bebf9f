"""How a thing is spoken of: affirmed, denied, doubted, supposed, of somebody else, of the past.

ConText (H. Harkema et al., J Biomed Inform 2009) with reach decided by grammar: lists carry a cue on, clauses end it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from assistant.understanding import grammar
from assistant.understanding.lately import Turn, turn
from assistant.understanding.lexicon import Phrase
from assistant.understanding.reach import Reach
from assistant.understanding.spoken import Spoken
from assistant.understanding.tokens import Sentence, Token, is_query

_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")
_AGE_UNITS = frozenset({"year", "years", "yo", "yr", "y/o", "m", "f"})
#: The longest name of a thing, in tokens, to which ", no" alone is an answer.
_SHORT = 6
#: Files of what is examined as good or wanting.
_EXAMINED = frozenset({"cauda_equina.yaml", "neuro.yaml"})
#: Within so many words a thing that had gone is told to be back.
_RELAPSE = 7
_SEGMENT = frozenset({",", ":", "but", "however"})
_CLAUSE = frozenset({",", "but", "however", ")", ":", "today", "nowadays"})


class Scope:
    """What the cues of one sentence say about each of its tokens."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        sentence: Sentence,
        spoken: Sequence[Spoken],
        *,
        header: str = "",
        kin: str = "",
        writer: bool = False,
    ) -> None:
        """`header` is the mark of the section the sentence stands in; `kin` what the patient is to the writer.

        `writer` says that the writer is the patient beyond doubt.
        """
        self._tokens, self._sentence, self._kin, self._writer = tokens, sentence, kin, writer
        self._reach = Reach(tokens, sentence, spoken)
        self.marks: dict[str, set[int]] = {}
        whole = range(sentence.first, sentence.last)
        if header:
            self._mark(header, whole)
        for cue in self._reach.cues:
            apply = _APPLY.get(cue.cue)
            if apply is not None:
                apply(self, cue)
        for mention in self._reach.mentions:
            if mention.phrase.sense == "denies":
                self._lend(mention)
            if mention.phrase.sense == "names" and self._found_wanting(mention):
                self._mark("abnormal", range(mention.first, mention.last))
        for position in whole:
            if is_query(text, tokens[position]):
                self._mark("query", self._reach.item(position + 1))
            if tokens[position].kind == "number" and _YEAR.fullmatch(tokens[position].word):
                self._mark("once", whole)
                self._mark("dated", self._reach.dated(position))
            self._turn(position)

    def has(self, mark: str, spoken: Spoken) -> bool:
        """Whether a mark lies on the first word of a mention."""
        return spoken.first in self.marks.get(mark, ())

    def stands_alone(self, spoken: Spoken) -> bool:
        """Whether a mention is a sentence, or an item between signs, of its own."""
        before = spoken.first == self._sentence.first or self._tokens[spoken.first - 1].kind == "point"
        return before and (spoken.last >= self._sentence.last or self._tokens[spoken.last].kind == "point")

    def _mark(self, mark: str, positions: Iterable[int]) -> None:
        self.marks.setdefault(mark, set()).update(positions)

    def _negation(self, cue: Spoken) -> None:
        ends = self._reach.is_boundary(cue.last) and self._reach.word(cue.last - 1) in {"no", "nil", "denied"}
        if not ends:
            self._mark("negated", self._reach.forward(cue, lists=True))

    def _negation_of_verb(self, cue: Spoken) -> None:
        self._mark("negated", self._reach.forward(cue, lists=False))
        for mention in self._reach.mentions:
            # "Not peeing normally", "isn't really emptying her bladder fully".
            near = 0 <= mention.first - cue.last <= 1 and self._reach.word(cue.last) != ","
            if near and mention.phrase.sense == "denies" and _fails(mention):
                self._mark("failing", range(mention.first, mention.last))

    def _negation_after(self, cue: Spoken) -> None:
        if self._reach.word(cue.first - 1) == "or":
            return  # "I don't know if I'm done or not."
        if self._reach.is_boundary(cue.last) and not self._opens(cue):
            covered = self._reach.backward(cue)
            if self._reach.word(cue.first - 1) == ",":
                # "I can't wee, no": the "no" agrees.
                covered = [place for place in covered if self._reach.word(place) not in grammar.DENYING]
            self._mark("negated", covered)

    def _normal(self, cue: Spoken) -> None:
        if self._reach.word(cue.first - 1) in grammar.NOT:
            self._mark("abnormal", self._reach.forward(cue, lists=False))
            return
        follows = any(0 <= cue.first - each.last <= 1 and each.phrase.sense == "names" for each in self._reach.mentions)
        if follows:
            return
        self._mark("normal", self._reach.forward(cue, lists=False))
        if self._reach.word(cue.first) in grammar.DENYING:
            self._mark("negated", self._reach.forward(cue, lists=True))

    def _normal_after(self, cue: Spoken) -> None:
        if self._reach.word(cue.last) in grammar.UNTIL and self._reach.word(cue.last - 1) != "as":
            if self._turns(cue.last) == "turned":
                self._mark("abnormal", self._reach.backward(cue))
            return  # "Bladder was fine until yesterday."
        if self._reach.words(cue.first - 3, cue.first)[:2] == ["used", "to"]:
            return  # "It used to be fine."
        denied = [place for place in (cue.first - 2, cue.first - 1) if self._reach.word(place) in grammar.NOT]
        if not denied:
            self._mark("normal", self._reach.backward(cue))
            return
        first = denied[0] - 1 if self._reach.word(denied[0] - 1) in grammar.BEING else denied[0]
        subject = set(self._reach.backward(Spoken(cue.phrase, first, cue.last)))
        for mention in self._reach.mentions:
            if mention.first in subject and mention.phrase.sense == "names" and _fails(mention):
                self._mark("abnormal", range(mention.first, mention.last))

    def _turns(self, position: int) -> Turn:
        first, last = self._sentence.first, self._sentence.last
        if not first <= position < last:
            return ""
        return turn(self._reach.words(first, last), position - first)

    def _turn(self, position: int) -> None:
        """What stood until lately stands no more."""
        turned = self._turns(position)
        if not turned:
            return
        self._mark(turned, self._reach.since(Spoken(_AFTER, position, position + 1), _SEGMENT))
        if position == self._sentence.first or self._reach.word(position - 1) in _SEGMENT:
            self._mark(turned, self._reach.opened(position))  # "Until yesterday, she could wee normally."

    def _found_wanting(self, mention: Spoken) -> bool:
        """Whether a verdict of an examiner stands behind a name: "anal tone: reduced", "erections absent"."""
        concept = mention.phrase.concept
        if concept is None or concept.file not in _EXAMINED:
            return False
        place = mention.last
        while self._reach.word(place) in grammar.LEADS_TO_VERDICT and place < mention.last + 3:
            place += 1
        word, last = self._reach.word(place), self._reach.word(mention.last - 1)
        if word in grammar.WANTING:
            return last not in grammar.SIGNS
        return word in grammar.ABSENT and last in grammar.FUNCTIONS

    def _trouble(self, cue: Spoken) -> None:
        self._mark("trouble", self._reach.forward(cue, lists=False))
        self._mark("trouble", self._reach.backward(cue))

    def _uncertain(self, cue: Spoken) -> None:
        self._mark("uncertain", self._reach.forward(cue, lists=False))
        if self._tokens[cue.last - 1].word in {"if", "whether"}:
            # "I do not know if I can feel it": the subject of the clause does not end the doubt.
            clause = self._reach.to_end(cue.last)
            self._mark(
                "uncertain", itertools.takewhile(lambda place: self._tokens[place].word not in {",", "."}, clause)
            )

    def _uncertain_after(self, cue: Spoken) -> None:
        if self._reach.is_boundary(cue.last):
            self._mark("uncertain", self._reach.backward(cue))

    def _suspicion(self, cue: Spoken) -> None:
        self._mark("suspicion", self._reach.forward(cue, lists=False))

    def _suspicion_after(self, cue: Spoken) -> None:
        if self._reach.is_boundary(cue.last) and not self._opens(cue):
            self._mark("suspicion", self._reach.backward(cue))

    def _query(self, cue: Spoken) -> None:
        self._mark("query", self._reach.item(cue.last))

    def _hypothetical(self, cue: Spoken) -> None:
        self._mark("hypothetical", range(cue.first + 1, cue.last))  # "Should he go numb": the words are its own.
        self._condition("hypothetical", cue)

    def _condition(self, mark: str, cue: Spoken) -> None:
        covered = self._reach.of_condition(cue)
        if mark == "fear":
            covered = list(itertools.takewhile(lambda place: not self._own_again(place), covered))
        self._mark(mark, covered)
        commas = [place for place in covered if self._reach.word(place) == ","]
        if commas:
            # "Worried it might be cancer, low back pain": behind a comma the complaint is what they have.
            self._mark("behind_comma", [place for place in covered if place > commas[0]])

    def _fear(self, cue: Spoken) -> None:
        # A doctor's worry is a suspicion; a patient's is none.
        doctor = any(each.cue == "clinician" and 0 <= cue.first - each.last <= 2 for each in self._reach.cues)
        if doctor:
            self._mark("suspicion", self._reach.of_condition(cue))
        else:
            self._condition("fear", cue)

    def _of_others(self, cue: Spoken) -> None:
        words = self._reach.words(cue.first, cue.last)
        if cue.cue == "other_person" and (self._kin in words if self._kin else words[0] in {"i", "im"}):
            return  # Of a relative's pain the writer who says "I'm the one with diabetes" is another person.
        if self._reach.word(cue.first) in {"in", "of"} or self._reach.word(cue.first - 1) == "(":
            self._mark("family", self._reach.since(cue, _SEGMENT))
            return
        self._mark("family", self._reach.of_person(cue))
        if cue.cue == "other_person" and self._tokens[cue.first].possessive and cue.first > self._sentence.first:
            self._mark("family", self._reach.since(cue, grammar.CONTRASTS))

    def _of_kin(self, cue: Spoken) -> None:
        # "Nan has thin bones" tells of the patient, unless the writer is known to be the one who hurts.
        if self._writer:
            self._of_others(cue)

    def _past(self, cue: Spoken) -> None:
        self._mark("past", self._reach.around(cue, _CLAUSE))

    def _once(self, cue: Spoken) -> None:
        self._mark(cue.cue, range(self._sentence.first, self._sentence.last))

    def _resolved(self, cue: Spoken) -> None:
        if self._reach.word(cue.first - 1) in grammar.BECOMING:
            return  # "It is getting better now": less of it is not none of it.
        after = self._reach.words(cue.last, cue.last + _RELAPSE)
        if not grammar.CONTRASTS.isdisjoint(after) and not grammar.RETURNING.isdisjoint(after):
            return  # "Had settled but came back"
        if self._reach.word(cue.first) in grammar.PASSING:
            self._mark("resolved", self._reach.forward(cue, lists=False))
            return
        # "Fever last week but it has gone": the "but" belongs to what is over.
        first = cue.first - 1 if self._reach.word(cue.first - 1) == "but" else cue.first
        spent = self._reach.since(Spoken(cue.phrase, first, cue.last), grammar.CONTRASTS)
        own = self._reach.since(cue, grammar.CONTRASTS | {","})
        if self._reach.word(own[0]) in grammar.POSSESSIVE and self._reach.names_any(own[0], cue.first):
            spent = own  # "Low back pain, my calf cramp has gone now": only what the clause itself is about.
        self._mark("resolved", spent)

    def _exception(self, cue: Spoken) -> None:
        self._mark("exception", self._reach.forward(cue, lists=True))

    def _generic(self, cue: Spoken) -> None:
        for place in self._reach.to_end(cue.last):
            if self._own_again(place):
                return  # "I read about cauda equina and I have numbness": from there it is about them.
            self._mark("generic", (place,))

    def _own_again(self, place: int) -> bool:
        return self._reach.word(place) in grammar.OWN_AGAIN and self._reach.word(place - 1) in grammar.GOES_ON

    def _guidance(self, _: Spoken) -> None:
        first, last = self._sentence.first, self._sentence.last
        words = self._reach.words(first, last)
        asks = self._sentence.asks or words[0] in grammar.ASKING
        aged = any(
            one.kind == "number" and other.word in _AGE_UNITS for one, other in pairwise(self._tokens[first:last])
        )
        if asks and not aged and grammar.PATIENT.isdisjoint(words):
            self._mark("guidance", range(first, last))

    def _opens(self, cue: Spoken) -> bool:
        """Whether nothing stands before a cue that speaks of what stands before it."""
        before = self._reach.word(cue.first - 1)
        if before == "," and cue.first - self._sentence.first <= _SHORT and self._reach.is_boundary(cue.last):
            return False  # "saddle numbness, no;"
        return before in {"", ",", "(", "and", "but"}

    def _lend(self, mention: Spoken) -> None:
        """A phrase that ends or begins in "normal", or begins in "no", speaks for the list it stands in."""
        first, last = self._reach.word(mention.first), self._reach.word(mention.last - 1)
        if last in grammar.NORMAL | grammar.AS_EVER:
            self._mark("normal", self._reach.backward(Spoken(_AFTER, mention.last - 1, mention.last)))
        lent = Spoken(_LENT, mention.first, mention.last)
        if first in grammar.NORMAL:
            self._mark("normal", self._reach.forward(lent, lists=False))
        if first in grammar.LENDING | grammar.LENDING_VERBS:
            self._mark("negated", self._reach.forward(lent, lists=first in grammar.LENDING))


def _fails(mention: Spoken) -> bool:
    return mention.phrase.concept is not None and mention.phrase.concept.failing


_AFTER, _LENT = Phrase(None, cue="normal_after"), Phrase(None, cue="lent")
_APPLY: Mapping[str, Callable[[Scope, Spoken], None]] = {
    "negation": Scope._negation,
    "negation_of_verb": Scope._negation_of_verb,
    "negation_after": Scope._negation_after,
    "normal": Scope._normal,
    "normal_after": Scope._normal_after,
    "trouble": Scope._trouble,
    "uncertain": Scope._uncertain,
    "uncertain_after": Scope._uncertain_after,
    "suspicion": Scope._suspicion,
    "suspicion_after": Scope._suspicion_after,
    "query": Scope._query,
    "hypothetical": Scope._hypothetical,
    "fear": Scope._fear,
    "family": Scope._of_others,
    "other_person": Scope._of_others,
    "kin_alone": Scope._of_kin,
    "past": Scope._past,
    "once": Scope._once,
    "resolved": Scope._resolved,
    "exception": Scope._exception,
    "generic": Scope._generic,
    "guidance": Scope._guidance,
}

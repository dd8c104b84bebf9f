"""Phrases with small variations, matched over tokens by one automaton in a single pass.

The writing of a phrase: words in lower case without apostrophes; `[a b]` may be left out; `(a|b c)` is one of them;
`leak~` is a verb in all its forms; `@name` is a word list of `words.yaml`; `..` skips up to three words and `..n` up
to n; `<n>` is a number, `<frac>` a fraction such as 3/5, `<l>` `<t>` `<c>` `<s>` a vertebral level and `<p>` one of S2 to S5; `<open>` and `<close>` are brackets; `^word` must be written in capitals. A noun also
matches its plural. Commas must be written out; hyphens are spaces.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.errors import IndicatedError
from assistant.understanding.tokens import Token

_IRREGULAR = {
    "be": "is are was were been being am im isnt be", "have": "has had having have ive hes shes",
    "do": "does did done doing do", "go": "goes went gone going go", "get": "gets got gotten getting get",
    "fall": "falls fell fallen falling fall", "feel": "feels felt feeling feel",
    "lose": "loses lost losing lose", "wake": "wakes woke woken waking wake waked", "take": "takes took taken taking take",  # noqa: E501
    "come": "comes came coming come", "begin": "begins began begun beginning begin",
    "hold": "holds held holding hold", "break": "breaks broke broken breaking break", "wear": "wears wore worn wearing wear",  # noqa: E501
    "keep": "keeps kept keeping keep", "see": "sees saw seen seeing see", "say": "says said saying say",
    "tell": "tells told telling tell", "think": "thinks thought thinking think", "run": "runs ran running run",
    "shoot": "shoots shot shooting shoot", "hurt": "hurts hurt hurting", "wet": "wets wet wetting wetted",
    "drive": "drives drove driven driving drive", "throw": "throws threw thrown throwing throw",
    "drag": "drags dragged dragging drag", "slip": "slips slipped slipping slip", "trip": "trips tripped tripping trip",
    "hit": "hits hit hitting", "sit": "sits sat sitting sit", "stand": "stands stood standing stand",
    "lie": "lies lay lain lying lie", "rise": "rises rose risen rising rise", "pee": "pees peed peeing pee",
    "wee": "wees weed weeing wee", "poo": "poos pooed pooing poo", "give": "gives gave given giving give",
    "spread": "spreads spread spreading", "grow": "grows grew grown growing grow", "shrink": "shrinks shrank shrunk shrinking shrink",  # noqa: E501
    "make": "makes made making make", "show": "shows showed shown showing show", "find": "finds found finding find",
    "put": "puts put putting", "inject": "injects injected injecting inject", "bend": "bends bent bending bend",
    "bleed": "bleeds bled bleeding bleed", "drink": "drinks drank drunk drinking drink", "swell": "swells swelled swollen swelling swell",  # noqa: E501
    "catch": "catches caught catching catch", "stop": "stops stopped stopping stop", "know": "knows knew known knowing know",  # noqa: E501
    "sleep": "sleeps slept sleeping sleep", "worsen": "worsens worsened worsening worsen", "cut": "cuts cut cutting",
    "travel": "travels travelled traveled travelling traveling travel", "creep": "creeps crept creeping creep",
}  # fmt: skip
_ITEM = re.compile(r"\s*(?:(?P<gap>\.\.\d?)|(?P<macro>@\w+)|(?P<open>[\[(])|(?P<close>[\])|])|(?P<word>[^\s\[\]()|]+))")
_BRACKETS = {"<open>": "(", "<close>": ")"}
_CLASSES = {"number": "<n>", "fraction": "<frac>"}
_PERINEAL = frozenset({"s2", "s3", "s4", "s5"})
_OTHER = "\0"
#: Where a state leads whatever the word.
_ANYTHING = "\2"
#: What no gap runs over. Signs and denials: "pain walking, no leg heaviness" is no heaviness on walking. Other people:
#: "wants a scan as his dad had secondaries" is no scan that showed any.
_SIGNS_AND_DENIALS = frozenset(
    {",", ":", "-", "(", "no", "nil", "without", "denies", "denied", "nor", "neither", "not"}
)
_OTHERS = frozenset({
    "mother", "father", "mum", "mom", "dad", "sister", "brother", "husband", "wife", "nan", "gran", "grandmother",
    "grandfather", "aunt", "uncle", "cousin", "neighbour", "neighbor",
})  # fmt: skip
_NEVER_SKIPPED = _SIGNS_AND_DENIALS | _OTHERS


class LexiconError(IndicatedError):
    """A lexicon file is wrong: its author mends the named entry."""


def forms(verb: str) -> tuple[str, ...]:
    """All forms of a verb.

    >>> forms("leak")
    ('leak', 'leaks', 'leaked', 'leaking')
    """
    if verb in _IRREGULAR:
        return tuple(_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, verb + ending, verb + "ed", verb + "ing"


def singular(word: str) -> str:
    """The singular of a regular plural; any other word is given back."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


@dataclass(slots=True)
class _State:
    words: dict[str, list[int]] = field(default_factory=dict)
    anything: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    accepts: int = -1


@dataclass(frozen=True, slots=True)
class Match:
    """Phrase `label` over tokens `first` up to, but not including, `last`."""

    label: int
    first: int
    last: int


class Automaton:
    """Many phrases at once: built as a nondeterministic automaton, made deterministic as texts need it."""

    def __init__(self, words: Mapping[str, Sequence[str]] = {}) -> None:
        self._lists = words
        self._states: list[_State] = [_State()]
        self._alphabet: set[str] = set()
        self._symbols: dict[str, tuple[str, ...]] = {}
        self._sets: dict[frozenset[int], int] = {}
        self._steps: list[dict[str, int]] = []
        self._accepted: list[tuple[int, ...]] = []
        self._members: list[tuple[int, ...]] = []
        self._by_word: dict[int, dict[str, list[int]]] = {}
        self._closures: dict[int, frozenset[int]] = {}

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        return frozenset(self._alphabet)

    def add(self, phrase: str, label: int) -> None:
        """Add one phrase.

        Raises:
            LexiconError: the phrase cannot be read.
        """
        items = list(_items(phrase))
        end, position = self._sequence(items, 0, 0, phrase, depth=0)
        if position != len(items) or end == 0:
            raise LexiconError(f"phrase {phrase!r}: a bracket is not closed, or nothing is left")
        final = self._new()
        self._states[end].empty.append(final)
        self._states[final].accepts = label

    def ready(self) -> None:
        """Do now what the first text would wait for: the index of the words that phrases begin with."""
        if not self._steps:
            self._state(frozenset(self._closure((0,))))
        self._index(0)

    def matches(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Match]:
        """The longest match of each label at each token, in order of their start."""
        self.ready()
        end = len(tokens) if last is None else last
        symbols = [self._symbol(token) for token in tokens[first:end]]
        found: list[Match] = []
        for start in range(first, end):
            state, position = 0, start
            best: dict[int, int] = {}
            while position < end:
                state = self._step(state, symbols[position - first])
                if state < 0:
                    break
                position += 1
                for label in self._accepted[state]:
                    best[label] = position
            found.extend(Match(label, start, stop) for label, stop in best.items())
        return found

    def _symbol(self, token: Token) -> str:
        if token.kind == "level":
            return "<p>" if token.word[:2] in _PERINEAL else f"<{token.word[0]}>"
        if token.capital and "^" + token.word in self._alphabet:
            return "^" + token.word
        return token.word if token.word in self._alphabet else _CLASSES.get(token.kind, token.word)

    def _step(self, state: int, symbol: str) -> int:
        steps = self._steps[state]
        known = steps.get(symbol)
        if known is not None:
            return known
        readings = _readings(symbol)
        readings = tuple(dict.fromkeys(reading for reading in readings if reading in self._alphabet))
        key = symbol if readings else (_OTHER if symbol[0].isalnum() or symbol[0] in "<^" else "\1")
        if key in steps:
            return steps[key]
        targets: set[int] = set()
        by_word = self._index(state)
        for reading in readings:
            targets.update(by_word.get(reading, ()))
        if key != "\1" and symbol not in _NEVER_SKIPPED:
            targets.update(by_word.get(_ANYTHING, ()))
        following = self._state(frozenset(self._closure(targets))) if targets else -1
        steps[key] = following
        return following

    def _state(self, members: frozenset[int]) -> int:
        if members in self._sets:
            return self._sets[members]
        number = len(self._steps)
        self._sets[members] = number
        self._members.append(tuple(sorted(members)))
        self._accepted.append(tuple(sorted({self._states[m].accepts for m in members} - {-1})))
        self._steps.append({})
        return number

    def _index(self, state: int) -> dict[str, list[int]]:
        """Where each word leads from a state; made once, as the first state alone has thousands of members."""
        by_word = self._by_word.get(state)
        if by_word is None:
            by_word = self._by_word[state] = {}
            for member in self._members[state]:
                node = self._states[member]
                for word, targets in node.words.items():
                    by_word.setdefault(word, []).extend(targets)
                if node.anything:
                    by_word.setdefault(_ANYTHING, []).extend(node.anything)
        return by_word

    def _closure(self, members: Iterable[int]) -> set[int]:
        """The members and all that they reach without a word."""
        reached: set[int] = set()
        for member in members:
            closed = self._closures.get(member)
            if closed is None:
                seen, stack = {member}, [member]
                while stack:
                    for following in self._states[stack.pop()].empty:
                        if following not in seen:
                            seen.add(following)
                            stack.append(following)
                closed = self._closures[member] = frozenset(seen)
            reached |= closed
        return reached

    def _new(self) -> int:
        self._states.append(_State())
        return len(self._states) - 1

    def _sequence(self, items: list[str], position: int, state: int, phrase: str, depth: int) -> tuple[int, int]:
        current = state
        while position < len(items):
            item = items[position]
            if item in {")", "]", "|"}:
                if depth == 0:
                    raise LexiconError(f"phrase {phrase!r}: {item!r} without its opening bracket")
                return current, position
            if item in {"(", "["}:
                current, position = self._group(items, position, current, phrase, depth)
            else:
                current = self._item(item, current, phrase, depth)
                position += 1
        return current, position

    def _group(self, items: list[str], position: int, state: int, phrase: str, depth: int) -> tuple[int, int]:
        closing = ")" if items[position] == "(" else "]"
        start, join = self._new(), self._new()
        self._states[state].empty.append(start)
        if closing == "]":
            self._states[start].empty.append(join)
        while True:
            position = self._branch(items, position + 1, start, join, phrase, depth + 1)
            if position >= len(items):
                raise LexiconError(f"phrase {phrase!r}: a bracket is not closed")
            if items[position] == closing:
                return join, position + 1
            if items[position] != "|":
                raise LexiconError(f"phrase {phrase!r}: brackets are crossed")

    def _branch(self, items: list[str], position: int, start: int, join: int, phrase: str, depth: int) -> int:  # noqa: PLR0917
        """One alternative, from state `start` to state `join`; a single word needs no state of its own."""
        alone = position + 1 >= len(items) or items[position + 1] in {"|", ")", "]"}
        if alone and position < len(items) and items[position][0] not in "[(@.|])":
            for word in self._words(items[position]):
                self._states[start].words.setdefault(word, []).append(join)
            return position + 1
        end, position = self._sequence(items, position, start, phrase, depth)
        self._states[end].empty.append(join)
        return position

    def _words(self, item: str) -> tuple[str, ...]:
        words = forms(item[:-1]) if item.endswith("~") else (_BRACKETS.get(item, item),)
        self._alphabet.update(words)
        return words

    def _item(self, item: str, state: int, phrase: str, depth: int) -> int:
        if item.startswith(".."):
            for _ in range(int(item[2:] or 3)):
                following = self._new()
                self._states[state].anything.append(following)
                self._states[state].empty.append(following)
                state = following
            return state
        if item.startswith("@"):
            if item[1:] not in self._lists or depth > 12:
                raise LexiconError(f"phrase {phrase!r}: {item} is no word list of words.yaml")
            return self._list(item[1:], state, phrase, depth)
        following = self._new()
        for word in self._words(item):
            self._states[state].words.setdefault(word, []).append(following)
        return following

    def _list(self, name: str, state: int, phrase: str, depth: int) -> int:
        join = self._new()
        for entry in self._lists[name]:
            items = list(_items(entry))
            if self._branch(items, 0, state, join, phrase, depth + 1) != len(items):
                raise LexiconError(f"word list {name!r}: entry {entry!r} has a stray bracket")
        return join


def _readings(symbol: str) -> tuple[str, ...]:
    if symbol[0] == "^":
        return symbol, symbol[1:]
    if symbol[0].isdigit():
        return symbol, "<frac>" if "/" in symbol else "<n>"
    return (symbol, singular(symbol)) if symbol[0].isalpha() else (symbol,)


def _items(phrase: str) -> Iterator[str]:
    position = 0
    text = phrase.strip()
    while position < len(text):
        match = _ITEM.match(text, position)
        if match is None:
            raise LexiconError(f"phrase {phrase!r} cannot be read at {text[position:]!r}")
        yield match.group().strip()
        position = match.end()

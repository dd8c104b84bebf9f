"""Message to tokens and sentences. Offsets are those of the message as it was written, whatever is normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Abbreviations written with a slash or sign that are one word to the reader ("r/o", "s/p", "+ve").
_SIGNS = r"(?:k/c/o|r/o|h/o|c/o|s/p|w/o|f/u|o/e|w/(?!o)|y/o|b/l|p/w|d/t|n/a|a&e|i/v|t/l|r/v|[+-]ve|\+\+\+?)(?![a-z0-9])"
_TOKEN = re.compile(
    rf"""(?P<sign>(?<![a-z0-9]){_SIGNS})
    |(?P<fraction>\d+/\d+(?![\d/]))
    |(?P<level>(?<![a-z0-9])(?:t1[0-2]|t[1-9]|[lsc][1-8])(?!\d)(?:\s?[-/]\s?[ltsc]?\d{{1,2}})*(?![a-z0-9]))
    |(?P<number>\d+(?:[.,]\d+)?)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<point>[^\s\w]|_)""",
    re.VERBOSE,
)
_PLAIN = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"',
     "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u00a0": " ", "\u2044": "/", "\u00d7": "x", "\u2026": "."}
)  # fmt: skip
#: A denial begins a sentence, even behind an abbreviation ("sister had breast ca. No night pain").
_DENIAL = re.compile(r"\s+(?:no|nil|not|never|denies|without)\b")
_WRITTEN_OUT = {"w/": "with", "w/o": "without"}
_ABBREVIATIONS = frozenset(
    [
        "approx",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "pt",
        "vs",
        "yr",
        "yrs",
        "wk",
        "wks",
        "mo",
        "hx",
        "st",
        "ca",
        "temp",
        "resp",
        "incl",
        "eg",
        "ie",
        "etc",
        "y",
        "o",
        "p",
        "e",
        "g",
        "i",
        "a",
        "m",
        "b",
        "d",
        "n",
    ]
)
#: A sentence of more tokens is cut at its next comma, or at twice that, so that reading stays linear.
_LONGEST = 120
HARD = frozenset(".?!;")
#: A plain answer to a question or a field; act: a no to an act that then fails ("passing urine? No").
Answer = Literal["yes", "no", "act", ""]


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of the message."""

    word: str
    """In lower case, apostrophes dropped, misspellings mended; `<n>` classes are in `kind`."""
    kind: str
    """word, number, fraction, level or point."""
    start: int
    end: int
    written: str
    """As it stands in the normalised message, before any mending."""
    possessive: bool = False
    capital: bool = False
    """It stands in capitals in a message that is not all in capitals."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` up to, but not including, `last`."""

    first: int
    last: int
    asks: bool
    """It ends in a question mark."""
    speaker: str = ""
    """`doctor` or `patient` in a transcript, else empty."""
    answer: Answer = ""
    """What stands beside it in a form."""


#: Signs that people say when they dictate.
_SPOKEN_SIGNS = {
    "comma": ",", "full stop": ".", "question mark": "?", "semicolon": ";", "new paragraph": "\n", "new line": "\n",
}  # fmt: skip
_DICTATED = re.compile(rf"\b(?:{'|'.join(_SPOKEN_SIGNS)})\b(?! (?:shaped|disease))")


def plain(message: str) -> str:
    r"""The message in lower case with plain quotes and dashes, character for character as long as it was.

    >>> plain("Can\u2019t pee, T 38.6")
    "can't pee, t 38.6"
    >>> plain("no fever comma no trauma full stop")
    'no fever ,     no trauma .        '
    """
    text = message.translate(_PLAIN)
    lowered = text.lower()
    if not (len(lowered) == len(text) and text.isascii()):
        lowered = "".join(_plain_character(character) for character in text)
    return _DICTATED.sub(lambda match: _SPOKEN_SIGNS[match[0]].ljust(len(match[0])), lowered)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    lowered = unicodedata.normalize("NFKC", character).lower()
    return lowered if len(lowered) == 1 else character


def tokenise(text: str, mend: Callable[[str], str] = lambda word: word, message: str = "") -> tuple[Token, ...]:
    """Split a plain text into tokens; `mend` gives a misspelt word its right spelling, `message` tells the capitals."""
    tokens: list[Token] = []
    telling = bool(message) and sum(map(str.isupper, message)) * 2 < sum(map(str.isalpha, message))
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "point"
        written = match.group()
        if kind == "point" and _silent(text, match.start()):
            continue
        word, possessive = written, False
        if kind == "point" and written in "\u2013\u2014\u2022\u00b7":
            word = "-"
        if kind == "word":
            if written.endswith("'s"):
                word, possessive = written[:-2], True
            word = "not" if written == "n't" else mend(word.replace("'", ""))
        elif kind == "sign":
            kind, word = "word", _WRITTEN_OUT.get(written, written)
        capital = telling and kind == "word" and message[match.start() : match.end()].isupper()
        tokens.append(Token(word, kind, match.start(), match.end(), written, possessive, capital))
    return tuple(tokens)


def _silent(text: str, position: int) -> bool:
    character = text[position]
    if character in "'\"*_~[]|":
        return True
    if character not in "-\u2013\u2014":
        return False
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return character == "-" and before.isalnum() and after.isalnum()


def sentences(text: str, tokens: tuple[Token, ...]) -> tuple[Sentence, ...]:
    """Cut the tokens into sentences: at . ? ! ; and at line breaks that do not merely wrap a line."""
    result: list[Sentence] = []
    first = 0
    speaker = ""
    for position, token in enumerate(tokens):
        starts_line = position > 0 and _breaks_line(text, tokens[position - 1], token)
        if starts_line and position > first:
            result.append(Sentence(first, position, asks=False, speaker=speaker))
            first = position
        if token.word in {"doctor", "patient", "clinician", "dr", "pt"} and _opens_turn(text, tokens, position):
            speaker = "patient" if token.word in {"patient", "pt"} else "doctor"
        length = position - first
        if length >= _LONGEST and (token.word == "," or length >= 2 * _LONGEST):
            result.append(Sentence(first, position + 1, asks=False, speaker=speaker))
            first = position + 1
            continue
        if token.kind == "point" and token.word in HARD and _ends_sentence(text, tokens, position):
            result.append(Sentence(first, position + 1, asks=token.word == "?", speaker=speaker))
            first = position + 1
    if first < len(tokens):
        result.append(Sentence(first, len(tokens), asks=False, speaker=speaker))
    return tuple(result)


def _breaks_line(text: str, before: Token, token: Token) -> bool:
    between = text[before.end : token.start]
    if "\n" not in between and "\r" not in between:
        return False
    if "[" in between or "-" in between or "\u2022" in between or "*" in between:
        return True
    wraps = text[token.start].islower() and before.kind != "point" and between.count("\n") == 1
    # In plain text everything is lower case, so a wrapped line is told by its length alone.
    line_start = max(text.rfind("\n", 0, before.end), text.rfind("\r", 0, before.end)) + 1
    return not (wraps and before.end - line_start > 60)


def _opens_turn(text: str, tokens: tuple[Token, ...], position: int) -> bool:
    token = tokens[position]
    after = text[token.end : token.end + 1]
    before = text[: token.start].rstrip(" ")
    if after == "]" and before.endswith("["):
        return True
    return after == ":" and (not before or before[-1] in "\n\r")


def _ends_sentence(text: str, tokens: tuple[Token, ...], position: int) -> bool:
    token = tokens[position]
    if token.word == "?":
        return not is_query(text, token)
    if token.word == ".":
        before = tokens[position - 1] if position else None
        glued_after = token.end < len(text) and text[token.end].isalnum()
        if before and before.end == token.start and before.kind == "word":
            if _DENIAL.match(text, token.end):
                return True
            if before.word in _ABBREVIATIONS and (glued_after or before.word not in {"a", "i", "m", "o", "n"}):
                return False
            if len(before.word) == 1 and glued_after:
                return False
    return True


def is_query(text: str, token: Token) -> bool:
    """Whether a `?` stands before a word as a query: "?discitis", "?#", or "? discitis" at the head of a sentence."""
    if token.word != "?":
        return False
    after = text[token.end : token.end + 3]
    if after[:1].isalnum() or after[:1] in {"#", "+", "↓"}:
        return token.start == 0 or text[token.start - 1].isspace() or text[token.start - 1] in "(,/;:?-"
    head = text[max(0, token.start - 3) : token.start].rstrip(" \t")
    opens = head[-1:] in {".", ";", ":", ",", "\n"} if head or token.start else True
    return opens and after[:1] == " " and after[1:2].isalnum()

r"""Forms: answered fields, tick boxes and lists of plus and minus signs, read by their layout before any grammar.

"Fever? No  Weight loss? Yes", "[x] saddle numbness [ ] fever", "-chills, +incontinence": each item is a sentence of its
own, and the mark beside it says whether it holds. What is not ticked says nothing at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.tokens import Answer, Sentence, Token

_FIELD = re.compile(
    r"(?P<label>[^?:\n.;\[\]]{2,90}?)[ \t]*(?:\?+[ \t]*(?:(?i:a|pt|patient):)?|:)[ \t]*"
    r"(?:(?P<open>(?i:yes|y)[ \t]*/[ \t]*(?i:no|n)\b(?![ \t]*[:?]))|(?P<answer>(?i:yes|y|no|n|nope|none|nil)\b))"
    r"(?=[ \t]*(?:[.,;|\n(/-]|$)|[ \t]{2}|[ \t][A-Z?]|[ \t]\d{1,2}[.)])"
)
#: What a message must hold somewhere for the costlier patterns to be worth a try.
_ANSWERED = re.compile(r"[?:][ \t]*(?:(?:a|pt|patient):)?[ \t]*(?:yes|y|no|n|nope|none|nil)\b", re.IGNORECASE)
_DENIED = re.compile(r"[?:][ \t]*(?:no|nil|denies|none|not|never)\s", re.IGNORECASE)
_SIGN_LAST = re.compile(r"[+\u2013)-]\s*(?:[,;.\n]|$)")
_SAID_YES = re.compile(r"\byes\b[ \t]*(?:[.;\n]|$|[a-z])", re.IGNORECASE)
_YES = frozenset({"yes", "y"})
#: "Weight loss Y/N: N": the choice that the form offers.
_CHOICE = re.compile(r"[ \t]*\(?(?:y[ \t]*/[ \t]*n|yes[ \t]*/[ \t]*no)\)?[ \t]*$", re.IGNORECASE)
#: "Fever: no fever": the label says nothing that its answer does not say better.
_ECHO = re.compile(
    r"(?P<label>[^?:\n.;]{0,40}\b(?P<last>[a-z]{3,}))[ \t]*[:?][ \t]*"
    r"(?:no|nil|denies|none|not|never)\s(?:\w+\s){0,3}?(?P=last)\b",
    re.IGNORECASE,
)
#: "fever no weight loss no saddle numbness yes": no stop at all, an answer after each label.
_RUN = re.compile(
    r"(?:^|(?<=[.\n;:]))[ \t]*(?P<run>(?:(?:(?!(?:yes|no)\b)[a-z/'-]+[ \t]+){1,4}(?:yes|no)\b[ \t]*){2,})(?=[.;\n]|$)",
    re.IGNORECASE,
)
_RUN_ITEM = re.compile(r"(?P<label>(?:(?!(?:yes|no)\b)[a-z/'-]+[ \t]+){1,4})(?P<answer>yes|no)\b", re.IGNORECASE)
#: "Neg: fever, chills, trauma."
_DENIED_LIST = re.compile(
    r"(?:^|(?<=[\n.;,]))\s?(?:pertinent |relevant )?(?:neg|negs|negatives?|-ve|-ves)\s?:(?P<list>[^.;\n:]{3,200})",
    re.IGNORECASE,
)
#: A label of which "no" may mean that the thing itself is absent: left to the grammar.
_GRADED = re.compile(
    r"\b(?:tone|sensation|feeling|reflex\w*|jerks?|pulses?|power|control|squeeze|strength)\b", re.IGNORECASE
)
#: A label that names an act: answered with a plain no, the act fails.
_ACT = re.compile(
    r"\b(?:passing (?:urine|water)|pu|pu'?ing|voiding|peeing|weeing|urinating|bo|continent|opening bowels)\W*$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^\W*(?:doctor|patient|clinician|dr|pt|q|a|me|nurse)\W*$", re.IGNORECASE)
#: Beyond so many words before a "no", the words are a sentence and not a label.
_LABEL_WORDS = 6
_BOX = re.compile(
    r"\[(?P<mark>[ \t]*|[xXyYnN\u2713\u2714*]|[ \t][xX][ \t])\]"
    r"|\((?P<round>[ \t]+|[xX\u2713\u2714])\)|(?P<sign>[\u2610\u2611\u2612\u2705\u274e])"
)
_TICKED = frozenset("xXyY\u2713\u2714*\u2611\u2612\u2705")
_ANSWERS: dict[str, Answer] = {"x": "yes", "y": "yes", "n": "no", "": ""}
#: "All unticked = denied": what the form itself says of its empty boxes.
_UNTICKED = re.compile(
    r"\b(?:unticked|unchecked|blank|empty|not ticked)(?:\s(?:boxes|items|ones))?\s?(?:=|:|means?|are|is)\s?(?:all\s)?"
    r"(?:denied|no|negative|absent|not present)\b",
    re.IGNORECASE,
)
_ITEM_ENDS = re.compile(r"[\n;.:](?=\s)|[ \t]{3,}")
_SIGN = re.compile(
    r"(?:(?<=[\s,;:/(])|^)(?:\((?P<closed>\+|-|\u2013|\+ve|-ve)\)\s?(?=[a-zA-Z])|(?P<open>[+\u2013-])(?!ves?\b)(?=[a-zA-Z]))"
    r"|(?:(?<=[,;:.(\n])[ \t]?|^)(?P<ve>[+-]ve)[ \t](?=[a-zA-Z])"
)
_AFTER_SIGN = re.compile(
    r"(?P<item>[^,;.\n:()+]{2,60}?)\s?(?:\((?P<mark>\+|-|\u2013|\+ve|-ve)\)|\s(?P<bare>[+-]))(?=\s*(?:[,;.\n]|$))"
)
_SIGN_ENDS = re.compile(r"[,;.\n]| (?=[+\u2013-][a-zA-Z])|\s\((?:[+-]|[+-]ve)\)")
_REVIEW = re.compile(r"\b(?:ros|review of systems|red flags?|rf|rfs|screen)\b[^.\n]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form. `message[start:end]` are its words; `answer` is empty if it is not ticked."""

    start: int
    end: int
    answer: Answer


def items(message: str) -> list[Item]:
    """The items of every form in a message, in order; none of them overlaps another."""
    found = [*_echoes(message), *_boxes(message), *_signs(message), *_fields(message), *_runs(message)]
    found.sort(key=lambda item: (item.start, item.end))
    kept: list[Item] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def blank(text: str, form: Sequence[Item]) -> str:
    """The text without the items that are not ticked or not answered, of the same length."""
    for item in form:
        if not item.answer:
            text = text[: item.start] + re.sub(r"\S", " ", text[item.start : item.end]) + text[item.end :]
    return text


def cut(parts: Sequence[Sentence], tokens: Sequence[Token], form: Sequence[Item]) -> tuple[Sentence, ...]:
    """The sentences, with every item of a form as a sentence of its own that knows its answer."""
    if not form or any(part.speaker for part in parts):
        return tuple(parts)
    result: list[Sentence] = []
    starts = [item.start for item in form]
    for part in parts:
        first = part.first
        opens, closes = tokens[part.first].start, tokens[part.last - 1].end
        for item in form[max(bisect_right(starts, opens) - 1, 0) : bisect_left(starts, closes)]:
            inside = [p for p in range(first, part.last) if item.start <= tokens[p].start < item.end]
            if not inside:
                continue
            if inside[0] > first:
                result.append(replace(part, first=first, last=inside[0], asks=False))
            result.append(replace(part, first=inside[0], last=inside[-1] + 1, asks=False, answer=item.answer))
            first = inside[-1] + 1
        if first < part.last:
            result.append(replace(part, first=first) if first > part.first else part)
    return tuple(result)


def _fields(message: str) -> Iterator[Item]:
    if len(_ANSWERED.findall(message)) < 2:
        return
    matches = [match for match in _FIELD.finditer(message) if not _SPEAKER.match(match["label"])]
    if len(matches) < 2:
        return
    for match in matches:
        given = (match["answer"] or "").lower()
        answer: Answer = "yes" if given in _YES else "no"
        start = match.start("label") + _label(match["label"], strict=answer == "no")
        choice = _CHOICE.search(match["label"])
        end = match.start("label") + choice.start() if choice else match.end("label")
        label = message[start:end]
        if match["open"]:
            yield Item(start, match.end("open"), "")
            continue
        if _ACT.search(label) and answer == "no":
            if given == "n":
                continue  # "PU: N" is as often "normal" as "no"
            answer = "act"
        graded = _GRADED.search(label) and answer == "no"
        if not graded and len(label.split()) <= _LABEL_WORDS + 6 * (answer == "yes"):
            yield Item(start, end, answer)


def _echoes(message: str) -> Iterator[Item]:
    for match in _ECHO.finditer(message) if _DENIED.search(message) else ():
        yield Item(match.start("label"), match.end("label"), "")


def _runs(message: str) -> Iterator[Item]:
    for run in _RUN.finditer(message) if _SAID_YES.search(message) else ():
        found = list(_RUN_ITEM.finditer(message, *run.span("run")))
        if any(each["answer"].lower() == "yes" for each in found):
            for each in found:
                yield Item(each.start("label"), each.end("label"), "yes" if each["answer"].lower() == "yes" else "no")
    for denied in _DENIED_LIST.finditer(message):
        yield Item(*denied.span("list"), "no")


def _label(words: str, *, strict: bool) -> int:
    """Where the label proper begins in the words before an answer."""
    gap = max((match.end() for match in re.finditer(r"[ \t]{2,}", words.rstrip())), default=0)
    if strict:
        gap = max(gap, words.rfind(",") + 1)
    if len(words[gap:].split()) <= _LABEL_WORDS and not re.match(r"\s*[-\u2013(]", words[gap:]):
        return gap
    capital = [match.start() for match in re.finditer(r"(?<=\s)[A-Z][a-z]", words[gap:])]
    return gap + capital[0 if gap == 0 and re.match(r"\s*[-\u2013(]", words) else -1] if capital else gap


def _boxes(message: str) -> Iterator[Item]:
    boxes = list(_BOX.finditer(message))
    if not any(_mark(box) for box in boxes) and len(boxes) < 2:
        return
    if len(boxes) == 1 and _mark(boxes[0]) != "x":
        return
    starts = [box.start() for box in boxes]
    denied = _UNTICKED.search(message) is not None
    for number, box in enumerate(boxes):
        line = message.rfind("\n", 0, box.start()) + 1
        stop = message.find("\n", box.end())
        first, after = bisect_left(starts, line), bisect_left(starts, stop if stop >= 0 else len(message))
        answer = _ANSWERS[_mark(box)] or ("no" if denied else "")
        labelled = message[line : starts[first]].strip()
        if labelled and not re.compile(r"[ \t]*\w").match(message, boxes[after - 1].end()):
            before = max(line, boxes[number - 1].end() if number else 0)
            # What is written before the first label of the form is no part of it.
            before = max([before, *(each.end() for each in _ITEM_ENDS.finditer(message, before, box.start()))])
            yield Item(before, box.start(), answer)
            continue
        following = boxes[number + 1].start() if number + 1 < len(boxes) else len(message)
        end = _ITEM_ENDS.search(message, box.end(), following)
        yield Item(box.end(), end.start() if end and end.start() > box.end() else following, answer)


def _mark(box: re.Match[str]) -> str:
    if box["sign"]:
        return "x" if box["sign"] in _TICKED else ""
    mark = (box["mark"] or box["round"] or "").strip().lower()
    return "x" if mark in {"*", "\u2713", "\u2714"} else mark


def _signs(message: str) -> Iterator[Item]:
    signs = [sign for sign in _SIGN.finditer(message) if not _bullet(message, sign)]
    minus = [sign for sign in signs if (sign["open"] or sign["ve"] or "+")[0] in "-\u2013"]
    listed = (
        len(minus) >= 2
        and all(re.search(r"[,;:/(]\s*$", message[max(0, sign.start() - 4) : sign.start()]) for sign in minus[1:])
    ) or bool(minus and (len(minus) < len(signs) or _REVIEW.search(message[: minus[0].start()])))
    for sign in signs:
        mark = sign["open"] or sign["closed"] or sign["ve"]
        if (sign["open"] and sign in minus and not listed) or (sign["ve"] and len(signs) == 1):
            continue
        end = _SIGN_ENDS.search(message, sign.end())
        yield Item(sign.start(), end.start() if end else len(message), "yes" if mark[0] == "+" else "no")
    trailing = list(_AFTER_SIGN.finditer(message)) if _SIGN_LAST.search(message) else []
    for after in trailing:
        mark = after["mark"] or after["bare"]
        if after["bare"] and len(trailing) == 1:
            continue
        yield Item(after.start("item"), after.end(), "yes" if mark[0] == "+" else "no")


def _bullet(message: str, sign: re.Match[str]) -> bool:
    """Whether a dash opens a line: a bullet, not a denial."""
    return (
        sign["open"] is not None
        and sign["open"] != "+"
        and not message[message.rfind("\n", 0, sign.start()) + 1 : sign.start()].strip()
    )

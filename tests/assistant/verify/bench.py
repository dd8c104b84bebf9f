"""True statements from the rule base, and the same statements spoiled in one way each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.checker import Checker
from assistant.compose.labels import Labels
from assistant.compose.ratings import rating_phrase
from assistant.draft import DraftStatement
from assistant.wording import load_wording
from corpus import Corpus

_NUMBER = re.compile(r"\b(\d+|two|three|four|six|twelve)\b(?=[ -](?:weeks?|months?|days?|hours?|years?|mL|of 9)|\b)")
_SPELLED = {"two": "five", "three": "seven", "four": "nine", "six": "ten", "twelve": "eight"}
_STUDIES = ("MRI", "CT", "X-ray", "Bone scan", "bone scan", "CT myelography", "Ultrasound")
_RATINGS = ("Usually Appropriate", "May Be Appropriate", "Usually Not Appropriate")


@dataclass(frozen=True)
class Spoiled:
    """A statement that must not pass, and how it was spoiled."""

    how: str
    statement: DraftStatement


def true_statements(checker: Checker, corpus: Corpus) -> list[DraftStatement]:
    """What each rule says, and how it rates each study, with the span that carries it."""
    wording = load_wording("clinician")
    labels = Labels(corpus, wording)
    found = []
    for rule in checker.rules:
        text = f"{labels.of(rule.guideline)}: {rule.statement}"
        found.append(DraftStatement(text, (rule.source,), "passage", "information"))
        for row in rule.rows:
            if row.rating and row.rating in row.source.quote:
                text = wording.say("asked_rated", study=wording.studies[row.procedure.id],
                                   rating=rating_phrase(row.rating), label=labels.of(rule.guideline))  # fmt: skip
                found.append(DraftStatement(text, (row.source,), "checker", "study"))
    return found


def spoiled_statements(statements: list[DraftStatement], seed: int) -> Iterator[Spoiled]:
    """Each statement in every way that it can be spoiled."""
    chance = random.Random(seed)
    for statement in statements:
        for how, text in _texts(statement.text, chance):
            yield Spoiled(how, replace(statement, text=text))
        if other := _other(statement, statements, chance, same_document=False):
            yield Spoiled("wrong source", replace(statement, sources=other.sources))
        if other := _other(statement, statements, chance, same_document=True):
            yield Spoiled("wrong section", replace(statement, sources=other.sources))
            body = other.text.partition(": ")[2]
            yield Spoiled("merged claims", replace(statement, text=f"{statement.text} {body}"))


def _texts(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    head, _, body = text.partition(": ")
    if found := _NUMBER.search(body):
        word = found[0]
        other = _SPELLED.get(word) or str(int(word) + chance.choice((1, 3, 10)))
        yield "number", f"{head}: {body[: found.start()]}{other}{body[found.end() :]}"
    ratings = [each for each in _RATINGS if re.search(rf"\b{each}\b", text)]
    if ratings:
        other = chance.choice([each for each in _RATINGS if each != ratings[0]])
        yield "rating", text.replace(ratings[0], other)
    if study := next((each for each in _STUDIES if re.search(rf"(?<![\w-]){each}(?![\w-])", body or text)), None):
        other = chance.choice([each for each in ("MRI", "CT", "X-ray", "Bone scan") if each.lower() != study.lower()])
        yield "study", re.sub(rf"(?<![\w-]){study}(?![\w-])", other, text)
    if "lumbar" in text:
        yield "region", text.replace("lumbar", "thoracic")
    if "without IV contrast" in text:
        yield "contrast", text.replace("without IV contrast", "with IV contrast")
    if flipped := _flipped(body):
        yield "polarity", f"{head}: {flipped}"


def _flipped(body: str) -> str:
    for pattern, instead in (
        (r"\bno (?=(?:routine |plain |advanced )?(?:imaging|X-rays?|MRI|tests?)\b)", ""),
        (r"\bdo not image\b", "image"),
        (r"\bis appropriate\b", "is not appropriate"),
        (r"\bnot appropriate\b", "appropriate"),
        (r"\bare rated not\b", "are rated"),
        (r": (MRI|an X-ray|X-rays?|plain MRI|plain CT)\b", r": no \1"),
    ):
        if re.search(pattern, body):
            return re.sub(pattern, instead, body, count=1)
    return ""


def _other(
    statement: DraftStatement, statements: list[DraftStatement], chance: random.Random, *, same_document: bool
) -> DraftStatement | None:
    """A statement of the same kind that says something else from another place."""
    own = statement.sources[0]
    body = statement.text.partition(": ")[2]
    others = [
        each for each in statements
        if each.origin == statement.origin and (each.sources[0].document == own.document) == same_document
        and each.sources[0].section != own.section and each.text.partition(": ")[2] != body
        and each.text != statement.text and each.sources[0].quote != own.quote
    ]  # fmt: skip
    return chance.choice(others) if others else None

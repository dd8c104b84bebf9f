"""Spoils a true statement in one way, so that what it cites no longer carries it."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from assistant.checker import Source
from assistant.draft import DraftStatement
from assistant.wording import load_wording
from eval.verification.guard import carries, holds, same
from eval.verification.true import Sample

FILE = Path(__file__).with_name("corruptions.yaml")
_NUMBER = re.compile(r"(?<![\w.,/-])(\d+)(?![\w/-]|[.,]\d)(?! (?:weeks?|days?|months?|hours?|years?|of 9)\b)")
_DURATION = re.compile(
    r"\b(\d+|two|three|four|six|ten|twelve)(?=[ -](?:weeks?|days?|months?|hours?|years?)\b)", re.IGNORECASE
)
_SPELLED = {"two": "five", "three": "seven", "four": "nine", "six": "ten", "ten": "three", "twelve": "eight"}

#: Ways in which one statement can be spoiled, from all statements and a seeded chance.
Spoil = Callable[[Sample, Sequence[Sample], random.Random], Iterator[DraftStatement]]


@dataclass(frozen=True)
class Spoiled:
    """A statement that must not pass."""

    kind: str
    sample: Sample
    """The true one."""
    statement: DraftStatement


def spoiled(samples: Sequence[Sample], kind: str, most: int, seed: int) -> list[Spoiled]:
    """At most so many statements spoiled in one way, each from another sample, chosen by the seed."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 - a draw of samples, no secret
    found: list[Spoiled] = []
    for sample in chance.sample(list(samples), len(samples)):
        if len(found) == most:
            break
        ways = list(KINDS[kind](sample, samples, chance))
        if ways:
            found.append(Spoiled(kind, sample, chance.choice(ways)))
    return found


def _swaps(kind: str) -> Spoil:
    def spoil(sample: Sample, _: Sequence[Sample], __: random.Random) -> Iterator[DraftStatement]:
        for pattern, instead in _swap_list(kind):
            match = pattern.search(sample.statement.text)
            if match is None:
                continue
            put_in = match.expand(instead)
            if any(holds(source.quote, word) for source in sample.statement.sources for word in _known_as(put_in)):
                continue
            yield from _reworded(sample, match, put_in)

    return spoil


def _rewritten(kind: str) -> Spoil:
    """Swaps whose outcome is false by what they do: a denial put in or taken out, a verdict that is not the check's."""

    def spoil(sample: Sample, _: Sequence[Sample], __: random.Random) -> Iterator[DraftStatement]:
        verdict_line = sample.statement.part == "lead" and sample.result is not None
        if (kind == "verdict") != verdict_line and kind in {"verdict", "polarity"}:
            return
        # A reason that is left out makes no other false.
        if kind == "limit" and not _states_guidance(sample):
            return
        for pattern, instead in _swap_list(kind):
            if match := pattern.search(sample.statement.text):
                yield from _reworded(sample, match, match.expand(instead))

    return spoil


def _number(sample: Sample, _: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    yield from _counted(sample, _NUMBER, chance)


def _duration(sample: Sample, _: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    yield from _counted(sample, _DURATION, chance)


def _counted(sample: Sample, pattern: re.Pattern[str], chance: random.Random) -> Iterator[DraftStatement]:
    stated = {str(each.value) for each in sample.facts.evidence.values()}
    for match in pattern.finditer(sample.statement.text):
        word = match[1].lower()
        other = _SPELLED.get(word) or str(int(word) + chance.choice((1, 3, 10)))
        texts = (*(source.quote for source in sample.statement.sources), *stated)
        if not any(holds(text, other) for text in texts):
            yield from _reworded(sample, match, other)


def _appended(kind: str) -> Spoil:
    def spoil(sample: Sample, _: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
        clauses = [str(each) for each in _file()[kind]]
        quotes = " ".join(source.quote for source in sample.statement.sources)
        clause = chance.choice([each for each in clauses if not carries(quotes, each)] or [""])
        if clause:
            yield replace(sample.statement, text=f"{sample.statement.text.rstrip('.')}{clause}.")

    return spoil


def _wrong_document(sample: Sample, samples: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    yield from _elsewhere(sample, samples, chance, same_document=False)


def _wrong_section(sample: Sample, samples: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    yield from _elsewhere(sample, samples, chance, same_document=True)


def _elsewhere(
    sample: Sample, samples: Sequence[Sample], chance: random.Random, *, same_document: bool
) -> Iterator[DraftStatement]:
    own = sample.statement.sources[0]
    for other in chance.sample(list(samples), min(len(samples), 60)):
        place = other.statement.sources[0]
        if (place.document == own.document) != same_document or place.section == own.section:
            continue
        if not _states_guidance(sample) or carries(_all(other.statement.sources), sample.statement.text):
            continue
        yield replace(sample.statement, sources=other.statement.sources)
        return


def _wrong_name(sample: Sample, _: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    """Another guideline's name in place of its own."""
    guidelines = load_wording(sample.audience).guidelines
    names = {each.name if sample.audience == "clinician" else each.patient for each in guidelines.values()}
    for name in sorted(names, key=lambda each: (-len(each), each)):
        if name in sample.statement.text and not any(name in source.quote for source in sample.statement.sources):
            others = sorted(each for each in names if each not in name and name not in each)
            yield replace(sample.statement, text=sample.statement.text.replace(name, chance.choice(others), 1))
            return


def _lost_source(sample: Sample, _: Sequence[Sample], __: random.Random) -> Iterator[DraftStatement]:
    """Without the one row that carries a study it names."""
    sources = sample.statement.sources
    for source in sources if sample.statement.part in {"lead", "study"} else ():
        left = tuple(each for each in sources if each is not source)
        study = source.quote.strip("| ").split(" ")[0]
        known = {"Radiography": "X-ray", "CT": "CT", "MRI": "MRI"}.get(study)
        if not (source.quote.startswith("|") and known and left and holds(sample.statement.text, known)):
            continue
        if not any(holds(each.quote, word) for each in left for word in _known_as(known)):
            yield replace(sample.statement, sources=left)


def _crossed_rows(sample: Sample, samples: Sequence[Sample], _: random.Random) -> Iterator[DraftStatement]:
    """Cites two rows of one table, and gives the study of the one the rating of the other."""
    own, source = sample.statement, sample.statement.sources[0]
    rating = _rating(source.quote)
    if len(own.sources) != 1 or not rating or rating not in own.text:
        return
    for other in samples:
        place = other.statement.sources[0]
        theirs = _rating(place.quote)
        if (place.document, place.section) != (source.document, source.section) or len(other.statement.sources) != 1:
            continue
        if theirs and rating not in theirs and theirs not in rating:
            yield replace(own, text=own.text.replace(rating, theirs), sources=(source, place))
            return


def _merged(sample: Sample, samples: Sequence[Sample], chance: random.Random) -> Iterator[DraftStatement]:
    """A true sentence, and behind it one of another guideline that its sources do not carry."""
    bodies = [each for each in samples if each.statement.origin == "passage"]
    for other in chance.sample(bodies, min(len(bodies), 20)):
        body = other.statement.sources[0].quote
        if other.statement.sources[0].document == sample.statement.sources[0].document or len(body) > 200:
            continue
        if not carries(_all(sample.statement.sources), body):
            joint = chance.choice((". ", "; "))
            yield replace(sample.statement, text=f"{sample.statement.text.rstrip('.')}{joint}{body}")
            return


def _reworded(sample: Sample, match: re.Match[str], put_in: str) -> Iterator[DraftStatement]:
    text = sample.statement.text
    new = f"{text[: match.start()]}{put_in}{text[match.end() :]}"
    # At the beginning of a sentence what follows a word taken out becomes the first.
    new = new[:1].upper() + new[1:]
    if not same(text, new) and not any(new.strip(" .") in source.quote for source in sample.statement.sources):
        yield replace(sample.statement, text=new)


def _states_guidance(sample: Sample) -> bool:
    """Whether it does more than repeat the patient's facts, or say whose the advice is."""
    wording = load_wording(sample.audience)
    names = [name for name in ("rests_on", "tell_them", "source", "differs") if wording.has(name)]
    beginnings = (wording.say(name, facts="", label="", statement="").rstrip(" .:") for name in names)
    return not any(each and sample.statement.text.startswith(each) for each in beginnings)


def _rating(row: str) -> str:
    cells = [cell.strip() for cell in row.split("|")]
    return cells[2] if row.startswith("|") and len(cells) > 2 and "Appropriate" in cells[2] else ""


def _all(sources: Sequence[Source]) -> str:
    return " ".join(source.quote for source in sources)


def _known_as(words: str) -> Sequence[str]:
    return _file()["known_as"].get(words, (words,))


@functools.cache
def _swap_list(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in map(tuple, _file()[kind]))


@functools.cache
def _file() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


KINDS: Mapping[str, Spoil] = {
    "number": _number,
    "duration": _duration,
    "unit": _swaps("unit"),
    "comparison": _rewritten("comparison"),
    "polarity": _rewritten("polarity"),
    "negation": _rewritten("negation"),
    "verdict": _rewritten("verdict"),
    "study": _swaps("study"),
    "region": _swaps("region"),
    "contrast": _swaps("contrast"),
    "rating": _swaps("rating"),
    "crossed rows": _crossed_rows,
    "population": _swaps("population"),
    "wrong document": _wrong_document,
    "wrong section": _wrong_section,
    "wrong name": _wrong_name,
    "lost source": _lost_source,
    "merged claims": _merged,
    "overstatement": _rewritten("overstatement"),
    "limit taken out": _rewritten("limit"),
    "drug dose": _appended("dose"),
    "extra clause": _appended("extra"),
    "familiar clause": _appended("familiar"),
    "extra qualifier": _appended("qualifier"),
}
"""By name, every way of spoiling a statement."""

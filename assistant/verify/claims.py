"""What a sentence claims that can be checked: numbers, studies, ratings, stance on imaging, populations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Stance = Literal["for", "against", "later", "maybe"]

_WORD_NUMBERS = {
    word: str(n)
    for n, word in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ))
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90"}  # fmt: skip
_UNITS = r"weeks?|days?|months?|years?|hours?|h|ml|mg|msv|mgy|cm|mm|m|ft|%|per cent"
#: Not part of a name or level such as L4, NG59 or B27, and not glued to a letter after it except its unit.
_NUMBER = re.compile(rf"(?<![\w.,-])(\d+(?:\.\d+)?)(?:[ -]?({_UNITS}))?(?![\w])|(?<=\d-)(\d+)(?!\w)", re.IGNORECASE)
_SPELLED = re.compile(rf"\b({'|'.join(_WORD_NUMBERS)})\b(?:[ -]({_UNITS})\b)?", re.IGNORECASE)
_DAYS = {"week": 7.0, "day": 1.0}

#: Studies by modality, the more specific first: what one pattern takes, the next do not see.
_MODALITIES: tuple[tuple[str, str], ...] = (
    ("pet_ct", r"(?:FDG-)?PET(?:/CT)?"),
    ("bone_scan", r"bone scans?(?: with SPECT(?: or SPECT/CT)?)?|SPECT or SPECT/CT|SPECT(?:/CT)?|scintigraphy"),
    ("discography", r"(?:discography and post-discography CT)|discogra\w+|disc test"),
    ("myelography", r"(?:CT )?myelogra\w+(?: and post-myelography CT)?"
                    r"|(?:CT scan|X-ray test) of (?:(?!without)[^.;])*?dye put in by a needle"),
    ("cta", r"CTA\b|CT angiogra\w+(?: \(CTA\))?|CT scan of the(?: \w+)* arteries"),
    ("mra", r"MRA\b|MR angiogra\w+(?: \(MRA\))?|MRI scan of the(?: \w+)* arteries"),
    ("angiography", r"arteriogra\w+|angiogra\w+|test of the(?: \w+)* arteries"),
    ("dxa", r"DXA|bone density"),
    ("nuclear", r"gallium scan|white-cell(?: and sulfur colloid)? scan|WBC scan|nuclear tests?|scan that tracks white"),
    ("biopsy", r"biops\w+"),
    ("ultrasound", r"(?:duplex )?ultrasound|(?-i:US)(?= (?:duplex|spine area|sacroiliac|intravascular))"),
    ("other", r"ankle-brachial index|blood pressure test at the ankle"),
    ("laboratory", r"\bESR\b"),
    ("mri", r"MRIs?\b|magnetic resonance"),
    ("ct", r"CT\b"),
    ("xray", r"X-rays?|radiogra\w+|plain films?"),
)  # fmt: skip
_MODALITY = re.compile("|".join(f"(?P<{name}>\\b(?:{words}))" for name, words in _MODALITIES), re.IGNORECASE)

_REGIONS = (
    ("sacroiliac", r"sacroiliac|joints at the base of the spine"),
    ("area_of_interest", r"area of interest|(?:painful|affected|sore) part|level not stated"),
    ("whole_spine", r"(?:whole|complete|full|entire)[- ]spine"),
    ("thoracic_and_lumbar", r"thoracic and lumbar|thoracolumbar|middle and lower back"),
    ("thoracic", r"thoracic|mid-?back"),
    ("lumbar", r"lumbar|lower back|low back"),
    ("pelvis", r"pelvis|hip bones"),
    ("cervical", r"cervical|\bneck\b"),
    ("hips", r"\bhips?\b"),
    ("whole_body", r"whole body"),
    ("leg", r"\blegs?\b|lower extremity"),
)
_REGION = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _REGIONS), re.IGNORECASE)
_CONTRASTS = (
    ("both", r"(?:without and with|with and without)(?: IV)?(?: contrast| dye)?"),
    ("none", r"without(?: IV)? (?:contrast|dye)|\bplain\b"),
    ("with", r"with(?: IV)? (?:contrast|dye)|contrast (?=MRI|CT)"),
)
_CONTRAST = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _CONTRASTS), re.IGNORECASE)

#: Contrast is one of the choices, or is the study itself.
_WITH_OR_WITHOUT = frozenset({"mri", "ct", "mra"})
_NEVER_WITHOUT = frozenset({"cta", "angiography", "myelography", "discography"})

_RATING = re.compile(
    r"Usually Not Appropriate|Usually Appropriate|May Be Appropriate(?: \(Disagreement\))?|Immediate imaging"
    r"|Defer imaging after a trial of therapy|\d of 9"
)
_AGAINST = re.compile(
    r"\bnot (?:yet )?(?:be )?(?:usually )?"
    r"(?:indicated|appropriate|advised|offered|recommended|needed|routine\w*|support\w*)"
    r"|\bno (?:other |further |routine |plain |advanced |lumbar |new |repeat )*"
    r"(?:imaging|x-rays?|mri|ct|scans?|tests?|study)\b"
    r"|\b(?:do|does|should) not (?:image|repeat|scan|use|support|offer)\b|\bwithout (?:any )?imaging\b"
    r"|\bnone of the\b[^.;]*\bappropriate\b|\bnot (?:at the first|primary|routinely)\b|\bUsually Not Appropriate\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\bunless (?:a|the) trial\b|\bonly (?:if|after)\b|\bnot yet\b|\buntil\b|\btreat first\b|\bno scan yet\b"
    r"|\bimage yet\b|\bDefer imaging\b|\bwait at least\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?<!not )(?<!not yet )\b(?:indicated|Usually Appropriate|advised|advises|appropriate)\b|\bstraight away\b"
    r"|\b(?:May Be Appropriate|Immediate imaging|early imaging|offer imaging|may help|might help|scan may help)\b"
    r"|(?<!not )\bimage\b(?! yet)|\bstart with\b|\bfirst study\b|\bnext study\b",
    re.IGNORECASE,
)
#: Said of a verdict; in a rating it is the rating's own.
_MAYBE = re.compile(r"\b(?:may|might) (?:be indicated|help)\b|\bnot a clear yes\b", re.IGNORECASE)
_POPULATIONS = (
    ("child", r"\bchild(?:ren)?\b|paediatric|pediatric|\bunder 1[68]\b"),
    ("pregnant", r"pregnan\w+"),
    ("breastfeeding", r"breast-?feed\w+|lactat\w+"),
    ("women", r"\bwom[ae]n\b"),
    ("men", r"\bm[ae]n\b"),
)
_STOP = frozenset({
    "the", "and", "for", "with", "without", "from", "that", "this", "there", "here", "when", "where", "which", "what",
    "who", "whom", "into", "onto", "than", "then", "them", "they", "are", "was", "were", "has", "have", "had", "been",
    "being", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "not", "but", "only", "also",
    "any", "all", "each", "other", "such", "very", "more", "most", "less", "least", "one", "two", "its", "his", "her",
    "our", "your", "their", "you",
})  # fmt: skip
_NEGATIONS = frozenset({"no", "not", "never", "none", "nor", "without", "unless", "cannot", "neither"})
#: Words that a copy must not add, drop or exchange.
_CRITICAL = frozenset({
    *_NEGATIONS, "only", "before", "after", "until",
    "over", "under", "more", "less", "least", "most", "first", "next", "usually", "may", "plain", "appropriate",
    "indicated", "mri", "ct", "x-ray", "radiography", "bone", "scan", "pet", "ultrasound", "myelography", "discography",
    "lumbar", "thoracic", "cervical", "sacroiliac", "whole", "child", "children", "adults", "women", "men", "pregnancy",
    "weeks", "days", "months", "hours", "years", *_WORD_NUMBERS,
})  # fmt: skip
#: Words that limit what is said; a copy must not leave them out, at its ends neither.
_LIMITS = frozenset({
    "unless", "if", "when", "until", "once", "after", "before", "within", "only", "usually", "often", "sometimes",
    "mainly", "may",
})  # fmt: skip
_SAME_WORD = {"x-rays": "x-ray", "radiograph": "x-ray", "radiographs": "x-ray", "mris": "mri", "scans": "scan",
              "week": "weeks", "day": "days", "month": "months", "hour": "hours", "year": "years",
              **_WORD_NUMBERS}  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]+")


@dataclass(frozen=True)
class StudyMention:
    """A study as a sentence names it; no region and no contrast where it does not say."""

    modality: str
    regions: frozenset[str]
    contrast: str | None


@dataclass(frozen=True)
class Claims:
    """What one text claims."""

    numbers: frozenset[tuple[float, str]]
    """Value and unit; weeks count as days, "" is no unit."""
    studies: tuple[StudyMention, ...]
    ratings: frozenset[str]
    stances: frozenset[Stance]
    populations: frozenset[str]


@lru_cache(maxsize=4096)
def claims(text: str) -> Claims:
    """Read the claims of a text."""
    found: set[Stance] = set()
    if _AGAINST.search(text):
        found.add("against")
    if _LATER.search(text):
        found.add("later")
    if _FOR.search(_AGAINST.sub(" ", text)):
        found.add("for")
    if _MAYBE.search(text):
        found.add("maybe")
    return Claims(
        numbers=frozenset(_numbers(text)),
        studies=tuple(dict.fromkeys(_studies(text))),
        ratings=frozenset(_RATING.findall(text)),
        stances=frozenset(found),
        populations=frozenset(name for name, words in _POPULATIONS if re.search(words, text, re.IGNORECASE)),
    )


def changed(source: str, copy: str) -> str:
    """The first change of a word that matters between a source and what repeats it; empty if there is none.

    What is left out at either end is no change, unless it limits what is left: a copy may be shorter.

    >>> changed("No X-ray unless a trial of care fails.", "An X-ray unless a trial of care fails.")
    'no -> an'
    """
    theirs, own = _words(source), _words(copy)
    blocks = SequenceMatcher(None, theirs, own, autojunk=False).get_opcodes()
    same = [i for i, (kind, *_) in enumerate(blocks) if kind == "equal"]
    if not same:
        return ""
    for i, (kind, a, b, c, d) in enumerate(blocks):
        if kind == "equal":
            continue
        left_out, put_in = theirs[a:b], own[c:d]
        # The last words before the copy begins may deny all of it.
        at_an_end = i < same[0] or i > same[-1]
        weighed = put_in + (left_out[-2:] if i < same[0] else [] if at_an_end else left_out)
        if _LIMITS & set(left_out) or any(word in _CRITICAL or word[0].isdigit() for word in weighed):
            return f"{' '.join(left_out) or 'nothing'} -> {' '.join(put_in) or 'nothing'}"
    return ""


def critical(text: str) -> frozenset[str]:
    """The words of a text that another telling of it may not exchange."""
    return frozenset(word for word in _words(text) if word in _CRITICAL or word[0].isdigit())


def negations(text: str) -> int:
    """How often a text denies something; "without contrast" and the name of a rating deny nothing.

    >>> negations("No X-ray unless a trial of care fails.")
    2
    """
    return sum(word in _NEGATIONS for word in _words(_RATING.sub(" ", _CONTRAST.sub(" ", text))))


def _words(text: str) -> list[str]:
    return [_SAME_WORD.get(word, word) for word in re.findall(r"[a-z]+(?:[-'/][a-z]+)*|\d+(?:\.\d+)?", text.lower())]


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The content words of a text, cut to a stem."""
    words = (word.lower().strip("-'") for word in _TOKEN.findall(text))
    return frozenset(_stem(word) for word in words if len(word) > 2 and word not in _STOP)


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _numbers(text: str) -> Iterator[tuple[float, str]]:
    for match in _NUMBER.finditer(text):
        yield _counted(match[1] or match[3], match[2])
    for match in _SPELLED.finditer(text):
        # "one" alone is a pronoun more often than a number.
        if match[1].lower() != "one" or match[2]:
            yield _counted(_WORD_NUMBERS[match[1].lower()], match[2])


def _counted(number: str, unit: str | None) -> tuple[float, str]:
    name = (unit or "").lower()
    name = {"per cent": "%", "h": "hour"}.get(name, name.rstrip("s") if len(name) > 2 else name)
    if name in _DAYS:
        return float(number) * _DAYS[name], "day"
    return float(number), name


def _studies(text: str) -> Iterator[StudyMention]:
    found = list(_MODALITY.finditer(text))
    for at, match in enumerate(found):
        modality = str(match.lastgroup)
        # A study's region and contrast stand after it, before the next study or the end of the clause.
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        clause = re.split(r"[;.|]|, rated", text[match.start() : end])[0]
        # "plain MRI", "full-spine radiography": what stands just before counts as well.
        before = text[max(0, match.start() - 12) : match.start()]
        found_contrast = _CONTRAST.search(clause) or re.search(r"(?P<none>\bplain )$", before, re.IGNORECASE)
        contrast = found_contrast.lastgroup if found_contrast else None
        counts = modality in _WITH_OR_WITHOUT or (modality in _NEVER_WITHOUT and contrast == "none")
        yield StudyMention(
            modality=modality,
            regions=frozenset(str(each.lastgroup) for each in _REGION.finditer(_full(before) + clause)),
            contrast=contrast if counts else None,
        )


def _full(before: str) -> str:
    return "full-spine " if re.search(r"(?:full|whole)[- ]spine $", before, re.IGNORECASE) else ""

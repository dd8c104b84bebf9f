"""Does the cited text carry a sentence? Each way in which it may not is a reason in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checker import Source
from assistant.verify.claims import Claims, StudyMention, changed, claims, negations, stems

#: The share of a passage or model sentence's content words that its sources must hold.
_LEAST_SHARED = 0.6
#: From this share on, and from so many words on, a sentence is taken as a copy.
_NEARLY_A_COPY, _FEWEST_TO_COMPARE = 0.7, 3
#: A source that leaves the level open supports a study at the level that hurts, if that is one of the spine.
_OPEN_REGION = "area_of_interest"
_LEVELS = frozenset({_OPEN_REGION, "thoracic_and_lumbar", "thoracic", "lumbar", "cervical"})
#: Words that leave no exception; "every study" is said of a table that rates all of them alike.
_ABSOLUTE = re.compile(r"\b(always|never|must|certainly|definitely|every(?! (?:study|scan)\b))\b", re.IGNORECASE)
#: How a sentence says that a source is silent on a study.
NOT_MENTIONED = "does not mention"


@dataclass(frozen=True)
class Evidence:
    """What a statement may rest on."""

    sources: tuple[Source, ...]
    provenance: str
    """Titles, editions and headings of the cited documents and sections: they carry names and years, no guidance."""
    basis: str = ""
    """The verified sentence that a model's words stand for."""
    frame: frozenset[str] = frozenset()
    """Stems of the words of our own templates for this part of an answer."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything whose words may be used."""
        return (*(source.quote for source in self.sources), *([self.basis] if self.basis else []))


def unsupported(text: str, evidence: Evidence, *, quoting: bool) -> Iterator[str]:
    """Why the sources do not carry the text; nothing if they do.

    Args:
        text: The sentence without the patient's own facts, which the sources need not hold.
        quoting: It repeats what a source says, or a model wrote it: then it must share most of its words with its
            sources, and is compared word by word with one that it nearly repeats.
    """
    quotes = [source.quote for source in evidence.sources]
    said, held = claims(text), [claims(quote) for quote in quotes]
    yield from _numbers(said, held, claims(evidence.provenance))
    # A source may say the same of another, and is then repeated like any other sentence.
    if NOT_MENTIONED in text and (evidence.basis or not quoting):
        yield from _mentioned(said, held)
        return
    yield from study_problems(said, held)
    yield from _ratings(said, evidence.sources, held)
    yield from _stance(said, held)
    yield from _populations(said, held, claims(evidence.provenance))
    if quoting:
        yield from _words(text, evidence)
        yield from _changed(text, evidence)
    yield from _strange(text, evidence)


def denied(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """A denial of which no source has any; "only" may be said as one, and "none" is also a level of radiation."""
    denies = negations(re.sub(r"\bnone\b", " ", text))
    if denies and not any(negations(each) or re.search(r"\bonly\b", each) for each in quotes):
        yield "it denies something, what it cites does not"


def _mentioned(said: Claims, held: Sequence[Claims]) -> Iterator[str]:
    carried = {mention.modality for each in held for mention in each.studies}
    for study in said.studies:
        if study.modality in carried:
            yield f"it says that {study.modality} is not mentioned, and it is"


def _numbers(said: Claims, held: Sequence[Claims], provenance: Claims) -> Iterator[str]:
    carried = {number for each in held for number in each.numbers} | provenance.numbers
    scores = {(float(each.split(" ")[0]), "") for each in said.ratings if each.endswith("of 9")} | {(9.0, "")}
    for value, unit in sorted(said.numbers - carried):
        if (value, unit) in scores and any(each.endswith("of 9") for each in said.ratings):
            continue
        yield f"the number {value:g}{f' {unit}' if unit else ''} is not in what it cites"


def study_problems(said: Claims, held: Sequence[Claims]) -> Iterator[str]:
    """Studies that no source names, at that region and with that contrast."""
    carried = [mention for each in held for mention in _named(each)]
    for study in said.studies:
        if not any(_carries(each, study) for each in carried):
            where = " and ".join(sorted(study.regions)) or "no region"
            yield f"the study {study.modality} ({where}, contrast {study.contrast}) is not in what it cites"


def _named(held: Claims) -> Iterator[StudyMention]:
    """The studies of one source; a modality named twice, as a scan of the whole body and a closer one, as one too."""
    yield from held.studies
    for modality in sorted({each.modality for each in held.studies}):
        named = [each.regions for each in held.studies if each.modality == modality and each.contrast is None]
        if len(named) > 1:
            yield StudyMention(modality, frozenset().union(*named), None)


def _carries(held: StudyMention, said: StudyMention) -> bool:
    if held.modality != said.modality:
        return False
    levels = _LEVELS if _OPEN_REGION in held.regions else frozenset[str]()
    if not said.regions <= held.regions | levels:
        return False
    return said.contrast is None or held.contrast == said.contrast


def _ratings(said: Claims, sources: Sequence[Source], held: Sequence[Claims]) -> Iterator[str]:
    for rating in sorted(said.ratings):
        if rating.endswith(" of 9"):
            score = rating.split(" ")[0]
            scored = re.compile(rf"\| {score}[a-z,]* \||\b{re.escape(rating)}")
            carrying = [i for i, source in enumerate(sources) if scored.search(source.quote)]
        else:
            carrying = [i for i, each in enumerate(held) if rating in each.ratings]
        if not carrying:
            yield f"the rating {rating} is not in what it cites"
            continue
        # A line that gives the rating alone speaks for the studies of its own section.
        alone = {sources[i].section for i in carrying if not held[i].studies}
        for study in said.studies:
            named = [i for i, each in enumerate(held) if any(_carries(one, study) for one in _named(each))]
            if not any(i in carrying or sources[i].section in alone for i in named):
                yield f"what it cites does not rate {study.modality} {rating}"


def _stance(said: Claims, held: Sequence[Claims]) -> Iterator[str]:
    carried = {stance for each in held for stance in each.stances}
    if "against" in said.stances and carried and not carried & {"against", "later"}:
        yield "it speaks against imaging, what it cites does not"
    if said.stances == {"for"} and carried and "for" not in carried:
        yield "it speaks for imaging, what it cites does not"
    if "later" in said.stances and carried and not carried & {"later", "against"}:
        yield "it puts imaging off, what it cites does not"


def _populations(said: Claims, held: Sequence[Claims], provenance: Claims) -> Iterator[str]:
    carried = {each for one in held for each in one.populations} | provenance.populations
    for population in sorted(said.populations - carried):
        yield f"it speaks of {population}, what it cites does not"


def _words(text: str, evidence: Evidence) -> Iterator[str]:
    held = frozenset().union(*(stems(each) for each in evidence.texts))
    free = stems(evidence.provenance) | evidence.frame
    # Each sentence for itself: a true one must not carry a false one along.
    for each in re.split(r"(?<=[.!?;]) +(?=[A-Z0-9])", text):
        wanted = stems(each) - free
        if len(wanted) > 1 and len(wanted & held) / len(wanted) < _LEAST_SHARED:
            yield "too few of its words are in what it cites"


def _changed(text: str, evidence: Evidence) -> Iterator[str]:
    """A sentence that is nearly a copy of a source must not change a word that matters, nor bring in one."""
    wanted = stems(text)
    whole = re.compile(rf"(?:^|[.;:!?|\n])\s*{re.escape(text.strip(' :.,'))}\s*(?:$|[.;!?|\n])")
    if len(wanted) < _FEWEST_TO_COMPARE or any(whole.search(each) for each in evidence.texts):
        return
    known = frozenset().union(*(stems(each) for each in (*evidence.texts, evidence.provenance)))
    for quote in (source.quote for source in evidence.sources):
        if len(wanted & stems(quote)) / len(wanted) < _NEARLY_A_COPY or quote.startswith("|"):
            continue
        if change := changed(quote, text):
            yield f"it changes its source: {change}"
        elif strange := sorted(wanted - known):
            yield f"it says more than its source: {', '.join(strange)}"
        return


def _strange(text: str, evidence: Evidence) -> Iterator[str]:
    """Every word that says something must be a source's, a template's, or one of those it stands for."""
    held = frozenset().union(*(stems(each) for each in (*evidence.texts, evidence.provenance)))
    if strange := sorted(stems(text) - held - evidence.frame):
        yield f"it says more than its sources: {', '.join(strange)}"
    sources = " ".join(evidence.texts).lower()
    for word in dict.fromkeys(map(str.lower, _ABSOLUTE.findall(text))):
        if not re.search(rf"\b{word}\b", sources):
            yield f"it says {word}, what it cites does not"

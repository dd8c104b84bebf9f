"""A question about the guidance, taken apart: what it is about, which documents it names, what it wants to hear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.inform.terms import modalities_of, names_what_is_not_held, terms_of
from assistant.wording import Guideline
from corpus import Corpus, GuidanceDocument

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STANDARD = re.compile(r"quality standard (\d+)", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:differ\w*|compar\w+|versus|vs|disagree\w*|conflict\w*|agree|other (?:sources|guidelines)"
    r"|chang(?:e|es|ed)\b.*\b(?:between|since)|contrast with)\b",
    re.IGNORECASE,
)
_RATES = re.compile(r"\b(?:rat(?:e|es|ed|ing|ings)|appropriate|rank\w*|score\w*)\b", re.IGNORECASE)
_NAME = r"(?:the )?([A-Z][\w/&.-]*(?: [A-Z][\w/&.-]*){0,4})"
#: Somebody by name is asked what they say.
_SAYING = re.compile(
    rf"\b[Ww]hat (?:does|do|did|would|is) {_NAME}(?:'s)? (?:say|recommend|advise|rate|state|suggest|guid|view|position)"
    rf"|\b[Aa]ccording to {_NAME}"
)


@dataclass(frozen=True)
class Question:
    """What a question asks for."""

    text: str
    terms: frozenset[str]
    """What it is about, names of sources left out."""
    modalities: frozenset[str]
    named: tuple[str, ...]
    """Documents that it names, in corpus order; empty if it names none."""
    missing_source: bool
    """It names a source, and none that is held."""
    compares: bool
    rates: bool
    """It asks how something is rated."""

    @property
    def whether(self) -> bool:
        """It asks whether to image, rather than for a rating, a sign or the meaning of a word."""
        return not self.rates and not self.terms & {"red_flags", "definition", "how_long", "share", "radiation"}


def read_question(
    text: str, corpus: Corpus, guidelines: Mapping[str, Guideline], studies: Sequence[str] = ()
) -> Question:
    """Take a question apart. `studies` are modalities known to be asked about besides those in the text."""
    folded = _STANDARD.sub(r"qs\1", text.replace("\u2019", "'"))
    named, rest = _named(folded, corpus, guidelines)
    saying = _SAYING.search(folded)
    who = (saying[1] or saying[2]) if saying else ""
    # A name that some document holds, such as a society's in a list of societies, is no stranger.
    stranger = bool(who) and not any(who in f"{each.publisher} {each.text}" for each in corpus.documents.values())
    terms = terms_of(rest)
    return Question(
        text=text,
        terms=terms,
        modalities=modalities_of(terms) | frozenset(studies),
        named=named,
        missing_source=not named and (stranger or names_what_is_not_held(folded)),
        compares=bool(_COMPARES.search(folded)),
        rates=bool(_RATES.search(folded)),
    )


def _named(text: str, corpus: Corpus, guidelines: Mapping[str, Guideline]) -> tuple[tuple[str, ...], str]:
    """The documents named, and the text without their names and years."""
    years = {int(year) for year in _YEAR.findall(text)}
    found: dict[str, set[str]] = {}
    rest = _YEAR.sub(" ", text)
    for document in corpus.documents.values():
        for name in _names(document, guidelines.get(document.id)):
            if name.search(text):
                found.setdefault(document.id, set()).add(name.pattern)
                rest = name.sub(" ", rest)
    of_year = [each for each in found if corpus.documents[each].year in years]
    return tuple(of_year or _most_exact(found)), rest


def _names(document: GuidanceDocument, guideline: Guideline | None) -> list[re.Pattern[str]]:
    """The names by which a document may be asked for; the year of an edition is looked at apart from its name."""
    words = {_YEAR.sub("", name).strip() for name in guideline.asked_as} if guideline else {document.title.lower()}
    names = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in sorted(words) if word]
    acronym = document.id.split("-")[0].upper()
    # An acronym that is also a word counts only in capitals.
    return [*names, re.compile(rf"(?<!\w){re.escape(acronym)}(?!\w)")] if len(acronym) > 2 else names


def _most_exact(found: Mapping[str, set[str]]) -> list[str]:
    """Of documents that share a name, those named most closely: "NICE NG59" is not every document of NICE."""
    return [
        each for each, names in found.items()
        if not any(names & others and len(others) > len(names) for others in found.values())
    ]  # fmt: skip

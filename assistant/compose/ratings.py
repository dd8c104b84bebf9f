"""Studies by their ratings: which to name, and how a guideline's own rating reads in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checker import Rule, Study
from assistant.checker.rule import RatedStudy

#: Named where nobody asked for a study; the three that are asked for most.
_USUAL = ("xray", "mri", "ct")
_MOST_NAMED = 3


def rating_phrase(rating: str) -> str:
    """A rating as it follows "rated": the guideline's own words, or its score on the older scale.

    >>> rating_phrase("Usually Appropriate"), rating_phrase("8c")
    ('Usually Appropriate', '8 of 9')
    """
    # A letter after the score points to a footnote of the table.
    return f"{rating[0]} of 9" if rating[:1].isdigit() else rating


def rows_by_modality(rule: Rule, asked: Sequence[str]) -> dict[str, tuple[RatedStudy, ...]]:
    """The rows of each modality asked about, or of the usual ones if none of those asked is rated.

    Only modalities whose rows are all rated alike, as the first is: a sentence can then name the modality alone.
    """
    found: dict[str, tuple[RatedStudy, ...]] = {}
    for modalities in (asked, _USUAL):
        rating = None
        for modality in modalities:
            rows = tuple(row for row in rule.rows if row.procedure.modality == modality and row.rating)
            ratings = {row.rating for row in rows}
            if len(ratings) == 1 and (rating is None or ratings == {rating}):
                (rating,) = ratings
                found[modality] = rows
        if found:
            break
    return found


def others(studies: Sequence[Study], first: Study) -> tuple[list[Study], dict[str, list[Study]]]:
    """The open imaging studies beside the first: those rated like it, and the lesser ones by rating."""
    alike: list[Study] = []
    lesser: dict[str, list[Study]] = {}
    for study in studies:
        if study is first or study.blocked or not study.imaging:
            continue
        if study.rating == first.rating:
            alike.append(study)
        elif study.rating:
            lesser.setdefault(study.rating, []).append(study)
    return alike[:_MOST_NAMED], {rating: found[:_MOST_NAMED] for rating, found in lesser.items()}

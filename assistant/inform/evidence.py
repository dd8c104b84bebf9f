"""Whether what was found is evidence enough for an answer: four signals, weighed, against a calibrated bar.

The weights and the bar were fitted to labelled questions and stand in `evidence.yaml`, for the embedding model whose
similarities they weigh; `python -m eval calibrate evidence` fits them anew and shows both error rates.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

import yaml

from assistant.errors import WordingError
from assistant.inform.library import Library, Shelf
from assistant.inform.question import Question
from assistant.inform.ranking import Ranked

_FILE = "inform/evidence.yaml"
#: Names the entry that weighs no similarity: cosines of another model mean something else.
ANY_MODEL = "any"


@dataclass(frozen=True)
class Signals:
    """What speaks for and against an answer; each from 0 to 1."""

    covered: float
    """The share of what is asked that the best section speaks of, by inverse document frequency."""
    unheard: float
    """The share of what is asked that no document speaks of."""
    similarity: float
    """The cosine of the question and the nearest passage."""
    named: float
    """1 if the question names a document that is held."""


SIGNALS = tuple(each.name for each in fields(Signals))


@dataclass(frozen=True)
class Bar:
    """How the signals weigh, and how strong the evidence must be."""

    weights: tuple[float, ...]
    """In the order of `SIGNALS`."""
    intercept: float
    threshold: float

    def strength(self, signals: Signals) -> float:
        """How strong the evidence is, from 0 to 1: the logistic function of the weighted sum."""
        total = sum(weight * value for weight, value in zip(self.weights, astuple(signals), strict=True))
        return 1 / (1 + math.exp(-(self.intercept + total)))

    def supports(self, signals: Signals) -> bool:
        """Whether the evidence is strong enough for an answer."""
        return self.strength(signals) >= self.threshold


def signals_of(asked: Question, found: Sequence[Ranked], chosen: Sequence[Shelf], library: Library) -> Signals:
    """The signals of a question and what was found for it."""
    # Sources that are compared answer together; otherwise many places together would cover anything.
    places = chosen if asked.compares else chosen[:1]
    whole = library.weight(asked.terms)
    return Signals(
        covered=library.coverage(asked.terms, frozenset[str]().union(*(shelf.terms for shelf in places))),
        unheard=library.weight(asked.terms - library.heard) / whole if whole else 0.0,
        similarity=max((each.similarity for each in found), default=0.0),
        named=float(bool(asked.named)),
    )


def bar_for(model: str) -> Bar:
    """The bar for an embedding model, whatever the form of its numbers; one without similarity if it has none."""
    bars = _bars()
    return bars.get(model.rsplit("/", 1)[0], bars[ANY_MODEL])


@functools.cache
def _bars() -> Mapping[str, Bar]:
    text = importlib.resources.files("assistant").joinpath(_FILE).read_text(encoding="utf-8")
    bars: dict[str, Bar] = {}
    for model, entry in yaml.safe_load(text)["models"].items():
        bars[model] = _bar(model, entry)
    if ANY_MODEL not in bars:
        raise WordingError(f"{_FILE}: there is no entry {ANY_MODEL!r} for other embedding models; add it.")
    return bars


def _bar(model: str, entry: Mapping[str, Any]) -> Bar:
    weights = entry["weights"]
    if unknown := set(weights) - set(SIGNALS):
        raise WordingError(f"{_FILE}: {model}: {min(unknown)!r} is no signal; choose from {', '.join(SIGNALS)}.")
    return Bar(
        tuple(float(weights.get(name, 0.0)) for name in SIGNALS), float(entry["intercept"]), float(entry["threshold"])
    )

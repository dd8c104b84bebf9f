"""How often the verifier rejects spoiled statements, and how seldom true ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.draft import Draft, DraftStatement
from assistant.verify import verify
from corpus import Corpus
from eval.interval import Counts, Interval, bootstrap, wilson
from eval.verification.corruptions import KINDS, Spoiled, spoiled
from eval.verification.true import Sample

Half = Literal["development", "held_out", "all"]
TRUE = "true"


@dataclass(frozen=True)
class Judged:
    """What the verifier made of one statement."""

    kind: str
    """How it was spoiled; `true` if it was not."""
    text: str
    was: str
    """The true statement."""
    reason: str
    """Why it was rejected; empty if it passed."""
    cites: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether a true statement was rejected, or a spoiled one passed."""
        return bool(self.reason) == (self.kind == TRUE)


@dataclass(frozen=True)
class Share:
    """A share with its interval."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> Interval:
        return wilson(self.hits, self.n)


@dataclass(frozen=True)
class Figures:
    """Rejecting is the positive answer: precision, recall and F1 of one run, and the recall of each kind."""

    precision: Share
    recall: Share
    kept: Share
    """The share of true statements that pass."""
    f1: float
    f1_interval: Interval
    kinds: Mapping[str, Share]


def in_half(sample: Sample, half: Half) -> bool:
    """Whether a sample belongs to a half: by its text, so that all that is made of it stays together."""
    even = hashlib.sha256(sample.statement.text.encode()).digest()[0] % 2 == 0
    return half == "all" or even == (half == "development")


def statements(samples: Sequence[Sample], per_kind: int, seed: int) -> list[Spoiled]:
    """Every kind of spoiled statement, at most so many of each."""
    return [each for kind in KINDS for each in spoiled(samples, kind, per_kind, seed)]


def judge(
    true: Iterable[Sample], false: Iterable[Spoiled], corpus: Corpus, *, as_model: bool = False,
    on_progress: Callable[[], None] = lambda: None,
) -> list[Judged]:  # fmt: skip
    """Put each statement to the verifier, alone.

    Args:
        as_model: As words that a chat model gave for the true statement, not as a template's own.
    """
    found = []
    for sample in true:
        found.append(_judged(TRUE, sample, sample.statement, corpus, as_model=as_model))
        on_progress()
    for each in false:
        found.append(_judged(each.kind, each.sample, each.statement, corpus, as_model=as_model))
        on_progress()
    return found


def figures(judged: Sequence[Judged]) -> Figures:
    """Count them up."""
    rejected = [each for each in judged if each.reason]
    true = [each for each in judged if each.kind == TRUE]
    false = [each for each in judged if each.kind != TRUE]
    caught = sum(bool(each.reason) for each in false)
    rows = [(float(bool(each.reason) and each.kind != TRUE), float(bool(each.reason)), float(each.kind != TRUE))
            for each in judged]  # fmt: skip
    kinds = {kind: [bool(each.reason) for each in false if each.kind == kind] for kind in KINDS}
    return Figures(
        precision=Share(caught, len(rejected)),
        recall=Share(caught, len(false)),
        kept=Share(sum(not each.reason for each in true), len(true)),
        f1=_f1_of(2.0 * caught, len(rejected) + len(false)),
        f1_interval=bootstrap(rows, _f1),
        kinds={kind: Share(sum(each), len(each)) for kind, each in kinds.items() if each},
    )


def _judged(kind: str, sample: Sample, statement: DraftStatement, corpus: Corpus, *, as_model: bool) -> Judged:
    if as_model:
        statement = replace(statement, origin="model", basis=sample.statement.text)
    draft = Draft("indication" if sample.result else "information", (statement,))
    _, verification = verify(draft, corpus, sample.result, facts=sample.facts, audience=sample.audience)
    reason = verification.dropped[0]["reason"] if verification.dropped else ""
    cites = tuple(f"{each.document}/{each.section}: {each.quote}" for each in statement.sources)
    return Judged(kind, statement.text, sample.statement.text, reason, cites)


def _f1(counts: Counts) -> float:
    caught, rejected, false = counts.sum(axis=0)
    return _f1_of(2.0 * float(caught), float(rejected + false))


def _f1_of(twice_caught: float, whole: float) -> float:
    return twice_caught / whole if whole else 0.0

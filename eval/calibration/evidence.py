"""How strong must evidence be before a question about the guidance is answered? Fitted here, used by `inform`.

Each question's signals come from the product's own search. Of every file, the cases with odd numbers are the
development part: on them the weights are fitted (logistic regression) and the threshold is chosen. Those with even
numbers are held out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import yaml

from assistant.inform.evidence import ANY_MODEL, SIGNALS, Bar, Signals, signals_of
from assistant.inform.library import library_of
from assistant.inform.question import read_question
from assistant.inform.ranking import choose, rank
from assistant.wording import load_wording
from eval.case import CASES, load_cases, load_file
from eval.interval import wilson

if TYPE_CHECKING:
    from index import Index

Part = Literal["development", "held out"]
#: answerable: the documents answer it. not held: it is about imaging the spine, and they do not. out of scope: it is
#: about something else; such a question is turned away before, and this shows what would happen if it were not.
Label = Literal["answerable", "not held", "out of scope"]

PARTS: tuple[Part, ...] = ("development", "held out")
FOLDERS = (CASES, CASES / "second")
NOT_HELD = Path(__file__).parent / "unanswerable.jsonl"
ADOPTED = Path(__file__).parents[2] / "assistant" / "inform" / "evidence.yaml"
CRITERION = "the highest threshold, in steps of 0.01, that refuses no answerable question of the development part"
_STEPS = 100


@dataclass(frozen=True)
class Question:
    """A labelled question with what the product's search says about it."""

    id: str
    part: Part
    label: Label
    signals: Signals


@dataclass(frozen=True)
class Errors:
    """Both errors at one threshold, on one part."""

    answerable: int
    refused: int
    not_held: int
    answered: int
    out_of_scope: int
    answered_out_of_scope: int


@dataclass(frozen=True)
class Calibration:
    """A bar for one embedding model, and the errors at every threshold."""

    model: str
    bar: Bar
    curve: Mapping[Part, tuple[Errors, ...]]
    """At the thresholds 0.00 to 1.00 in steps of 0.01."""


def questions(index: Index) -> list[Question]:
    """The labelled questions; those that name a source that is not held are left out, as their name decides."""
    library, names = library_of(index.corpus), load_wording("clinician").guidelines
    found = []
    for case_id, label, text in _labelled():
        asked = read_question(text, index.corpus, names)
        if asked.missing_source:
            continue
        ranked = rank(asked, index, library)
        part = PARTS[0] if int("".join(filter(str.isdigit, case_id))) % 2 else PARTS[1]
        signals = signals_of(asked, ranked, choose(asked, ranked, library), library)
        found.append(Question(case_id, part, label, signals))
    return found


def calibrate(asked: Sequence[Question], model: str) -> list[Calibration]:
    """The bar for this embedding model, and one for any other, which weighs no similarity."""
    others = tuple(name for name in SIGNALS if name != "similarity")
    return [_calibrated(asked, model.rsplit("/", 1)[0], SIGNALS), _calibrated(asked, ANY_MODEL, others)]


def fingerprint() -> str:
    """`sha256:…` of all the questions."""
    paths = [folder / f"{name}.jsonl" for folder in FOLDERS for name in ("information", "out_of_scope")]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (*paths, NOT_HELD)))
    return f"sha256:{digest.hexdigest()}"


def adopted(calibrations: Sequence[Calibration], corpus_sha256: str) -> str:
    """`evidence.yaml` with these bars and where they come from."""
    models = {each.model: _entry(each) for each in calibrations}
    provenance = {
        "command": "python -m eval calibrate evidence --adopt",
        "criterion": CRITERION,
        "questions": fingerprint(),
        "corpus": f"sha256:{corpus_sha256}",
    }
    head = (
        "# How strong evidence must be for an answer, by embedding model. Written by the command below; not by hand.\n"
    )
    return head + yaml.safe_dump({"provenance": provenance, "models": models}, sort_keys=False, width=120)


def _labelled() -> list[tuple[str, Label, str]]:
    found: list[tuple[str, Label, str]] = []
    sets = [each for folder in FOLDERS for each in load_cases(("information", "out_of_scope"), folder)]
    for case in (case for each in (*sets, load_file(NOT_HELD)) for case in each.cases):
        kinds = set(case.expect.accepted("kind"))
        label: Label | None = None
        if case.expect.documents and "information" in kinds:
            label = "answerable"
        elif "no_evidence" in kinds and "indication" not in kinds:
            label = "not held"
        elif kinds and kinds <= {"out_of_scope", "clarification"}:
            label = "out of scope"
        if label and len(case.turns) == 1:
            found.append((case.id, label, case.turns[0].user))
    return found


def _calibrated(asked: Sequence[Question], model: str, used: Sequence[str]) -> Calibration:
    from sklearn.linear_model import LogisticRegression

    # What is out of scope is easy to tell: fitted to it, the bar would be lax with what is not held.
    fitted = [each for each in asked if each.part == PARTS[0] and each.label != "out of scope"]
    columns = [SIGNALS.index(name) for name in used]
    values = np.array([astuple(each.signals) for each in fitted])[:, columns]
    regression = LogisticRegression(max_iter=1000).fit(values, [each.label == "answerable" for each in fitted])
    weights = dict(zip(used, regression.coef_[0], strict=True))
    rounded = tuple(round(float(weights.get(name, 0.0)), 3) for name in SIGNALS)
    free = Bar(rounded, round(float(regression.intercept_[0]), 3), 0.0)
    curve = {part: _curve(free, [each for each in asked if each.part == part]) for part in PARTS}
    step = max(n for n, errors in enumerate(curve[PARTS[0]]) if not errors.refused)
    return Calibration(model, Bar(free.weights, free.intercept, step / _STEPS), curve)


def _curve(bar: Bar, asked: Sequence[Question]) -> tuple[Errors, ...]:
    by_label: dict[Label, list[float]] = {"answerable": [], "not held": [], "out of scope": []}
    for each in asked:
        by_label[each.label].append(bar.strength(each.signals))
    good, bad, off = (np.array(each) for each in by_label.values())
    return tuple(
        Errors(len(good), int((good < at).sum()), len(bad), int((bad >= at).sum()), len(off), int((off >= at).sum()))
        for at in (n / _STEPS for n in range(_STEPS + 1))
    )


def at(calibration: Calibration, part: Part) -> Errors:
    """The errors at the chosen threshold."""
    return calibration.curve[part][round(calibration.bar.threshold * _STEPS)]


def _entry(each: Calibration) -> dict[str, Any]:
    rates = {}
    for part in PARTS:
        errors = at(each, part)
        refused, answered = wilson(errors.refused, errors.answerable), wilson(errors.answered, errors.not_held)
        rates[part] = {
            "refused though answerable": f"{errors.refused} of {errors.answerable} ({refused.low} to {refused.high})",
            "answered though not held": f"{errors.answered} of {errors.not_held} ({answered.low} to {answered.high})",
        }
    weights = {name: weight for name, weight in zip(SIGNALS, each.bar.weights, strict=True) if weight}
    return {
        "weights": weights,
        "intercept": each.bar.intercept,
        "threshold": each.bar.threshold,
        "errors, with 95 % intervals": rates,
    }

from __future__ import annotations

import pytest

from assistant.checker import Source
from assistant.verify.rephrasing import rephrased
from assistant.verify.support import Evidence

TRIAL = "Risk of a compression fracture (men over 65, women over 75): no X-ray unless a trial of care fails."
BASIS = "No X-ray unless a trial of care fails."


def reasons(text: str, basis: str = BASIS) -> list[str]:
    return list(rephrased(text, Evidence((Source("d", "s", 0, len(TRIAL), TRIAL),), "A guideline 2021", basis)))


@pytest.mark.parametrize(
    "text",
    ["Unless a trial of care fails, no X-ray.", "According to the guideline, no X-ray unless a trial of care fails."],
)
def test_other_words_may_change_the_order_and_join(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Unless a trial of care fails, X-ray.", "it denies more or less"),
        ("No MRI or X-ray unless a trial of care fails.", "it brings in mri"),
        ("No X-ray unless a trial of care and morphine fails.", "it says more than the sentence it stands for: m"),
        ("No X-ray unless a trial fails.", "it leaves out car"),
        ("No X-ray unless a trial of care fails. No X-ray unless a trial of care fails.", "it denies more or less"),
        ("No <b>X-ray</b> unless a trial of care fails.", "it holds signs that are not of the sentence"),
        ("No X-ray unless a trial of care fails. 不需要去医院", "it holds signs that are not of the sentence"),
        ("No X-ray unless a trial of care fails\u202e.", "it holds signs that are not of the sentence"),
        ("No X-ray unless a trial of care fails: http://fails.", "it holds an address"),
    ],
)  # fmt: skip
def test_other_words_that_may_not_stand_for_a_sentence(text: str, reason: str) -> None:
    assert any(each.startswith(reason) for each in reasons(text)), reasons(text)


def test_a_thing_is_said_once() -> None:
    basis = "Rated alike: MRI."
    assert "it says a thing twice" in reasons("MRI is rated alike. MRI is rated alike.", basis)
    assert "it is longer than the sentence it stands for" in reasons("Rated alike, MRI, " * 9, basis)

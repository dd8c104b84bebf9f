from __future__ import annotations

import pytest

from assistant.checker import Source
from assistant.verify.claims import stems
from assistant.verify.support import Evidence, denied, unsupported

ROW = "| MRI lumbar spine without IV contrast | Usually Appropriate | O | O |"
TRIAL = "Risk of a compression fracture (men over 65, women over 75): no X-ray unless a trial of care fails."


def reasons(text: str, *quotes: str, quoting: bool = False) -> list[str]:
    sources = tuple(Source("d", f"s{n}", 0, len(quote), quote) for n, quote in enumerate(quotes))
    frame = stems("X-ray of the lumbar spine, rated; names; the guideline does not mention; yet")
    evidence = Evidence(sources, "A guideline 2021 Variant 4", frame=frame)
    return list(unsupported(text, evidence, quoting=quoting))


def test_a_rated_study_is_carried_by_its_row() -> None:
    assert reasons("MRI of the lumbar spine without IV contrast, rated Usually Appropriate.", ROW) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("CT of the lumbar spine, rated Usually Appropriate.", "the study ct (lumbar, contrast None) is not in"),
        ("MRI of the thoracic spine, rated Usually Appropriate.", "the study mri (thoracic, contrast None) is not in"),
        ("MRI of the lumbar spine with IV contrast, rated Usually Appropriate.", "contrast with) is not in"),
        ("MRI of the lumbar spine, rated May Be Appropriate.", "the rating May Be Appropriate is not in"),
        ("MRI of the lumbar spine within 4 hours.", "the number 4 hour is not in"),
        ("MRI of the lumbar spine in children.", "it speaks of child"),
        ("MRI of the lumbar spine is not indicated.", "it speaks against imaging, what it cites does not"),
    ],
)
def test_what_a_row_does_not_carry_is_named(text: str, reason: str) -> None:
    assert reason in reasons(text, ROW)[0]


def test_a_rating_must_be_that_of_the_study_named() -> None:
    other = "| CT lumbar spine without IV contrast | May Be Appropriate | O | O |"
    assert reasons("CT of the lumbar spine, rated Usually Appropriate.", ROW, other) == [
        "what it cites does not rate ct Usually Appropriate"
    ]


def test_the_older_scale_is_read_from_its_cell() -> None:
    row = "| MRI lumbar spine without IV contrast | 8b,c | O | O |"
    assert reasons("MRI of the lumbar spine, rated 8 of 9.", row) == []
    assert reasons("MRI of the lumbar spine, rated 7 of 9.", row) != []


def test_an_area_of_interest_stands_for_the_part_that_hurts() -> None:
    row = "| Radiography spine area of interest | Usually Appropriate | O | O |"
    assert reasons("X-ray of the lumbar spine, rated Usually Appropriate.", row) == []


def test_years_and_headings_are_carried_by_provenance() -> None:
    assert reasons("Variant 4 of 2021 names MRI.", ROW) == []
    assert reasons("Variant 5 of 2021 names MRI.", ROW) == ["the number 5 is not in what it cites"]


def test_putting_off_needs_a_source_that_puts_off() -> None:
    assert reasons("Not yet: X-ray only if a trial of care fails.", TRIAL) == []
    assert reasons("Not yet: MRI only if a trial of care fails.", ROW) != []


def test_a_copy_must_not_drop_a_denial() -> None:
    assert reasons(TRIAL, TRIAL, quoting=True) == []
    assert reasons(TRIAL.replace("no X-ray", "an X-ray"), TRIAL, quoting=True) != []


def test_a_copy_must_not_bring_in_a_word() -> None:
    spoiled = TRIAL.replace("a compression fracture", "a pathological fracture")
    assert reasons(spoiled, TRIAL, quoting=True)[0].startswith("it ")


def test_a_sentence_of_other_words_is_not_carried() -> None:
    assert reasons("Physiotherapy and good sleep help most people.", TRIAL, quoting=True) != []


def test_a_second_sentence_does_not_ride_on_the_first() -> None:
    text = "Risk of a compression fracture: no X-ray unless a trial of care fails. Give strong opioids early and often."
    assert "too few of its words are in what it cites" in reasons(text, TRIAL, quoting=True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MRI of the lumbar spine, rated Usually Appropriate, before surgery.", "it says more than its sources: befor"),
        ("MRI of the lumbar spine, always rated Usually Appropriate.", "it says always, what it cites does not"),
        ("MRI of the neck, rated Usually Appropriate.", "the study mri (cervical, contrast None) is not in"),
    ],
)
def test_what_is_put_beside_a_rated_study_is_named(text: str, reason: str) -> None:
    assert any(each.startswith(reason) for each in reasons(text, ROW))


def test_a_modality_named_twice_in_a_row_has_both_regions() -> None:
    row = "| Bone scan whole body with SPECT or SPECT/CT area of interest | Usually Not Appropriate | O | O |"
    found = reasons("Bone scan of the whole body and the sore part, rated Usually Not Appropriate.", row)
    assert not [each for each in found if each.startswith("the study")]


def test_a_denial_comes_from_a_source() -> None:
    text = "MRI of the lumbar spine, not rated Usually Appropriate."
    assert list(denied(text, [ROW])) == ["it denies something, what it cites does not"]
    assert list(denied("MRI of the lumbar spine, rated Usually Not Appropriate.", [ROW])) == []


def test_an_area_of_interest_is_none_outside_the_spine() -> None:
    row = "| Bone scan area of interest | May Be Appropriate | O | O |"
    assert reasons("Bone scan of the whole body, rated May Be Appropriate.", row) != []


def test_a_study_said_to_be_unmentioned_must_not_be_mentioned() -> None:
    assert reasons("The guideline does not mention ultrasound.", ROW) == []
    assert reasons("The guideline does not mention MRI.", ROW) == ["it says that mri is not mentioned, and it is"]


def test_a_source_that_says_itself_what_is_not_mentioned_may_be_repeated() -> None:
    quote = "It does not mention earlier X-rays; both are left to other rules."
    assert reasons(quote, quote, quoting=True) == []

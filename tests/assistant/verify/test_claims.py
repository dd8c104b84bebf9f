from __future__ import annotations

import doctest

import pytest

import assistant.verify.claims
from assistant.verify.claims import StudyMention, changed, claims, stems


def test_the_examples_run() -> None:
    assert doctest.testmod(assistant.verify.claims).failed == 0


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Six weeks of care", {(42, "day")}),
        ("within 24 hours", {(24, "hour")}),
        ("hold 48 h", {(48, "hour")}),
        ("28 days and 4 weeks", {(28, "day")}),
        ("More than 200 mL left", {(200, "ml")}),
        ("age 72", {(72, "")}),
        ("on the older 1-9 scale", {(1, ""), (9, "")}),
        ("any one of them", set()),
        ("disc at L4-5, NICE NG59, HLA-B27", {(5, "")}),
    ],
)
def test_numbers_are_read_with_their_units(text: str, numbers: set[tuple[float, str]]) -> None:
    assert claims(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("MRI of the lumbar spine without and with IV contrast", StudyMention("mri", frozenset({"lumbar"}), "both")),
        ("| Radiography lumbar spine | Usually Appropriate |", StudyMention("xray", frozenset({"lumbar"}), None)),
        ("plain CT", StudyMention("ct", frozenset(), "none")),
        ("an MRI scan of the lower back with dye", StudyMention("mri", frozenset({"lumbar"}), "with")),
        ("Standing full-spine radiography", StudyMention("xray", frozenset({"whole_spine"}), None)),
        ("CT myelography thoracic spine", StudyMention("myelography", frozenset({"thoracic"}), None)),
        ("a CT scan of the lower back with dye put in by a needle",
         StudyMention("myelography", frozenset({"lumbar"}), None)),
    ],
)  # fmt: skip
def test_a_study_is_read_with_region_and_contrast(text: str, mention: StudyMention) -> None:
    assert claims(text).studies == (mention,)


def test_a_list_of_studies_gives_each_its_own_region() -> None:
    found = claims("MRI sacroiliac joints without IV contrast; CT spine area of interest with IV contrast.").studies
    assert [(each.modality, sorted(each.regions), each.contrast) for each in found] == [
        ("mri", ["sacroiliac"], "none"), ("ct", ["area_of_interest"], "with"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Imaging is indicated.", {"for"}),
        ("Imaging is not indicated.", {"against"}),
        ("A scan is not advised at this stage.", {"against"}),
        ("no X-ray unless a trial of care fails", {"against", "later"}),
        ("Outside specialist care, imaging is not offered routinely", {"against"}),
        ("MRI straight away", {"for"}),
        ("Usually Not Appropriate", {"against"}),
        ("May Be Appropriate", {"for"}),
        ("The clinical question decides which test to choose.", set()),
    ],
)
def test_the_stance_on_imaging_is_read(text: str, stances: set[str]) -> None:
    assert claims(text).stances == stances


def test_a_disagreement_of_the_panel_is_part_of_the_rating() -> None:
    assert claims("rated May Be Appropriate (Disagreement)").ratings == {"May Be Appropriate (Disagreement)"}


@pytest.mark.parametrize(
    ("source", "copy", "differs"),
    [
        ("No routine imaging or other tests.", "no routine imaging", False),
        ("No routine imaging or other tests.", "routine imaging or other tests", True),
        ("do not image yet, treat first", "image yet, treat first", True),
        ("after a lumbar operation: MRI", "after a thoracic operation: MRI", True),
        ("X-ray, plain CT or plain MRI, rated alike", "X-ray, plain CT or plain CT, rated alike", True),
        ("No X-ray unless a trial of care fails.", "No X-ray.", True),
        ("A plain X-ray is often the first test.", "A plain X-ray is the first test.", True),
        ("Six weeks of good care have not helped", "6 weeks of good care have not helped", False),
    ],
)
def test_a_copy_may_be_shorter_but_not_different(source: str, copy: str, differs: bool) -> None:
    assert bool(changed(source, copy)) is differs


def test_content_words_are_cut_to_a_stem() -> None:
    assert stems("The suspected infections were treated") == stems("suspecting infection treats the")

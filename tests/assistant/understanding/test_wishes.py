from __future__ import annotations

import pytest

from assistant.understanding.wishes import requests_in, studies_asked, wish_of


@pytest.mark.parametrize(
    ("message", "studies"),
    [
        ("Is an MRI needed?", ("mri",)),
        ("CT or MRI first?", ("ct", "mri")),
        ("Should she have plain films?", ("xray",)),
        ("Bone scan or PET-CT?", ("bone_scan", "pet_ct")),
        ("LBP 3/7 ?XR", ("xray",)),
        ("GP asks for an MRI of the lumbar spine.", ("mri",)),
        ("CT myelogram, would that do?", ("myelography",)),
        ("Is DEXA of any use for back pain?", ("dxa",)),
        ("Does she need a scan?", ()),
        ("X-ray last month was normal, MRI?", ("mri",)),
        ("The CT showed a fracture. What now?", ()),
    ],
)
def test_studies_are_those_asked_about(message: str, studies: tuple[str, ...]) -> None:
    assert studies_asked(message) == studies


@pytest.mark.parametrize(
    ("clause", "wish"),
    [
        ("should i have an mri?", "imaging"),
        ("what does nice say about scans?", "guidance"),
        ("which painkiller helps sciatica?", "other"),
        ("what does a lumbar mri cost?", "other"),
        ("do i need an x-ray of my knee?", "other"),
        ("is it serious?", "open"),
    ],
)
def test_a_wish_is_told_by_its_words(clause: str, wish: str) -> None:
    assert wish_of(clause) == wish


def test_a_story_with_one_question_is_one_request() -> None:
    text = "72f, fell on ice, on naproxen and physio. x-ray?"
    assert [request.text.strip() for request in requests_in(text)] == ["x-ray?"]


def test_a_note_that_begins_like_a_question_asks_nothing() -> None:
    assert not list(requests_in("is continent. can walk. 45m, back pain 3 days"))

from __future__ import annotations

import pytest

from assistant.errors import VocabularyError
from assistant.understanding.patterns import any_of, load_patterns


def test_a_space_also_matches_a_hyphen_and_a_line_break() -> None:
    assert any_of(["bone scan"]).findall("bone-scan bone\nscan bonescan") == ["bone-scan", "bone\nscan"]


def test_an_optional_space_matches_nothing_too() -> None:
    assert any_of(["x ?ray"]).findall("xray x-ray x ray") == ["xray", "x-ray", "x ray"]


def test_a_star_matches_any_ending_and_no_beginning() -> None:
    assert any_of(["radiolog*"]).findall("radiology neuroradiology") == ["radiology"]


def test_a_star_after_a_class_stays_an_expression() -> None:
    assert any_of([r"in \w* pain"]).search("in back pain")


def test_nothing_is_found_by_no_phrases() -> None:
    assert not any_of([]).search("anything")


def test_a_word_that_yaml_reads_as_no_text_is_refused() -> None:
    with pytest.raises(VocabularyError, match="quotes"):
        any_of(["yes", True])  # type: ignore[list-item]


def test_a_file_with_other_keys_is_refused_by_name() -> None:
    with pytest.raises(VocabularyError, match=r"inform\.yaml.*patient"):
        load_patterns("wording/inform.yaml", ["clinician"])

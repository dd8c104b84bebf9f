from __future__ import annotations

from pathlib import Path

import pytest

from assistant import SettingError, Settings, build_assistant
from index import IndexMissingError


def test_a_built_assistant_answers(data_dir: Path) -> None:
    assistant = build_assistant(Settings(data_dir=data_dir, database_url="memory:"))
    answer = assistant.answer("72-year-old with osteoporosis, slipped on ice, low back pain for 5 days: x-ray?")
    assert answer.kind == "indication"
    assert answer.check is not None
    assert answer.check["verdict"] == "indicated"
    assert answer.verification.dropped == ()
    assert assistant.digest["index"].startswith("sha256:")
    assert assistant.search("standing X-ray of the spine", 3)


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="indicated index build"):
        build_assistant(Settings(data_dir=tmp_path))


def test_a_setting_that_names_no_guideline_is_refused(data_dir: Path) -> None:
    with pytest.raises(SettingError, match="acr-lbp-2031"):
        build_assistant(Settings(data_dir=data_dir, guideline_priority=("acr-lbp-2031",)))

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


def test_a_model_phrases_and_reads_only_if_it_is_set_to(data_dir: Path) -> None:
    # Nothing listens there: what was asked of the model is answered without it.
    settings = Settings(
        data_dir=data_dir, database_url="memory:", chat_model="ollama:none", chat_model_url="http://127.0.0.1:1",
        chat_model_reads=True,
    )  # fmt: skip
    answer = build_assistant(settings).answer("72-year-old with osteoporosis, slipped on ice: x-ray?")
    assert answer.composer == "template"
    assert answer.facts.values()["osteoporosis"] is True


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="indicated index build"):
        build_assistant(Settings(data_dir=tmp_path))


def test_a_setting_that_names_no_guideline_is_refused(data_dir: Path) -> None:
    with pytest.raises(SettingError, match="acr-lbp-2031"):
        build_assistant(Settings(data_dir=data_dir, guideline_priority=("acr-lbp-2031",)))

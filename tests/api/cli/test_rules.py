"""`indicated rules`: the real rules, without index or model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

RULES = Path(__file__).parents[3] / "assistant" / "checker" / "rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rule files that a test may change."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_rules_are_listed_by_guideline_and_use(run: Any) -> None:
    done = run("rules", "list", "--guideline", "hss-2009", "--use", "decide")
    assert done.code == 0
    lines = done.out.splitlines()[1:]
    assert len(lines) == 2
    assert all(line.startswith("hss-2009/") for line in lines)


def test_the_list_is_json_for_programs(run: Any) -> None:
    listed = json.loads(run("rules", "list", "--json").out)
    assert len(listed["rules"]) == 171
    assert listed["digest"].startswith("sha256:")


def test_without_a_name_the_guidelines_are_shown(run: Any) -> None:
    out = run("rules", "show").out
    row = next(line for line in out.splitlines() if line.startswith("acr-lbp-2021 "))
    assert row.split()[-3:] == ["current", "7", "0"]


def test_a_rule_is_shown_in_words_with_table_vignettes_and_source(run: Any) -> None:
    out = run("rules", "show", "acr-lbp-2021/v6").out
    for expected in ("*fracture risk*", "| CT lumbar spine without IV contrast | Usually Appropriate |", "- Fits: ",
                     "Source: our restatement of", "https://acsearch.acr.org"):  # fmt: skip
        assert expected in out


def test_a_guideline_is_shown_rule_by_rule(run: Any) -> None:
    out = run("rules", "show", "acr-lbp-2021").out
    assert out.count("### acr-lbp-2021/v") == 7


def test_a_rule_that_is_none_is_refused_with_the_nearest(run: Any) -> None:
    done = run("rules", "show", "acr-lbp-2021/v66")
    assert done.code == 2
    assert "did you mean acr-lbp-2021/v6 " in done.err


def test_a_proof_is_printed_with_what_it_proved(run: Any) -> None:
    done = run("rules", "verify", "--only", "bc")
    assert done.code == 0
    assert "b  holds  A red flag, added to any patient whatever" in done.out
    assert "1 may stand, each for a written reason:" in done.out
    assert "2 of 2 hold for 171 rules." in done.out


def test_a_proof_that_fails_is_shown_with_who_disproves_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.checker import Proof

    failed = Proof("b", "A claim.", False, ("fever = true: age_years = 70",), ())
    monkeypatch.setattr("assistant.checker.verify_rules", lambda checker, only: (failed,))
    done = run("rules", "verify")
    assert done.code == 1
    assert "✗ fever = true: age_years = 70" in done.out
    assert "1 of 1 proofs fail: b" in done.err


def test_a_proof_that_does_not_exist_is_refused(run: Any) -> None:
    assert run("rules", "verify", "--only", "ax").code == 2


def test_the_catalogue_is_written_to_a_file(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    assert run("rules", "catalogue", "--output", str(file)).code == 0
    assert file.read_text(encoding="utf-8").count("\n### ") == 171


def test_the_same_rules_are_proved_to_answer_alike(run: Any, folder: Path) -> None:
    done = run("rules", "diff", str(folder), ".")
    assert done.code == 0
    assert "The rules are the same." in done.out
    assert "No patient's answer changes" in done.out


def test_a_change_is_told_with_the_patients_it_touches(run: Any, folder: Path) -> None:
    edit(folder / "acr-lbp-2021.yaml", "urgency: emergency", "urgency: urgent")
    out = run("rules", "diff", ".", str(folder), "--most", "1").out
    assert "changed  rule acr-lbp-2021/v4: urgency" in out
    start = out.index("Indicated, emergency becomes indicated, urgent")
    patient, before, after = out[start:].splitlines()[1:4]
    assert patient == "• bilateral leg symptoms"
    assert before.split(maxsplit=1)[1].startswith("indicated, emergency; by acr-lbp-2021/v4")
    assert after.split(maxsplit=1)[1].startswith("indicated, urgent; by acr-lbp-2021/v4")


def test_a_checkout_is_compared_as_well_as_a_bare_folder(run: Any, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "before" / "assistant" / "checker" / "rules")
    found = json.loads(run("rules", "diff", str(tmp_path / "before"), ".", "--json").out)
    assert found == {"entries": [], "answers": []}


def test_a_folder_without_rules_is_refused(run: Any, tmp_path: Path) -> None:
    done = run("rules", "diff", str(tmp_path), ".")
    assert done.code == 2
    assert f"{tmp_path} holds no rules" in done.err


def test_a_rule_file_that_is_wrong_is_refused_with_folder_file_and_line(run: Any, folder: Path) -> None:
    edit(folder / "acr-lbp-2021.yaml", "urgency: emergency", "urgency: soon")
    done = run("rules", "diff", str(folder), ".")
    assert done.code == 1
    assert f"{folder}: rules/acr-lbp-2021.yaml:" in done.err

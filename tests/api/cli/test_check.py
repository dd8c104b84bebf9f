"""`indicated check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.schemas import CheckedReply


def test_a_check_shows_verdict_studies_findings_and_what_could_change_it(run: Any) -> None:
    done = run("check", "--facts", '{"osteoporosis": true}')
    assert done.code == 0
    assert done.out.startswith("Imaging is indicated  Routine\n")
    for expected in ("Governed by handbook/1", "Radiography lumbar spine", "Usually Appropriate", "fever: Any fever?"):
        assert expected in done.out


def test_json_is_the_check_as_the_api_gives_it(run: Any) -> None:
    result = json.loads(run("check", "--json", "--facts", "{}").out)
    assert CheckedReply.model_validate(result).model_dump(mode="json", exclude_unset=True) == result


def test_each_guideline_is_shown_with_its_status_and_edition(run: Any) -> None:
    out = run("check", "--facts", "{}").out
    row = next(line for line in out.splitlines() if "agrees" in line)
    assert row.split() == ["agrees", "handbook", "indicated", "current", "First"]
    assert "Silent: pamphlet." in out


def test_what_would_have_to_be_different_is_said_for_a_study(run: Any) -> None:
    out = run("check", "--facts", "{}", "--why-not", "mri-l-wo").out
    assert "• MRI would be indicated if there were saddle numbness. [1]" in out
    assert "[1] Spine imaging, a handbook" in out


def test_facts_can_come_from_a_file_or_standard_input(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_text('{"osteoporosis": true}', encoding="utf-8")
    outputs = {
        run("check", "--file", str(file)).out,
        run("check", "--facts", "-", stdin=file.read_bytes()).out,
        run("check", "--facts", '{"osteoporosis": true}').out,
    }
    assert len(outputs) == 1


def test_what_does_not_apply_is_shown_only_on_request(run: Any) -> None:
    assert "handbook/2" not in run("check", "--facts", "{}").out
    assert "handbook/2" in run("check", "--facts", "{}", "--all").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "either --facts or --file"),
        (("--facts", "{}", "--file", "x.json"), "either --facts or --file"),
        (("--facts", "osteoporosis"), "not JSON"),
        (("--facts", "[1]"), "must be an object"),
        (("--facts", '{"osteoporosis": 1}'), "osteoporosis is 1; give true or false"),
        (("--facts", '{"age_years": NaN}'), "0 to 120"),
        (("--facts", '{"bone": true}'), "bone is not a known fact"),
        (("--facts", "{}", "--guideline", "nowhere"), "guidelines"),
        (("--facts", "{}", "--why-not", "x-ray-vision"), "give mri-l-wo"),
        (("--file", "/nowhere/patient.json"), "/nowhere/patient.json"),
    ],
)
def test_bad_facts_are_one_line_that_says_what_to_do(run: Any, arguments: tuple[str, ...], says: str) -> None:
    done = run("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert says in done.err


def test_a_binary_file_is_refused_by_name(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_bytes(b"\x89PNG\xff\x00")
    done = run("check", "--file", str(file))
    assert done.code == 2
    assert f"{file} is not text in UTF-8" in done.err

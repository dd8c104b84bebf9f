from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.case import CASES, SETS, Expectation, load_cases, load_file, only, points_of
from eval.errors import CaseError, SelectionError

LINE: dict[str, Any] = {
    "id": "X1", "style": "lay", "turns": [{"user": "Ouch."}], "expect": {"kind": "indication"}, "note": "made up",
}  # fmt: skip
SHARED = CASES.parent.parent.parent / "shared" / "cases"


def write(tmp_path: Path, *lines: dict[str, Any] | str) -> Path:
    path = tmp_path / "indication.jsonl"
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines) + "\n", "utf-8")
    return path


def test_every_shipped_case_loads() -> None:
    assert [(each.name, len(each.cases)) for each in load_cases()] == [
        ("indication", 160), ("dialogues", 25), ("information", 60), ("out_of_scope", 62),
    ]  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_shipped_cases_are_the_shared_ones(name: str) -> None:
    shared = SHARED / f"{name}.jsonl"
    if not shared.exists():
        pytest.skip("there is no shared/cases folder beside this checkout")
    assert (CASES / f"{name}.jsonl").read_bytes() == shared.read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"surprise": 1}, "surprise: unknown key"),
        ({"expect": {"verdict": "maybe"}}, "expect.verdict: Input should be"),
        ({"facts": {"age_year": 30}}, "X2: age_year is not a known fact"),
        ({"facts": {"age_years": 300}}, "X2: age_years is 300; give a number from"),
        ({"facts": {"cauda_equina_features": {"numb": True}}}, "has no member 'numb'"),
        ({"unscored": ["pain_sites.toe"]}, "pain_sites.toe is not a member"),
        ({"turns": []}, "turns: "),
        ({"turns": [{"user": "no", "assistant": "Fever?"}]}, "must say in 'asks'"),
        ({"turns": [{"user": "a", "facts_after": {"fever": True}}], "facts": {}}, "must equal the last turn's"),
        ({"turns": [{"user": "a", "expect": {"kind": "information"}}]}, "expects another 'kind'"),
    ],
)
def test_a_wrong_line_is_refused_by_file_line_and_key(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    path = write(tmp_path, LINE, {**LINE, "id": "X2", **change})
    with pytest.raises(CaseError) as caught:
        load_file(path)
    assert str(caught.value).startswith("indication.jsonl:2: ")
    assert said in str(caught.value)


def test_a_line_that_is_no_json_is_refused_by_number(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"indication\.jsonl:3: the line: Invalid JSON"):
        load_file(write(tmp_path, LINE, "", "{oops"))


def test_a_file_that_is_not_utf8_is_refused_by_line(tmp_path: Path) -> None:
    path = write(tmp_path, LINE)
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n')
    with pytest.raises(CaseError, match=r"indication\.jsonl:2: is not UTF-8"):
        load_file(path)


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"indication\.jsonl:2: id 'X1' is taken by line 1"):
        load_file(write(tmp_path, LINE, LINE))


def test_an_id_given_in_two_sets_is_refused(tmp_path: Path) -> None:
    for name in SETS:
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(LINE), "utf-8")
    with pytest.raises(CaseError, match=r"dialogues\.jsonl: id 'X1' is taken in indication\.jsonl"):
        load_cases(directory=tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "indication.jsonl").write_text(content, "utf-8")
    with pytest.raises(CaseError, match="holds no case"):
        load_file(tmp_path / "indication.jsonl")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"nowhere\.jsonl: cannot be read"):
        load_file(tmp_path / "nowhere.jsonl")


def test_a_message_may_hold_a_line_separator(tmp_path: Path) -> None:
    line = json.dumps({**LINE, "turns": [{"user": "one\u2028two"}]}, ensure_ascii=False)
    assert load_file(write(tmp_path, line)).cases[0].turns[0].user == "one\u2028two"


def test_an_unknown_set_or_case_is_refused_with_the_choice() -> None:
    with pytest.raises(SelectionError, match="choose from indication, dialogues, information, out_of_scope"):
        load_cases(["indications"])
    with pytest.raises(SelectionError, match="no case 'D999'"):
        only(load_cases(["indication"]), ["D001", "D999"])


def test_a_limit_counts_per_set() -> None:
    assert [len(each.cases) for each in load_cases(limit=3)] == [3, 3, 3, 3]


def test_the_last_turn_has_the_case_id_and_both_expectations(made: Any) -> None:
    case = made.case(
        turns=[{"user": "a", "expect": {"urgency": None}}, {"user": "b"}, {"user": "c", "expect": {"settled": True}}],
        expect={"kind": "indication"},
    )
    first, last = points_of(case, "dialogues")
    assert (first.id, first.turn, first.last) == ("X1.1", 1, False)
    assert (last.id, last.turn, last.last) == ("X1", 3, True)
    assert (last.expect.kind, last.expect.settled) == ("indication", True)


def test_a_null_label_is_scored_and_a_missing_one_is_not() -> None:
    assert Expectation(urgency=None).accepted("urgency") == (None,)
    assert Expectation().accepted("urgency") == ()


def test_the_second_set_is_well_formed_and_its_ids_are_its_own() -> None:
    first, second = load_cases(), load_cases(directory=CASES / "second")
    assert [len(each.cases) for each in second] == [293, 30, 50, 50]
    ids = [case.id for cases in (*first, *second) for case in cases.cases]
    assert len(ids) == len(set(ids))

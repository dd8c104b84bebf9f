"""`indicated understand`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TEXT = "72-year-old, no fever. Numb when she wipes. Her mother had breast cancer. Come back if the legs go weak. MRI?"
CODES = {"present": "\x1b[1;4;32m", "denied": "\x1b[4;36m", "other person": "\x1b[4;35m"}


def rows(out: str) -> dict[str, list[str]]:
    """The lines of the table of facts, split at their gaps, by fact."""
    split = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.splitlines()]
    return {cells[0]: cells[1:] for cells in split if len(cells) == 5}


def test_each_fact_is_listed_with_its_words_and_their_place(run: Any) -> None:
    done = run("understand", TEXT)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(TEXT)
    found = rows(done.out)
    assert found["age_years"] == ["72", "present", "72-year-old", "0-11"]
    assert found["fever"] == ["false", "denied", "fever", "16-21"]
    saddle = found["cauda_equina_features.saddle_numbness"]
    assert saddle[:2] == ["true", "present"]


def test_what_states_nothing_is_listed_with_the_reason(run: Any) -> None:
    assert rows(run("understand", TEXT).out)["cancer_history"][1] == "other person"
    assert rows(run("understand", "Is fever a red flag in back pain?").out)["fever"][1] == "asked about"
    assert rows(run("understand", "Back pain. Fever last week, gone now.").out)["fever"][1] == "past"
    supposed = rows(run("understand", "Low back pain. Come back if he gets a fever.").out)
    assert supposed["fever"][1] == "hypothetical"


def test_intent_study_and_alarms_are_told(run: Any) -> None:
    out = run("understand", "Back pain for 2 weeks, ?CES. Is an MRI needed?").out
    assert "Intent: case" in out
    assert "Asks about: mri" in out
    assert "cauda equina, by name" in out
    assert "Alarms: none" in run("understand", "Back pain for 2 weeks.").out


def test_several_messages_are_turns_of_one_conversation(run: Any) -> None:
    out = run("understand", "--turn", "back pain for 2 weeks", "--turn", "sorry, 2 months").out
    assert "Turn 1\nback pain for 2 weeks" in out
    assert "Turn 2\nsorry, 2 months" in out
    known = out.split("Known in the end")[1]
    assert "8.7" in known
    assert "2 weeks" not in known


def test_a_bare_no_answers_what_was_asked(run: Any) -> None:
    turns = ("--turn", "back pain for 2 weeks", "--turn", "no")
    assert "fever" not in run("understand", *turns).out
    assert rows(run("understand", *turns, "--asked", "fever").out)["fever"] == ["false", "denied", "no", "0-2"]


def test_another_patient_starts_afresh(run: Any) -> None:
    done = run("understand", "--json", "--turn", "72F with osteoporosis", "--turn", "another patient: 30M, back pain")
    told = json.loads(done.out)
    assert told["turns"][1]["new_patient"] is True
    assert told["facts"]["age_years"]["value"] == 30
    assert "osteoporosis" not in told["facts"]


def test_messages_come_from_a_file_or_from_standard_input(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "turns.txt"
    file.write_text("back pain for 2 weeks\n\nsorry, 2 months\n", encoding="utf-8")
    turns = ("--turn", "back pain for 2 weeks", "--turn", "sorry, 2 months")
    assert run("understand", "--file", str(file)).out == run("understand", *turns).out
    assert run("understand", "-", stdin=TEXT.encode()).out == run("understand", TEXT).out
    assert run("understand", *TEXT.split(" ")).out == run("understand", TEXT).out


def test_json_tells_everything_with_exact_quotes(run: Any) -> None:
    told = json.loads(run("understand", "--json", TEXT).out)
    (turn,) = told["turns"]
    assert set(turn) == {
        "text", "intent", "studies", "facts", "forget", "new_patient", "hypothetical", "mentions", "alarms",
    }  # fmt: skip
    assert told["facts"] == turn["facts"]
    assert turn["facts"]["cauda_equina_features"]["saddle_numbness"]["value"] is True
    assert {each["context"] for each in turn["mentions"]} >= {"affirmed", "negated", "family", "hypothetical"}
    for each in turn["mentions"]:
        assert each["quote"] == TEXT[each["start"] : each["end"]]


def test_words_are_marked_by_how_they_are_read(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    first = run("understand", TEXT).out.splitlines()[0]
    assert f"{CODES['present']}72-year-old\x1b[0m" in first
    assert f"{CODES['denied']}fever\x1b[0m" in first
    assert f"{CODES['other person']}breast cancer\x1b[0m" in first
    monkeypatch.setenv("NO_COLOR", "1")
    plain = run("understand", TEXT).out.splitlines()[0]
    assert "\x1b[4mfever\x1b[0m" in plain


def test_line_ends_of_any_kind_move_no_mark(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = run("understand", "-", stdin=b"Back pain.\r\nNo weight loss.\r\n\r\nNo fever.").out
    assert f"{CODES['denied']}fever\x1b[0m" in out


def test_a_pipe_gets_no_colours(run: Any) -> None:
    assert "\x1b" not in run("understand", TEXT).out


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("",), b"", "empty"),
        ((), b"", "empty"),
        (("-",), b"a" * 20_001, "20,000"),
        (("-",), b"\x89PNG\xff", "UTF-8"),
        (("-",), b"no \x1b[31mfever", "control characters"),
        (("--file", "/nowhere/turns.txt"), b"", "/nowhere/turns.txt"),
        (("--turn", "no fever", "and more"), b"", "only one of them"),
        (("no", "--asked", "fevr"), b"", "fevr is not a known fact"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(
    run: Any, arguments: tuple[str, ...], stdin: bytes, says: str
) -> None:
    done = run("understand", *arguments, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert says in done.err


def test_no_index_and_no_model_is_loaded(tmp_path: Path) -> None:
    program = (
        "import sys, json\nfrom api.cli import main\n"
        "try:\n    main(['understand', '--json', 'no fever'])\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"INDICATED_DATA_DIR": str(tmp_path / "nowhere"), "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "assistant.understanding.reader" in loaded
    assert not loaded & {"chromadb", "onnxruntime", "tokenizers", "torch", "bm25s", "fastapi"}
    assert not list(tmp_path.iterdir())

"""`indicated ask`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.schemas import AnswerReply
from index import IndexMissingError


def test_an_answer_is_printed_with_verdict_citations_and_questions(run: Any) -> None:
    done = run("ask", "72 with osteoporosis, fell yesterday")
    assert done.code == 0
    assert not done.err
    assert done.out.startswith("Imaging is indicated  Routine\n")
    assert "radiographs of the lumbar spine first. [1]" in done.out
    assert "[1] Spine imaging, a handbook, 2024; Thin bones" in done.out
    assert "a person with osteoporosis has radiographs first" in done.out
    assert "Any fever?" in done.out


def test_an_emergency_says_so_in_words(run: Any) -> None:
    assert run("ask", "numb between my legs").out.startswith("EMERGENCY: act now  Imaging is indicated\n")


def test_words_need_no_quotation_marks(run: Any) -> None:
    assert run("ask", "72", "with", "osteoporosis").code == 0


def test_json_is_the_answer_as_the_api_gives_it(run: Any) -> None:
    answer = json.loads(run("ask", "--json", "--audience", "patient", "osteoporosis").out)
    assert AnswerReply.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer
    assert answer["audience"] == "patient"


@pytest.mark.parametrize("arguments", [("-",), ()])
def test_text_can_come_from_standard_input(run: Any, arguments: tuple[str, ...]) -> None:
    assert run("ask", *arguments, stdin="72, osteoporosis, café".encode()).code == 0


def test_facts_can_be_given(run: Any) -> None:
    answer = json.loads(run("ask", "--json", "--facts", '{"osteoporosis": true}', "back pain").out)
    assert answer["facts"]["osteoporosis"]["status"] == "confirmed"


def test_no_answer_has_an_exit_code_of_its_own(run: Any) -> None:
    done = run("ask", "what is the weather")
    assert done.code == 4
    assert done.out.startswith("Outside what this can answer\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("",), b"", "empty"),
        (("   ",), b"", "empty"),
        ((), b"", "empty"),
        (("-",), b"a" * 100_000, "20,000"),
        (("-",), b"\x89PNG\xff\x00", "UTF-8"),
        (("-",), b"back pain\x00\x01", "control characters"),
        (("--facts", "{", "back pain"), b"", "not JSON"),
        (("--facts", "[" * 100_000, "back pain"), b"", "not JSON"),
        (("--facts", "[]", "back pain"), b"", "must be an object"),
        (("--facts", '{"fevr": true}', "back pain"), b"", "fevr is not a known fact"),
        (("--facts", '{"fever": "yes"}', "back pain"), b"", "give true or false"),
        (("--facts", '{"cauda_equina_features": {"numb": true}}', "back pain"), b"", "saddle_numbness"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(
    run: Any, arguments: tuple[str, ...], stdin: bytes, says: str
) -> None:
    done = run("ask", *arguments, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("indicated: ")
    assert done.err.count("\n") == 1
    assert says in done.err


@pytest.mark.parametrize("arguments", [("--audience", "doctor", "x"), ("--nonsense", "x")])
def test_bad_usage_points_at_the_help(run: Any, arguments: tuple[str, ...]) -> None:
    done = run("ask", *arguments)
    assert done.code == 2
    assert "--help" in done.err


def test_a_missing_index_says_what_to_run(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(settings: Any) -> None:
        raise IndexMissingError("There is no index in data/index; run `indicated index build`.")

    monkeypatch.setattr("assistant.build_assistant", missing)
    done = run("ask", "back pain")
    assert (done.code, done.out) == (3, "")
    assert done.err == "indicated: There is no index in data/index; run `indicated index build`.\n"


def test_an_unforeseen_error_is_one_line_without_a_trace(run: Any, fake: Any) -> None:
    fake.fail_with = ZeroDivisionError("zebra-7731")
    done = run("ask", "back pain")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "ZeroDivisionError" in done.err
    assert "zebra-7731" not in done.err


def test_a_conversation_keeps_the_patient_until_a_new_one_begins(run: Any, fake: Any) -> None:
    done = run("ask", stdin=b"osteoporosis\n\n   \nnumb between my legs\nnew\nosteoporosis\nquit\n", terminal=True)
    assert done.code == 0
    assert done.out.count("EMERGENCY") == 1
    assert [len(known.values()) for known in fake.conversations.values()] == [2, 1]


def test_a_conversation_survives_a_message_that_cannot_be_read(run: Any) -> None:
    done = run("ask", stdin=b"back pain\x00\nosteoporosis\n", terminal=True)
    assert done.code == 0
    assert "control characters" in done.err
    assert "Imaging is indicated" in done.out


def test_a_pipe_gets_no_colours_and_no_line_breaks_of_ours(run: Any) -> None:
    done = run("ask", "osteoporosis and words " + "again " * 50)
    assert "\x1b" not in done.out


def test_quotes_cannot_steer_the_terminal(run: Any, fake: Any) -> None:
    fake.title = "A \x1b[31mred\x07 title"
    done = run("ask", "osteoporosis")
    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert "A [31mred title" in done.out

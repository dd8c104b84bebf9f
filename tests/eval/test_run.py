from __future__ import annotations

from typing import Any

from eval.measures import MEASURES, choose
from eval.reply import Hit
from eval.run import converse, run


def states(target: Any, case: Any) -> list[str]:
    return [reply.state for reply in converse(target, case)]


def test_each_case_has_a_conversation_of_its_own(made: Any) -> None:
    target = made.target()
    two = made.case(id="X2", turns=[{"user": "a"}, {"user": "b"}])
    run(target, [made.cases(made.case(), two)])
    assert [message for message, _ in target.put] == ["My back hurts.", "a", "b", "a", "b", "My back hurts."]
    starts = [conversation for _, conversation in target.put if conversation is None]
    follow_ups = [conversation for _, conversation in target.put if conversation is not None]
    assert len(starts) == 4
    assert len(set(follow_ups)) == 2


def test_every_point_has_a_value_for_every_measure_that_applies(made: Any) -> None:
    case = made.case(facts={"fever": True}, expect={"kind": "indication", "verdict": "indicated", "urgency": None})
    for target in (made.target(), made.target(RuntimeError("no")), made.target(made.answer(text=" "))):
        [record] = run(target, [made.cases(case)]).records
        [point] = made.cases(case).points()
        assert set(record.scores) == {m.name for m in MEASURES if m.applies(point) and not m.timed}


def test_a_crash_scores_nothing_and_the_run_goes_on(made: Any) -> None:
    target = made.target(RuntimeError("out of memory"), made.answer())
    found = run(target, [made.cases(made.case(), made.case(id="X2"))])
    crashed, answered = found.records
    assert (crashed.state, crashed.reason, crashed.answer) == ("crashed", "RuntimeError: out of memory", None)
    assert {score.value for score in crashed.scores.values()} == {0.0}
    assert answered.state == "answered"


def test_silence_scores_nothing(made: Any) -> None:
    [record] = run(made.target(made.answer(text="\n")), [made.cases()]).records
    assert record.state == "silent"
    assert record.scores["citations_exact"].value == 0.0


def test_an_answer_without_the_contract_s_keys_scores_nothing(made: Any) -> None:
    [record] = run(made.target({"text": "hello"}), [made.cases(made.case(expect={"verdict": "indicated"}))]).records
    assert record.scores["verdict"].value == 0.0
    assert "malformed" in record.scores["verdict"].note


def test_what_follows_a_crash_in_a_conversation_fails_too(made: Any) -> None:
    case = made.case(turns=[{"user": "a"}, {"user": "b"}])
    target = made.target(RuntimeError("no"))
    assert states(target, case) == ["crashed", "crashed"]
    assert len(target.put) == 1


def test_a_bare_reply_is_put_if_its_question_alone_was_asked(made: Any) -> None:
    case = made.case(turns=[{"user": "a"}, {"user": "no", "assistant": "Fever?", "asks": ["fever"]}, {"user": "c"}])
    fever, trauma = {"fact": "fever", "text": "Any fever?"}, {"fact": "trauma", "text": "Any injury?"}
    assert states(made.target(made.answer(questions=[fever])), case) == ["answered"] * 3
    assert states(made.target(made.answer(questions=[fever, trauma])), case) == ["answered", "skipped", "skipped"]
    assert states(made.target(), case) == ["answered", "skipped", "skipped"]


def test_the_last_open_member_of_a_set_is_a_question_of_its_own(made: Any) -> None:
    case = made.case(turns=[{"user": "a"}, {"user": "yes", "assistant": "?", "asks": ["pain_sites.leg_one"]}])
    question = {"fact": "pain_sites", "type": "set", "options": ["leg_one"], "text": "Leg?"}
    assert states(made.target(made.answer(questions=[question])), case) == ["answered", "answered"]
    several = {**question, "options": ["leg_one", "leg_both"]}
    assert states(made.target(made.answer(questions=[several])), case) == ["answered", "skipped"]


def test_a_skipped_point_has_no_scores_and_is_named(made: Any) -> None:
    case = made.case(turns=[{"user": "a"}, {"user": "no", "assistant": "Fever?", "asks": ["fever"]}])
    found = run(made.target(), [made.cases(case)])
    assert [(each.id, dict(each.scores)) for each in found.skipped()] == [("X1", {})]
    assert "X1" not in found.wall_ms


def test_identity_sees_an_answer_that_changes(made: Any) -> None:
    def identity(*answers: Any) -> float:
        return run(made.target(*answers), [made.cases()]).records[0].scores["identity"].value

    assert identity(made.answer(), made.answer()) == 1.0
    assert identity(made.answer(), made.answer(text="No imaging today [1].")) == 0.0
    assert identity(made.answer(), RuntimeError("no")) == 0.0


def test_identity_leaves_ids_and_times_aside(made: Any) -> None:
    first, second = made.answer(timing_ms={"total": 1.0}), made.answer(timing_ms={"total": 2.0})
    assert run(made.target(first, second), [made.cases()]).records[0].scores["identity"].value == 1.0


def test_only_questions_about_guidance_are_searched(made: Any) -> None:
    question = made.case(id="X2", expect={"kind": "information", "documents": ["guide"]})
    target = made.target(hits=(Hit("guide/a#0", "guide"),))
    first, second = run(target, [made.cases(made.case(), question)]).records
    assert target.searched == [("My back hurts.", 10)]
    assert (first.hits, second.hits) == (None, (Hit("guide/a#0", "guide"),))
    assert second.scores["retrieval_hit_at_5"].value == 1.0


def test_a_search_that_crashes_has_found_nothing(made: Any) -> None:
    class Broken(made.target):
        def search(self, query: str, max_hits: int) -> tuple[Hit, ...]:
            raise OSError("disk gone")

    [record] = run(Broken(), [made.cases(made.case(expect={"kind": "information", "documents": ["guide"]}))]).records
    assert record.state == "answered"
    assert record.scores["retrieval_hit_at_5"].value == 0.0
    assert "disk gone" in record.scores["retrieval_hit_at_5"].note


def test_a_document_that_cannot_be_opened_is_not_there(made: Any) -> None:
    class Closed(made.target):
        def text(self, document: str) -> str | None:
            raise OSError("gone")

    [record] = run(Closed(), [made.cases()]).records
    assert record.scores["citations_exact"].value == 0.0


def test_the_verdict_stands_beside_what_no_thought_would_score(made: Any) -> None:
    verdicts = ("indicated", "not_indicated", "not_indicated", "deferred")
    cases = made.cases(*(made.case(id=f"X{n}", expect={"verdict": verdict}) for n, verdict in enumerate(verdicts)))
    found = run(made.target(), [cases], choose(["verdict"]))
    assert found.baselines["verdict"] == {"majority class (not_indicated)": 0.5, "always image (indicated)": 0.25}


def test_progress_is_told_of_each_case_twice(made: Any) -> None:
    seen: list[str] = []
    run(made.target(), [made.cases(made.case(), made.case(id="X2"))], on_progress=seen.append)
    assert seen == ["X1", "X2", "X2", "X1"]


def test_a_run_says_what_it_ran_on(made: Any) -> None:
    found = run(made.target(), [made.cases(sha256="abc")])
    assert found.digest == {"rules": "sha256:0"}
    assert found.cases == {"indication": "abc"}
    assert found.environment["chromadb"][0].isdigit()


def test_findings_are_not_kept_but_change_the_fingerprint(made: Any) -> None:
    def record(finding: str) -> Any:
        answer = made.answer()
        source = {"n": 2, "document": "guide", "start": 0, "end": 4, "quote": finding}
        answer["citations"] = [*answer["citations"], source]
        answer["check"] = made.check() | {"findings": [{"statement": finding, "citations": [2]}]}
        return run(made.target(answer), [made.cases()]).records[0]

    one, other = record("Film"), record("film")
    assert one.answer == other.answer
    assert "findings" not in one.answer["check"]
    assert [each["n"] for each in one.answer["citations"]] == [1]
    assert one.sha256 != other.sha256


def test_a_malformed_answer_is_kept_whole(made: Any) -> None:
    [record] = run(made.target({"text": "hello", "statements": [7], "citations": [1]}), [made.cases()]).records
    assert record.answer == {"text": "hello", "statements": [7], "citations": [1]}

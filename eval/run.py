"""Puts every case to a target, twice, and scores what comes back."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from typing import Any

from eval.case import Case, CaseSet, Point
from eval.measures import MEASURES, DocumentText, Measure
from eval.measures.retrieval import DEPTH, asks_search
from eval.record import Record, Run
from eval.reply import Reply, steady
from eval.target import Target

#: The packages whose version can change an answer.
PACKAGES = (
    "bm25s", "chromadb", "langchain-core", "numpy", "onnxruntime", "pyyaml", "rapidfuzz", "sentence-transformers",
    "tokenizers", "torch",
)  # fmt: skip

#: Called with a case's id each time it has been put.
Progress = Callable[[str], None]


def run(
    target: Target,
    sets: Sequence[CaseSet],
    measures: Sequence[Measure] = MEASURES,
    *,
    on_progress: Progress = lambda _: None,
) -> Run:
    """Put each case twice, the second time in reverse order, and score every point on every measure that applies.

    The second pass shows whether an answer depends on what was asked before it; times are those of the first.
    """
    cases = [case for each in sets for case in each.cases]
    first = {case.id: _put(target, case, on_progress) for case in cases}
    again = {case.id: _put(target, case, on_progress) for case in reversed(cases)}
    points = [point for each in sets for point in each.points()]
    replies = {
        point.id: _whole(target, point, first[point.case.id][point.turn - 1], again[point.case.id][point.turn - 1])
        for point in points
    }
    records = tuple(_record(point, replies[point.id], measures, _held(target)) for point in points)
    put = [point for point in points if replies[point.id].state != "skipped"]
    return Run(
        target=target.name,
        code=target.code,
        digest=_digest(records),
        environment=environment(),
        cases={each.name: each.sha256 for each in sets},
        measures=tuple(measure.name for measure in measures),
        records=records,
        baselines=_baselines(measures, put),
        wall_ms={point.id: replies[point.id].wall_ms for point in put},
    )


def converse(target: Target, case: Case) -> Iterator[Reply]:
    """The reply to each turn of a case, in a conversation of its own.

    A bare reply to a question is put only if the answer before asked just that; if not, this turn and all that follow
    are skipped. After a crash or silence nothing more is put, and what follows fails with it.
    """
    conversation: str | None = None
    stopped: Reply | None = None
    asked: frozenset[str] = frozenset()
    for number, turn in enumerate(case.turns, start=1):
        # Among several questions a bare "yes" would be a riddle, and its label a guess.
        if stopped is None and turn.asks and asked != frozenset(turn.asks):
            stopped = Reply("skipped", reason=f"the question that turn {number} answers was not put, or not alone")
        if stopped is not None:
            yield stopped
            continue
        reply, conversation = _ask(target, turn.user, conversation)
        yield reply
        if reply.answer is None:
            stopped = replace(reply, reason=f"turn {number}: {reply.reason}")
        else:
            asked = _asked(reply.answer)


def environment() -> dict[str, str]:
    """The interpreter, the machine's kind, and the versions of what can change an answer."""
    versions = {name: _version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}", **versions}


def canonical(answer: Mapping[str, Any]) -> str:
    """One string for one answer, whatever the order of its keys."""
    return json.dumps(answer, sort_keys=True, ensure_ascii=False)


def kept(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an answer that a run file holds: all but the findings and the sources of them alone.

    These are the same tables again for every case, and nine tenths of its size.
    """
    check, statements = answer.get("check"), answer.get("statements")
    part = dict(answer)
    if isinstance(check, Mapping):
        part["check"] = {key: value for key, value in check.items() if key != "findings"}
    try:
        used = {number for statement in statements or () for number in statement["citations"]}
        part["citations"] = [each for each in answer["citations"] if each["n"] in used]
    except (KeyError, TypeError):
        # No contract, no cut: what a malformed answer holds is of interest.
        return part
    return part


def _put(target: Target, case: Case, on_progress: Progress) -> tuple[Reply, ...]:
    replies = tuple(converse(target, case))
    on_progress(case.id)
    return replies


def _ask(target: Target, message: str, conversation: str | None) -> tuple[Reply, str | None]:
    start = time.perf_counter()
    try:
        answer = target.ask(message, conversation)
        took = (time.perf_counter() - start) * 1000
        silent = not str(answer["text"]).strip()
        conversation = str(answer["conversation_id"])
    except Exception as error:  # noqa: BLE001 - whatever a target raises is its crash, not the end of the run
        return Reply("crashed", reason=_said(error), wall_ms=(time.perf_counter() - start) * 1000), conversation
    if silent:
        return Reply("silent", reason="an answer without text", wall_ms=took), conversation
    return Reply("answered", steady(answer), wall_ms=took), conversation


def _asked(answer: Mapping[str, Any]) -> frozenset[str]:
    """The keys of its questions; a set of which one member is asked is that member."""
    try:
        return frozenset(_key(question) for question in answer["questions"])
    except (KeyError, TypeError, AttributeError):
        return frozenset()


def _key(question: Mapping[str, Any]) -> str:
    options = question.get("options", ())
    return (
        f"{question['fact']}.{options[0]}" if question.get("type") == "set" and len(options) == 1 else question["fact"]
    )


def _whole(target: Target, point: Point, reply: Reply, again: Reply) -> Reply:
    same = (reply.state, canonical(reply.answer or {})) == (again.state, canonical(again.answer or {}))
    whole = replace(reply, identical=same)
    return whole if not asks_search(point) else _searched(target, point, whole)


def _searched(target: Target, point: Point, reply: Reply) -> Reply:
    try:
        return replace(reply, hits=target.search(point.case.turns[point.turn - 1].user, DEPTH))
    except Exception as error:  # noqa: BLE001 - as above: a search that crashes has found nothing
        return replace(reply, hits=(), reason=f"the search crashed: {_said(error)}")


def _record(point: Point, reply: Reply, measures: Sequence[Measure], text: DocumentText) -> Record:
    scored = [m for m in measures if not m.timed and reply.state != "skipped" and m.applies(point)]
    return Record(
        id=point.id,
        set_name=point.set_name,
        style=point.case.style,
        tags=point.case.tags,
        state=reply.state,
        reason=reply.reason,
        identical=reply.identical,
        hits=reply.hits,
        answer=None if reply.answer is None else kept(reply.answer),
        sha256="" if reply.answer is None else hashlib.sha256(canonical(reply.answer).encode()).hexdigest(),
        scores={measure.name: measure.of(point, reply, text) for measure in scored},
    )


def _held(target: Target) -> DocumentText:
    """Its documents; one that cannot be read is one that it does not have."""

    def text(document: str) -> str | None:
        try:
            return target.text(document)
        except Exception:  # noqa: BLE001 - as above: what cannot be opened cannot be cited
            return None

    return text


def _digest(records: Sequence[Record]) -> dict[str, str]:
    stated = [record.answer["digest"] for record in records if record.answer and "digest" in record.answer]
    return {str(key): str(value) for key, value in stated[0].items()} if stated else {}


def _baselines(measures: Sequence[Measure], points: Sequence[Point]) -> dict[str, Mapping[str, float]]:
    found: dict[str, Mapping[str, float]] = {}
    for measure in measures:
        scored = [point for point in points if measure.applies(point)]
        if measure.baselines is not None and scored:
            found[measure.name] = measure.baselines(scored)
    return found


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"

"""Says how targets are spoken of, by medspaCy's ConText or by negspacy's NegEx, each with the rules it ships with.

Run in the peer's environment: nothing of ours can be imported here. The task is
`{"engine": "medspacy" | "negspacy", "rounds": n, "messages": [{"text": "...", "targets": [[start, end], ...]}]}`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

_GROUP = "targets"
_MARKS = ("negated", "uncertain", "historical", "hypothetical", "family")


def medspacy() -> tuple[Any, Callable[[Any], list[str]]]:
    """MedspaCy as it is loaded by default, the search for targets left out."""
    import medspacy  # type: ignore[import-not-found]
    from loguru import logger  # type: ignore[import-not-found]

    logger.remove()  # It writes a line for every step, which would be charged to its time.
    nlp = medspacy.load(medspacy_enable={"medspacy_tokenizer", "medspacy_pyrush"})
    nlp.add_pipe("medspacy_context", config={"input_span_type": "group", "span_group_name": _GROUP})
    return nlp, lambda span: [mark for mark in _MARKS if span._.get(f"is_{mark}")]


def negspacy() -> tuple[Any, Callable[[Any], list[str]]]:
    """negspacy with its clinical terms on blank English, as no trained model is to be had."""
    import negspacy.negation  # type: ignore[import-not-found]  # noqa: F401 - it registers "negex"
    import spacy  # type: ignore[import-not-found]

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("negex", config={"span_keys": [_GROUP]})
    return nlp, lambda span: ["negated"] if span._.negex else []


def run(task: dict[str, Any]) -> dict[str, Any]:
    """The marks of each target of each message; processor seconds to load, and milliseconds a message and round."""
    began = time.process_time()
    nlp, marks_of = {"medspacy": medspacy, "negspacy": negspacy}[task["engine"]]()
    load_s = time.process_time() - began
    marks: list[list[list[str]]] = []
    times_ms: list[float] = []
    # The first round fills caches; it gives the marks and is not timed.
    for turn in range(task["rounds"] + 1):
        for message in task["messages"]:
            began = time.process_time()
            doc = nlp.make_doc(message["text"])
            spans = [doc.char_span(*place, label="target", alignment_mode="expand") for place in message["targets"]]
            doc.spans[_GROUP] = spans
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            found = [marks_of(span) for span in spans]
            if turn:
                times_ms.append((time.process_time() - began) * 1000)
            else:
                marks.append(found)
    return {"load_s": load_s, "marks": marks, "times_ms": times_ms}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)

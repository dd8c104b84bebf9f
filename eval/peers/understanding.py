"""Our reader beside medspaCy's ConText and negspacy's NegEx: who tells what is there from what is denied?

All are asked about the same places in the same messages (see `targets`); only the engine that says how a place is
spoken of differs. Scored are the red flags and safety facts, each as present or denied, as the case's words have it.
"""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.understanding import Extraction, extract, load_reader
from assistant.understanding.lexicon import load_lexicon
from assistant.vocabulary import load_vocabulary
from eval.bench_understanding import bench_start
from eval.case import CASES, Case, load_cases
from eval.measures.facts import flat
from eval.peers.environment import Installation, Peer, work
from eval.peers.targets import Target, facts_by, targets_of

PEERS = (
    Peer("medspaCy", ("medspacy==1.3.1",), "medspacy"),
    Peer("negspacy", ("negspacy==1.1.0",), "negspacy.negation"),
)
#: What the product itself would have to install: its own numpy and the peer side by side.
BESIDE = Peer("medspaCy with numpy 2", ("medspacy==1.3.1", "numpy>=2"), "medspacy")
SETS: Mapping[str, Path] = {"first": CASES, "second": CASES / "second"}
_WORKER = Path(__file__).parent / "workers" / "context.py"
_LAY = frozenset({"lay", "lay_typos", "relative", "non_native", "ramble", "long_ramble", "voice"})
_DENIALS = frozenset({"none", "no"})

#: `present` or `denied` by fact.
Polarities = Mapping[str, str]


@dataclass(frozen=True)
class Message:
    """One message with the polarities that its words state."""

    text: str
    said: Extraction
    targets: tuple[Target, ...]
    gold: Polarities
    scored: frozenset[str]
    blanket: bool
    """It speaks of "red flags" as a whole."""
    groups: frozenset[str]
    """first or second set, clinical or lay words, and whether it is of the third nobody looked at."""


@dataclass(frozen=True)
class Engine:
    """One engine's reading of all messages, and its speed."""

    name: str
    version: str
    readings: tuple[Polarities, ...]
    load_s: float | None
    """Processor seconds to import and load; None where there is nothing to load."""
    times_ms: tuple[float, ...]
    """Processor time of each message; a peer's search for targets is not in it, ours is."""


def messages(sets: Mapping[str, Path] | None = None, *, limit: int | None = None) -> list[Message]:
    """Every case of one message whose facts are labelled, of both sets unless others are given."""
    found: list[Message] = []
    for name, folder in (SETS if sets is None else sets).items():
        for each in load_cases(("indication",), folder, limit=limit):
            found.extend(_message(case, name) for case in each.cases if case.facts is not None and len(case.turns) == 1)
    return found


def ours(asked: Sequence[Message], rounds: int) -> Engine:
    """The reader as it is shipped, from the bare text."""
    start = bench_start()
    reader = load_reader()
    times: list[float] = []
    for turn in range(rounds + 1):
        for message in asked:
            began = time.process_time()
            reader.read(message.text)
            if turn:
                times.append((time.process_time() - began) * 1000)
    readings = tuple(
        _polarities({k: e.value for k, e in reader.read(message.text).facts.evidence.items()}) for message in asked
    )
    return Engine("ours", f"Python {platform.python_version()}", readings, start.import_s + start.load_s, tuple(times))


def without_context(asked: Sequence[Message]) -> Engine:
    """Every finding counts as present: what a bare search for phrases gives."""
    readings = tuple(_polarities(facts_by(each.said, each.targets, [()] * len(each.targets))) for each in asked)
    return Engine("no context", "", readings, None, ())


def theirs(installation: Installation, peer: Peer, asked: Sequence[Message], rounds: int) -> Engine:
    """A peer's verdicts on the same targets, in its own environment.

    Raises:
        PeerError: it gave no result.
    """
    task = {
        "engine": peer.module.partition(".")[0],
        "rounds": rounds,
        "messages": [
            {"text": each.text, "targets": [[target.start, target.end] for target in each.targets]} for each in asked
        ],
    }
    told = work(installation, _WORKER, task)
    readings = tuple(
        _polarities(facts_by(each.said, each.targets, marks)) for each, marks in zip(asked, told["marks"], strict=True)
    )
    version = f"{peer.requirements[0].partition('==')[2]}, spaCy {installation.packages['spacy']}"
    version = f"{version}, Python {installation.python}"
    return Engine(peer.name, version, readings, told["load_s"], tuple(told["times_ms"]))


def scored_keys() -> frozenset[str]:
    """Red flags and safety facts that words can deny, by `fact` or `set.member`."""
    vocabulary = load_vocabulary()
    deniable = {key for concept in load_lexicon().concepts.values() for key in concept.absent if key[0] != "_"}
    deniable |= set(flat(vocabulary.blanket_no_red_flags))
    facts = {key: vocabulary[key.partition(".")[0]] for key in deniable}
    return frozenset(key for key, fact in facts.items() if fact.red_flag or fact.tier == "safety")


def counts(
    message: Message, reading: Polarities, *, keys: Collection[str] | None = None, polarity: str = "",
    single: bool = False,
) -> tuple[float, float, float]:  # fmt: skip
    """True positives, false positives and false negatives of one message.

    Args:
        keys: Only these facts.
        polarity: Only what is, or is read as, `present` or `denied`.
        single: Leave out what a blanket "no red flags" may have denied.
    """
    tp = fp = fn = 0
    for key in message.scored if keys is None else message.scored.intersection(keys):
        gold, got = message.gold.get(key), reading.get(key)
        if single and message.blanket and "present" not in {gold, got} and key in _blanket():
            continue
        if polarity:
            gold, got = (each if each == polarity else None for each in (gold, got))
        tp += gold is not None and gold == got
        fp += got is not None and gold != got
        fn += gold is not None and gold != got
    return float(tp), float(fp), float(fn)


def _message(case: Case, set_name: str) -> Message:
    text = case.turns[0].user
    said = extract(text)
    targets = tuple(targets_of(said))
    unscored = set(case.unscored)
    scored = frozenset(key for key in scored_keys() if not {key, key.partition(".")[0]} & unscored)
    aside = set_name == "first" and int(hashlib.sha256(case.id.encode()).hexdigest(), 16) % 3 == 0
    groups = {f"{set_name} set", "patients and relatives" if case.style in _LAY else "clinicians"}
    blanket = any(target.concept.name == "red_flags" for target in targets)
    return Message(text, said, targets, _polarities(flat(case.facts or {})), scored, blanket,
                   frozenset(groups | {"set aside"} if aside else groups))  # fmt: skip


def _blanket() -> frozenset[str]:
    return frozenset(flat(load_vocabulary().blanket_no_red_flags))


def _polarities(facts: Mapping[str, bool | float | str]) -> Polarities:
    return dict(_pairs(facts))


def _pairs(facts: Mapping[str, bool | float | str]) -> Iterator[tuple[str, str]]:
    for key, value in facts.items():
        denied = value is False or (isinstance(value, str) and value in _DENIALS)
        yield key, "denied" if denied else "present"

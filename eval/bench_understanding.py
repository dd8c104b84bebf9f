"""How fast the reader is beside bare passes over the same words, how soon it is ready, and how it grows with length."""

from __future__ import annotations

import gc
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table

from assistant.understanding import Reader, hear
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.tokens import plain, tokenise
from eval.case import CaseSet
from eval.errors import BenchError

SEED = 20210801
#: Characters of the longer texts; a message may have 20,000.
LENGTHS = (1_000, 5_000, 20_000)
#: Different texts of each length.
_TEXTS = 5
_STARTS = 3
_START = """
import json
from time import process_time as now
began = now()
from assistant.understanding import load_reader
imported = now()
reader = load_reader()
loaded = now()
reader.read("72F, 3 weeks of low back pain, no fever, chills or weight loss. MRI?")
print(json.dumps([imported - began, loaded - imported, now() - loaded]))
"""


@dataclass(frozen=True)
class Start:
    """How long a new process takes until it has read its first message, in seconds: medians."""

    import_s: float
    load_s: float
    first_s: float


@dataclass(frozen=True)
class Speed:
    """Processor times of one way through the messages, in milliseconds a message."""

    name: str
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Growth:
    """Texts of one length: the median time of a text, in milliseconds."""

    characters: float
    tokens_ms: float
    reader_ms: float

    @property
    def per_character_us(self) -> float:
        """Microseconds that the reader takes for a character."""
        return 1000 * self.reader_ms / self.characters


def messages_of(sets: Sequence[CaseSet]) -> tuple[str, ...]:
    """Every message of the cases, each once, in order."""
    return tuple(dict.fromkeys(turn.user for each in sets for case in each.cases for turn in case.turns))


def bench_start() -> Start:
    """Time new processes, so that nothing is loaded before.

    Raises:
        BenchError: a process failed.
    """
    times = []
    for _ in range(_STARTS):
        done = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=False)  # noqa: S603 - this very program
        if done.returncode:
            raise BenchError(f"the reader does not load in a process of its own: {done.stderr.strip()[-300:]}")
        times.append(json.loads(done.stdout))
    return Start(*(float(each) for each in np.median(times, axis=0)))


def bench_messages(reader: Reader, lexicon: Lexicon, messages: Sequence[str], rounds: int) -> list[Speed]:
    """Each message in turn by a scan for words, by the tokeniser, by the whole reader, and by the safety net under it.

    The first line is the reader's first meeting with each message: the automaton grows as texts need it.
    """
    ways = {"words": _scan(lexicon), "tokens": _tokeniser(lexicon), "reader": reader.read, "alarms": hear}
    times: dict[str, list[float]] = {name: [] for name in ("reader, first time", *ways)}
    with _Quiet():
        for message in messages:
            times["reader, first time"].append(_ms(reader.read, message))
        for _ in range(rounds):
            gc.collect()
            for message in messages:
                for name, way in ways.items():
                    times[name].append(_ms(way, message))
    return [Speed(name, *(float(x) for x in np.percentile(each, (50, 95, 99)))) for name, each in times.items()]


def bench_lengths(
    reader: Reader, lexicon: Lexicon, messages: Sequence[str], rounds: int, lengths: Sequence[int] = LENGTHS
) -> list[Growth]:
    """Longer and longer texts made of messages, each text once before it is timed."""
    tokens = _tokeniser(lexicon)
    found = []
    with _Quiet():
        for length in lengths:
            texts = joined(messages, length)
            alone, whole = [], []
            for text in texts:
                reader.read(text)
                alone.append(min(_ms(tokens, text) for _ in range(rounds)))
                whole.append(min(_ms(reader.read, text) for _ in range(rounds)))
                gc.collect()
            characters = float(np.mean([len(text) for text in texts]))
            found.append(Growth(characters, float(np.median(alone)), float(np.median(whole))))
    return found


def joined(messages: Sequence[str], length: int) -> list[str]:
    """Texts of exactly so many characters: messages drawn with a fixed seed, one paragraph each."""
    draw = random.Random(f"{SEED}/{length}")  # noqa: S311 - a benchmark's sample, no secret
    texts = []
    for _ in range(_TEXTS):
        parts: list[str] = []
        while sum(len(part) + 2 for part in parts) < length:
            parts.append(draw.choice(messages))
        texts.append("\n\n".join(parts)[:length])
    return texts


def speed_tables(
    start: Start, speeds: Sequence[Speed], growth: Sequence[Growth], messages: int, rounds: int
) -> list[Table]:
    """The figures: every way beside the tokeniser, every length beside the first."""
    ready = Table("Import s", "Load s", "First message s", title=f"A new process, median of {_STARTS}")
    ready.add_row(*(f"{each:.2f}" for each in (start.import_s, start.load_s, start.first_s)))
    speed = Table("", "p50 ms", "p95 ms", "p99 ms", "÷ tokens (p50)", title=f"{messages} messages, {rounds} rounds")
    beside = next(each for each in speeds if each.name == "tokens")
    for each in speeds:
        speed.add_row(each.name, f"{each.p50_ms:.3f}", f"{each.p95_ms:.3f}", f"{each.p99_ms:.3f}",
                      f"{each.p50_ms / beside.p50_ms:.1f}")  # fmt: skip
    curve = Table("Characters", "Tokens ms", "Reader ms", "µs a character", "÷ first length",
                  title=f"Length, {_TEXTS} texts each, best of {rounds}, seed {SEED}")  # fmt: skip
    for length in growth:
        ratio = length.per_character_us / growth[0].per_character_us
        curve.add_row(f"{length.characters:,.0f}", f"{length.tokens_ms:.2f}", f"{length.reader_ms:.2f}",
                      f"{length.per_character_us:.2f}", f"{ratio:.2f}")  # fmt: skip
    return [ready, speed, curve]


def _scan(lexicon: Lexicon) -> Callable[[str], object]:
    """The least that any reader does: look every word up."""
    words, known = re.compile(r"\w+"), lexicon.automaton.vocabulary
    return lambda message: [word for word in words.findall(message.lower()) if word in known]


def _tokeniser(lexicon: Lexicon) -> Callable[[str], object]:
    return lambda message: tokenise(plain(message), lexicon.speller.mend, message)


def _ms(call: Callable[[str], object], message: str) -> float:
    # Processor time: reading waits for nothing, and a busy neighbour is not its fault.
    began = time.process_time()
    call(message)
    return (time.process_time() - began) * 1000


class _Quiet:
    """No collection of garbage while timing: it would be charged to whoever comes next."""

    def __enter__(self) -> None:
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()

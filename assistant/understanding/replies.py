"""A message in its conversation: what it answers, corrects, takes back or only supposes."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.patient import Evidence, PatientFacts
from assistant.understanding.answers import PATTERN_GROUPS, answers, named
from assistant.understanding.numbers import NUMBER, number, weeks
from assistant.understanding.patterns import any_of, load_patterns
from assistant.understanding.times import spans
from assistant.understanding.tokens import plain

_SENTENCE = re.compile(r"(?:[^.?!;\n]|\.(?=\w))+[.?!;]*")
_UNIT = r"(?:day|week|fortnight|month|year)s?"
_NOT = re.compile(r"\b(?:not|isn't|wasn't|rather than|instead of)\s+(?:\w+\s+)?$")
_DESCRIBED = re.compile(
    r"\W*(?:(?:ok|okay|and|now|right|so|what about|how about|for)\W+)*(?:an?\s+)?\d{1,3}[\s-]*(?:yo|y/o|year|yr|[mf]\b)"
)
_BARE_AGE = re.compile(
    r"\b(?:was|were|am|is|aged?|turned|been) (?:(?:only|already|over|about) )?(?P<age>[1-9]\d?)"
    r"(?=\s*(?:$|[?.,!;]|instead|and\b|or\b|not\b|years?\b))"
)
_NONE_OF_THAT = re.compile(
    r"\bneither (?:has|have) (?:ever )?(?:happened|occurred|come)\b|"
    r"\b(?:none|nothing|not any) (?:of|like) (?:that|this|these|those|them|it)\b"
    r"|\bmine'?s?(?: is| are)? (?:all |still |perfectly |just )?(?:ok|okay|fine|normal|alright|good)\b"
)
_TRAILS = re.compile(r"\W*$")
_INTRODUCED = re.compile(r"\s*(?:$|[,.:;!?\-\d]|(?:with|who|is|aged?|now|please|has|had)\b)")
_WEEKS = ("duration_weeks", "prior_management_weeks")


@dataclass(frozen=True)
class Reply:
    """What a message adds to its conversation."""

    facts: PatientFacts = field(default_factory=PatientFacts)
    """What it states and answers; a value that replaces another one is `corrected`."""
    forget: frozenset[str] = frozenset()
    """Keys that are unknown from now on."""
    new_patient: bool = False
    hypothetical: PatientFacts = field(default_factory=PatientFacts)
    """What it only supposes."""


def interpret(
    message: str,
    stated: PatientFacts,
    *,
    unasserted: PatientFacts | None = None,
    turn: int = 1,
    known: PatientFacts | None = None,
    asked: Sequence[str] = (),
) -> Reply:
    """Read a message as a turn of a conversation, given the facts that its words state by themselves.

    `unasserted` are facts of "if"-clauses; those of a what-if are kept as such, those of advice ("come back if …") not.
    `asked` holds the keys of the questions put last: a fact, a set, or one member of a set. A "no" to a set denies
    every member not yet known; a "yes" to several things says nothing until one of them is named.
    """
    known = known or PatientFacts()
    text = plain(message)
    if _is_another(text, stated, known):
        return Reply(stated, new_patient=True)
    places = _supposed(text)
    # "If I went numb would that be bad? None of that now": what is denied so is a fact, and no supposition.
    denied = {key for key, item in stated.evidence.items() if item.value is False and _NONE_OF_THAT.search(text)}
    claimed = PatientFacts({key: item for key, item in stated.evidence.items() if key not in denied})
    supposed = _within(unasserted or PatientFacts(), places).updated(_within(claimed, places))
    supposed = PatientFacts({key: item for key, item in supposed.evidence.items() if key not in denied})
    # "… should I go to A&E?" asks what to do; nobody supposes to be there.
    supposed = PatientFacts({
        key: item for key, item in supposed.evidence.items() if (key, item.value) != ("care_setting", "emergency")
    })  # fmt: skip
    if "age_years" not in supposed.evidence:
        supposed = supposed.updated(_supposed_age(text, places, message, turn))
    taken, forget = _taken_back(text, known)
    others, disowned = _of_others(text, known)
    kept = {
        key: item for key, item in stated.evidence.items()
        if key not in supposed.evidence and not _inside(item, taken) and not (key in disowned and _inside(item, others))
    }  # fmt: skip
    told = PatientFacts(kept)
    answered = answers(text, message, told, turn=turn, known=known, asked=asked)
    moved = _reassigned(told, answered)
    facts = {**answered.evidence, **moved, **_mended(text, message, told, known, turn=turn)}
    return Reply(
        PatientFacts({key: _status(key, item, known) for key, item in facts.items()}),
        (forget | disowned) - facts.keys(),
        hypothetical=supposed,
    )


def _is_another(text: str, stated: PatientFacts, known: PatientFacts) -> bool:
    """The message turns to somebody else: it says so, or begins with the description of another person."""
    words = _patterns()
    for sentence, _, _ in _spanned(text):
        match = words["new_patient"].match(sentence.lstrip())
        if match and _INTRODUCED.match(sentence.lstrip(), match.end()) and not words["same_patient"].match(
            sentence.lstrip()
        ):  # fmt: skip
            return True
    if words["correction"].search(text) or not _DESCRIBED.match(text):
        return False
    return any(
        key in stated.evidence and key in known.evidence and stated.evidence[key].value != known.evidence[key].value
        for key in ("age_years", "sex")
    )


def _supposed(text: str) -> list[tuple[int, int]]:
    """Where the message asks "what if": from there to the end of the sentence.

    What a patient was told to come back with is no question, and what is said before the "if" is no supposition.
    """
    words = _patterns()
    places: list[tuple[int, int]] = []
    for sentence, start, end in _spanned(text):
        found = words["what_if"].search(sentence) or words["what_if_head"].match(sentence.lstrip())
        if found is None:
            asks = words["asking"].search(sentence)
            found = words["condition"].search(sentence) if asks or sentence.rstrip().endswith("?") else None
            advice = words["advice"].search(sentence)
            if found and advice and advice.start() < found.start() and not (asks and asks.start() < advice.start()):
                found = None
        if found:
            # "Would it change …", at the end of its sentence, asks about all of it.
            places.append((start if _TRAILS.match(sentence, found.end()) else start + found.start(), end))
    return places


def _supposed_age(text: str, places: Sequence[tuple[int, int]], message: str, turn: int) -> PatientFacts:
    """The age in "what if I was 75?", which by itself is a bare number."""
    for start, end in places:
        if match := _BARE_AGE.search(text, start, end):
            age = float(match["age"])
            return PatientFacts({"age_years": _evidence(age, message, match.start("age"), match.end("age"), turn)})
    return PatientFacts()


def _taken_back(text: str, known: PatientFacts) -> tuple[list[tuple[int, int]], frozenset[str]]:
    """Where the message takes something back, and the known facts that go with it."""
    words = _patterns()
    places: list[tuple[int, int]] = []
    keys: set[str] = set()
    for sentence, start, end in _spanned(text):
        match = words["take_back"].match(sentence.lstrip(" ,:-"))
        if not match:
            continue
        thing = sentence.lstrip(" ,:-")[match.end() :]
        if words["that"].match(thing.lstrip()) and not any(named(thing)):
            last = max((item.turn or 0 for item in known.evidence.values()), default=0)
            keys |= {key for key, item in known.evidence.items() if item.turn == last}
        elif re.match(r"\s*(?:everything|all)\b", thing):
            keys |= known.evidence.keys()
        else:
            keys |= _known_names(thing, known)
        places.append((start, end))
    return places, frozenset(keys)


def _of_others(text: str, known: PatientFacts) -> tuple[list[tuple[int, int]], frozenset[str]]:
    """Sentences that give a known fact to somebody else ("it's my aunt who has it"), and those facts."""
    words = _patterns()
    if not words["correction"].search(text):
        return [], frozenset()
    places: list[tuple[int, int]] = []
    keys: set[str] = set()
    for sentence, start, end in _spanned(text):
        if words["someone_else"].search(sentence) or words["unsure"].search(sentence):
            places.append((start, end))
            keys |= {key for key in _known_names(sentence, known) if known.evidence[key].value is not False}
    return places, frozenset(keys)


def _known_names(text: str, known: PatientFacts) -> set[str]:
    """Known facts that a text speaks of: by a name of theirs, or by the very words that stated them."""
    names = {key for key, _, _ in named(text)}
    quoted = {
        key for key, item in known.evidence.items()
        if item.quote and len(item.quote) > 3 and plain(item.quote).strip() in text
    }  # fmt: skip
    return (names | quoted) & known.evidence.keys()


def _reassigned(told: PatientFacts, answered: PatientFacts) -> dict[str, Evidence]:
    """What is told, but for a time that answers the question after another time ("six weeks" of treatment)."""
    taken = {(item.start, item.end) for key, item in answered.evidence.items() if key in _WEEKS}
    return {
        key: item for key, item in told.evidence.items()
        if not (key in _WEEKS and key not in answered.evidence and _overlaps(item, taken))
    }  # fmt: skip


def _mended(text: str, message: str, told: PatientFacts, known: PatientFacts, *, turn: int) -> dict[str, Evidence]:
    """Times and numbers put right: "not 2 weeks, 2 months", "months not weeks", "six, not three"."""
    times = spans(text)
    wrong = [time for time in times if _NOT.search(text[: time.start])]
    right = [time for time in times if time not in wrong]
    if wrong and len(right) == 1:
        places = {(time.start, time.end) for time in times}
        name = next((key for key in _WEEKS if key in told.evidence and _overlaps(told.evidence[key], places)), None)
        name = name or _held(known, lambda item: abs(float(item.value) - wrong[0].weeks) < 0.1)
        if name:
            return {name: _evidence(right[0].weeks, message, right[0].start, right[0].end, turn)}
    if times or any(key in told.evidence for key in _WEEKS):
        return {}
    return _other_unit(text, message, known, turn) or _other_number(text, message, told, known, turn)


def _other_unit(text: str, message: str, known: PatientFacts, turn: int) -> dict[str, Evidence]:
    match = (
        re.search(rf"\b(?P<good>{_UNIT}),?\s+(?:and\s+)?not\s+(?P<bad>{_UNIT})\b", text)
        or re.search(rf"\bnot\s+(?P<bad>{_UNIT}),?\s+(?:but\s+)?(?P<good>{_UNIT})\b", text)
        or (
            re.search(rf"(?P<bad>)\b(?P<good>{_UNIT})\b(?![\s-]olds?\b)", text)
            if _patterns()["correction"].search(text)
            else None
        )
    )
    if not match:
        return {}
    good = match["good"].rstrip("s")
    bad = match["bad"].rstrip("s") or _UNIT
    quoted = re.compile(rf"(?P<n>{NUMBER})[\s-]*{bad}", re.IGNORECASE)
    name = _held(known, lambda item: quoted.search(item.quote or "") is not None)
    found = quoted.search(known.evidence[name].quote or "") if name else None
    count = number(found["n"]) if found else None
    if name is None or count is None:
        return {}
    return {name: _evidence(weeks(count, good), message, match.start("good"), match.end("good"), turn)}


def _other_number(text: str, message: str, told: PatientFacts, known: PatientFacts, turn: int) -> dict[str, Evidence]:
    match = re.search(rf"\b(?P<good>{NUMBER}),?\s+(?:and\s+)?not\s+(?P<bad>{NUMBER})\b", text) or re.search(
        rf"\bnot\s+(?P<bad>{NUMBER}),?\s+(?:but\s+|it's\s+)?(?P<good>{NUMBER})\b", text
    )
    good, bad = (number(match["good"]), number(match["bad"])) if match else (None, None)
    if match is None or good is None or bad is None:
        return {}
    for key in (*_WEEKS, "age_years", "post_void_residual_ml"):
        item = known.evidence.get(key)
        found = re.search(NUMBER, plain(item.quote or "")) if item else None
        if item and key not in told.evidence and found and number(found[0]) == bad:
            value = round(float(item.value) / bad * good, 2) if key in _WEEKS and bad else good
            return {key: _evidence(value, message, match.start("good"), match.end("good"), turn)}
    return {}


def _held(known: PatientFacts, test: Callable[[Evidence], bool]) -> str | None:
    """The time that is known and passes the test; of several the one said last."""
    held = [key for key in _WEEKS if key in known.evidence and test(known.evidence[key])]
    return max(held, key=lambda key: known.evidence[key].turn or 0) if held else None


def _status(key: str, item: Evidence, known: PatientFacts) -> Evidence:
    before = known.evidence.get(key)
    return replace(item, status="corrected") if before is not None and before.value != item.value else item


def _evidence(value: float, message: str, start: int, end: int, turn: int) -> Evidence:
    return Evidence(value, "stated", turn, start, end, message[start:end])


def _within(facts: PatientFacts, places: Sequence[tuple[int, int]]) -> PatientFacts:
    # "What if she …" says who the patient is as any other sentence does.
    return PatientFacts({key: item for key, item in facts.evidence.items() if key != "sex" and _inside(item, places)})


def _inside(item: Evidence, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= (item.start if item.start is not None else -1) < end for start, end in places)


def _overlaps(item: Evidence, places: Collection[tuple[int | None, int | None]]) -> bool:
    return any((item.start or 0) < (end or 0) and (start or 0) < (item.end or 0) for start, end in places)


def _spanned(text: str) -> Iterator[tuple[str, int, int]]:
    return ((match[0], match.start(), match.end()) for match in _SENTENCE.finditer(text))


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    lists = load_patterns("understanding/lexicon/replies.yaml", PATTERN_GROUPS)
    return {group: any_of(phrases) for group, phrases in lists.items() if group not in {"facts", "ordinals"}}

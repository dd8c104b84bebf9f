"""Facts and lists in words: grammar that holds whatever is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.patient import PatientFacts
from assistant.vocabulary import load_vocabulary
from assistant.wording import Wording

_DAYS_A_WEEK, _WEEKS_A_MONTH, _WEEKS_A_YEAR = 7, 52 / 12, 52


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join phrases: `a`, `a and b`, `a, b and c`; what is said twice is listed once.

    >>> listed(["fever", "weight loss", "fever"], "or")
    'fever or weight loss'
    """
    phrases = list(dict.fromkeys(items))
    if len(phrases) < 2:
        return "".join(phrases)
    # With commas inside an item, commas between items would mislead.
    comma = "; " if any("," in phrase for phrase in phrases) else ", "
    return f"{comma.join(phrases[:-1])} {last} {phrases[-1]}"


def capital(text: str) -> str:
    """The same text with a capital first letter.

    >>> capital("an MRI scan")
    'An MRI scan'
    """
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Text as a sentence: a capital, and one full stop if it has no end yet."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def them(count: int) -> str:
    """How to refer back to that many things."""
    return "it" if count == 1 else "either" if count == 2 else "any of these"


def duration(weeks: float) -> str:
    """A number of weeks as people say it.

    >>> duration(0.43), duration(1.14), duration(6), duration(8.7), duration(13), duration(104)
    ('3 days', '8 days', '6 weeks', '2 months', '3 months', '2 years')
    """
    if weeks < 1 / _DAYS_A_WEEK / 2:
        return "less than a day"
    if weeks < 4 and weeks != round(weeks):
        return _counted(round(weeks * _DAYS_A_WEEK), "day")
    for unit, size, least in (("year", _WEEKS_A_YEAR, 104), ("month", _WEEKS_A_MONTH, 13), ("week", 1, 1),
                              ("month", _WEEKS_A_MONTH, 4)):  # fmt: skip
        count = weeks / size
        if weeks >= least and abs(count - round(count)) < 0.03:
            return _counted(round(count), unit)
    return f"{weeks:g} weeks"


def known(key: str, value: bool | float | str, wording: Wording) -> str:
    """A stated fact in words that follow "because of"; `key` is a fact or `set.member`."""
    name, _, member = key.partition(".")
    words = wording.facts[name]
    if member:
        return str(words["members"][member]["yes" if value else "no"])
    if isinstance(value, bool):
        return str(words["yes" if value else "no"])
    if isinstance(value, str):
        return str(words["values"][value])
    fact = load_vocabulary()[name]
    if value == 0 and "zero" in words:
        return str(words["zero"])
    said = duration(value) if fact.unit == "week" else f"{value:g} mL" if fact.unit == "mL" else f"{value:g}"
    return str(words["value"]).format(value=said)


def reasons(keys: Sequence[str], facts: PatientFacts, wording: Wording) -> list[str]:
    """What a result rests on, in words: what is there first, and many denials as one.

    Keys that were not stated are left out.
    """
    there: list[str] = []
    denied: list[str] = []
    keys, whole = _site_and_duration(keys, facts, wording)
    for key in keys:
        evidence = facts.evidence.get(key)
        if evidence is None:
            continue
        phrase = known(key, evidence.value, wording)
        red_flag = load_vocabulary()[key.partition(".")[0]].red_flag
        (denied if red_flag and evidence.value in {False, "none"} else there).append(phrase)
    if len(denied) > 3:
        denied = [wording.say("ruled_out")]
    return list(dict.fromkeys([*there, *whole, *denied]))


def absences(unknown: Mapping[str, Sequence[str]], facts: PatientFacts, wording: Wording) -> list[str]:
    """What must be absent, as nouns that follow "there is no"; facts that silence gives another value are left out.

    Args:
        unknown: Fact names with the members in question.
    """
    found = []
    for name in unknown:
        if absent := wording.facts[name].get("absent"):
            partly = any(key.startswith(f"{name}.") for key in facts.evidence)
            found.append(f"other {absent}" if partly else str(absent))
    return list(dict.fromkeys(found))


def few_absences(
    unknown: Mapping[str, Sequence[str]], facts: PatientFacts, wording: Wording, *, most: int
) -> list[str]:
    """The same, with the red flags beyond the first `most` as one; what is no red flag is always named."""
    vocabulary = load_vocabulary()
    flags = [name for name in unknown if name in vocabulary.facts and vocabulary[name].red_flag]
    named = absences({name: unknown[name] for name in flags}, facts, wording)
    others = absences({name: unknown[name] for name in unknown if name not in flags}, facts, wording)
    if len(named) > most + 1:
        named = [*named[:most], wording.say("other_red_flag")]
    return list(dict.fromkeys([*others, *named]))


def assumptions(unknown: Mapping[str, Sequence[str]], facts: PatientFacts, wording: Wording) -> list[str]:
    """What silence was taken to mean where that is no mere absence."""
    found = []
    for name in unknown:
        words = wording.facts[name]
        if "taken" not in words:
            continue
        partly = any(key.startswith(f"{name}.") for key in facts.evidence)
        found.append(str(words["elsewhere"] if partly and "elsewhere" in words else words["taken"]))
    return list(dict.fromkeys(found))


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _site_and_duration(keys: Sequence[str], facts: PatientFacts, wording: Wording) -> tuple[list[str], list[str]]:
    """The keys without site and duration, and these two as one phrase ("back pain for 3 days") if one site hurts."""
    stated = facts.evidence
    sites = [key for key in keys if key.startswith("pain_sites.") and key in stated and stated[key].value]
    if len(sites) != 1 or "duration_weeks" not in keys or "duration_weeks" not in facts.evidence:
        return list(keys), []
    weeks = float(facts.evidence["duration_weeks"].value)
    if weeks == 0:
        return list(keys), []
    whole = f"{known(sites[0], True, wording)} for {duration(weeks)}"
    return [key for key in keys if key not in {sites[0], "duration_weeks"}], [whole]

"""Facts in words outside an answer: a patient of a vignette or of a comparison, and what would have to be otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.phrases import duration, known, listed
from assistant.vocabulary import Audience, FactValue, load_vocabulary
from assistant.wording import load_wording


def fact_in_words(key: str, value: bool | float | str, audience: Audience = "clinician") -> str:
    """One fact as a noun phrase; `key` is a fact or `set.member`.

    >>> fact_in_words("age_years", 72), fact_in_words("cauda_equina_features.saddle_numbness", False)
    ('age 72', 'no saddle numbness')
    """
    return known(key, value, load_wording(audience))


def range_in_words(key: str, limits: Mapping[str, float], audience: Audience = "clinician") -> str:
    """A range of a number as a noun phrase; `limits` has `at_least`, `over`, `at_most` and `under`.

    >>> range_in_words("duration_weeks", {"at_least": 4, "under": 6})
    'pain for at least 4 weeks and under 6 weeks'
    """
    wording = load_wording(audience)
    unit = load_vocabulary()[key].unit
    said = []
    for how, at in limits.items():
        number = duration(at) if unit == "week" else f"{at:g} mL" if unit == "mL" else f"{at:g}"
        said.append(wording.say(f"why_not.limits.{how}", value=number))
    return str(wording.facts[key]["value"]).format(value=listed(said))


def patient_in_words(
    facts: Mapping[str, FactValue], audience: Audience = "clinician", *, blanket: bool = False
) -> list[str]:
    """Each fact as a noun phrase, in the order of the vocabulary, what is denied last.

    Args:
        blanket: Begin the denials with "no red flags", which these facts then leave out.
    """
    there: list[str] = []
    denied: list[str] = []
    for name in load_vocabulary().facts:
        value = facts.get(name)
        if value is None:
            continue
        each = (
            {f"{name}.{member}": truth for member, truth in value.items()} if isinstance(value, dict) else {name: value}
        )
        for key, single in each.items():
            phrase = fact_in_words(key, single, audience)
            (denied if single is False or single == "none" else there).append(phrase)
    return list(dict.fromkeys([*there, *(("no red flags",) if blanket else ()), *denied]))


def topic_in_words(key: str, audience: Audience = "clinician") -> str:
    """What a fact is about, whatever its value.

    >>> topic_in_words("trauma"), topic_in_words("cauda_equina_features.saddle_numbness")
    ('an injury', 'saddle numbness')
    """
    name, _, member = key.partition(".")
    return fact_in_words(key, True, audience) if member else str(load_wording(audience).facts[name]["topic"])

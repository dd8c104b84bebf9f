"""What goes before an answer, or in its place, where a message speaks of danger in words that no fact holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.checker import CheckResult, Rule
from assistant.compose.labels import Labels
from assistant.compose.questions import question_about
from assistant.compose.subject import cited, fixed
from assistant.draft import Draft, DraftStatement
from assistant.patient import PatientFacts
from assistant.understanding import Alarms
from assistant.vocabulary import Audience
from assistant.wording import load_wording
from corpus import Corpus

#: What is cited for a name, and what is asked.
_RULE = "acr-lbp-2021/v4"
_ASKED = {"cauda_equina": "cauda_equina_features", "cord": "myelopathy_signs"}
#: Where both are denied the name has been looked into.
_LOOKED_INTO = ("cauda_equina_features.urinary_retention_or_change", "cauda_equina_features.saddle_numbness")
_REFUSALS = frozenset({"out_of_scope", "no_evidence", "clarification"})
_AGAINST = frozenset({"not_indicated", "deferred", "not_covered"})
#: Alarms that an answer about the spine must not pass over either.
_BESIDE = ("chest_spreading", "stroke", "self_harm", "violence", "cold_leg")
#: Alarms heard of others too: "my husband hits me" speaks of the husband.
_OF_OTHERS = frozenset({"violence"})
_LANGUAGES = ("es", "fr", "de", "pt", "ar", "zh", "hi", "pl", "tr")


def instead(alarms: Alarms, audience: Audience) -> Draft | None:
    """The answer to a message that cannot be read as one patient's in English; None where it can."""
    say = load_wording(audience).fixed
    if alarms.foreign:
        lines = [fixed(say["foreign"], "lead")]
        lines += [fixed(say[f"foreign_{each}"], "advice") for each in _LANGUAGES]
        return Draft("clarification", tuple(lines))
    if alarms.several:
        return Draft("clarification", (fixed(say["one_patient"], "lead"),))
    return None


def for_named(  # noqa: PLR0917 - what an answer is made of
    alarms: Alarms, result: CheckResult, facts: PatientFacts, rules: Mapping[str, Rule], corpus: Corpus,
    audience: Audience,
) -> Draft | None:  # fmt: skip
    """The answer where an emergency is named and no feature of it is known; None where the check's answer stands."""
    stated = facts.values()
    looked_into = all(_value(facts, key) is False for key in _LOOKED_INTO)
    if not alarms.named or result.urgency == "emergency" or _has_feature(facts):
        return None
    if alarms.named == "cauda_equina" and looked_into:
        return None
    if alarms.named == "cord" and (result.verdict == "indicated" or "myelopathy_signs" in stated):
        return None
    wording = load_wording(audience)
    lines = [fixed(wording.fixed[f"named_{alarms.named}"], "safety")]
    if alarms.named == "cauda_equina" and _RULE in rules:
        source = rules[_RULE].source
        label = Labels(corpus, wording).of(source.document)
        lines.append(cited(f"{label}: {source.quote}", (source,), "guideline"))
    return Draft("clarification", tuple(lines), (question_about(_ASKED[alarms.named], facts, audience),))


def unread(alarms: Alarms, draft: Draft, result: CheckResult, read: PatientFacts, facts: PatientFacts,  # noqa: PLR0917
           audience: Audience) -> Draft | None:  # fmt: skip
    """The question to a patient whose alarming words became no fact; None where nothing was passed over."""
    if audience != "patient" or draft.kind != "indication" or result.verdict not in _AGAINST:
        return None
    told = any(key.startswith("cauda_equina_features") for key in read.evidence)
    if "cauda" not in alarms.stated or told or _has_feature(facts) or result.urgency == "emergency":
        return None
    text = load_wording(audience).fixed["ask_alarm"]
    asked = question_about("cauda_equina_features", facts, audience)
    return Draft("clarification", (fixed(text, "safety"),), (asked,))


def netted(draft: Draft, alarms: Alarms, result: CheckResult | None, audience: Audience) -> Draft:
    """The verified answer with the sentences that its message calls for put before it."""
    told = {each.text for each in draft.statements}
    first = [each for each in _before(draft, alarms, result, audience) if each.text not in told]
    if not first:
        return draft
    # An emergency of the check stays the first line.
    at = sum(1 for each in draft.statements[:1] if each.part == "safety" and draft.kind == "indication")
    return replace(draft, statements=(*draft.statements[:at], *first, *draft.statements[at:]))


def _before(draft: Draft, alarms: Alarms, result: CheckResult | None, audience: Audience) -> Iterator[DraftStatement]:
    say = load_wording(audience).fixed
    if draft.kind in _REFUSALS:
        heard = alarms.heard - ({"chest"} if "chest_spreading" in alarms.heard else frozenset())
        yield from (fixed(say[f"alarm_{name}"], "safety") for name in sorted(heard))
        if alarms.named and not alarms.asked_about:
            yield fixed(say[f"named_{alarms.named}"], "safety")
        opens_safe = draft.statements and draft.statements[0].part == "safety"
        if audience == "patient" and not heard and not alarms.named and not opens_safe:
            yield fixed(say["emergency_words"], "advice")
    elif draft.kind == "indication":
        for name in _BESIDE:
            spoken = name in alarms.stated or (name in _OF_OTHERS and name in alarms.heard)
            led = name == "cold_leg" and result is not None and result.urgency == "emergency"
            if spoken and not led:
                yield fixed(say[f"alarm_{name}"], "exit")


def _has_feature(facts: PatientFacts) -> bool:
    return any(key.startswith("cauda_equina_features.") and item.value is True for key, item in facts.evidence.items())


def _value(facts: PatientFacts, key: str) -> object:
    evidence = facts.evidence.get(key)
    return None if evidence is None else evidence.value

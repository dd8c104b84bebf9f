"""Mentions to facts: what follows from what, what wins over what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.patient import Evidence, PatientFacts
from assistant.understanding.closure import close
from assistant.understanding.extraction import Extraction
from assistant.understanding.lexicon import Value
from assistant.understanding.mention import Mention
from assistant.vocabulary import load_vocabulary

#: From harmless to grave: the worst value stated wins.
ORDER: dict[str, tuple[Value, ...]] = {
    "neuro_deficit": ("none", "mild_stable", "severe_or_multilevel", "progressive"),
    "trauma": ("none", "low_velocity", "high_energy"),
    "cancer_history": ("none", "past", "active"),
    "prior_spine_surgery": ("none", "other", "thoracic_fusion", "lumbar"),
    "response_to_management": ("not_tried", "improving_or_resolved", "not_improved", "worsening"),
    "clinical_change": ("first_episode", "unchanged", "new_or_progressing"),
    "inflammatory_markers": ("not_done", "normal", "raised"),
    "xray_or_ct_result": ("not_done", "normal_or_degenerative", "equivocal", "deformity", "vertebral_fracture",
                          "destructive_or_suspicious", "unstable_injury"),
    "axspa_status": ("not_suspected", "suspected", "known"),
    "si_mri_result": ("not_done", "negative", "positive"),
    "spinal_deformity": ("none", "suspected", "known"),
    "mri_blocked": ("no", "unknown", "conditional", "yes"),
    "pregnant": ("no", "possible", "yes"),
    "kidney": ("egfr_30_or_more", "egfr_under_30", "aki", "dialysis"),
    "care_setting": ("non_specialist", "specialist", "emergency"),
}  # fmt: skip


def settle(extraction: Extraction, *, turn: int = 1) -> PatientFacts:
    """The facts that a message states."""
    return facts_of([mention for mention in extraction.mentions if mention.states], extraction, turn=turn)


def facts_of(mentions: Sequence[Mention], extraction: Extraction, *, turn: int = 1) -> PatientFacts:
    """The facts that some mentions of a message give together."""
    chosen: dict[str, Mention] = {}
    for mention in close(mentions, extraction):
        known = chosen.get(mention.key)
        chosen[mention.key] = mention if known is None else _better(known, mention)
    evidence: dict[str, Evidence] = {}
    for key, mention in chosen.items():
        if not key.startswith("_") and _in_range(key, mention.value):
            quote = extraction.message[mention.start : mention.end]
            evidence[key] = Evidence(mention.value, "stated", turn, mention.start, mention.end, quote)
    return PatientFacts(_ordered(evidence))


def _better(one: Mention, other: Mention) -> Mention:
    if one.blanket != other.blanket:
        return other if one.blanket else one
    if one.value == other.value:
        return one
    order = ORDER.get(one.key)
    if order is not None:
        return one if order.index(one.value) > order.index(other.value) else other
    if isinstance(one.value, bool) and isinstance(other.value, bool):
        return one if one.value else other
    return one


def _in_range(key: str, value: Value) -> bool:
    fact = load_vocabulary()[key.partition(".")[0]]
    return fact.type != "number" or (isinstance(value, (int, float)) and fact.minimum <= value <= fact.maximum)


def _ordered(evidence: dict[str, Evidence]) -> dict[str, Evidence]:
    ordered: dict[str, Evidence] = {}
    for name, fact in load_vocabulary().facts.items():
        keys: Iterable[str] = (f"{name}.{member}" for member in fact.members) if fact.type == "set" else (name,)
        ordered.update({key: evidence[key] for key in keys if key in evidence})
    return ordered


def moved(mention: Mention, key: str, value: Value) -> Mention:
    """The same words speaking of another fact."""
    return replace(mention, key=key, value=value)

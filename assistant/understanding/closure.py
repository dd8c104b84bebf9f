"""What follows from what is said, by definition alone. Each step has its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.understanding.extraction import Extraction
from assistant.understanding.lexicon import Value
from assistant.understanding.mention import Mention
from assistant.understanding.weakening import weakening
from assistant.vocabulary import load_vocabulary

#: Older age where sources give no number; Source: elderly_age in checker/rules/_derived.yaml.
_OLD = 70
_SUSPICIONS = frozenset({"infection_suspected", "cancer_suspected"})
_CLEAN = "normal_or_degenerative"
_OPERATED: tuple[Value, ...] = ("lumbar", "thoracic_fusion", "other")
_UNEXPLAINED = re.compile(r"\bun(?:explained|intended|intentional|planned)|\bwithout\b|\binvoluntary")


def close(mentions: Sequence[Mention], extraction: Extraction) -> list[Mention]:
    """The mentions and all that follows from them."""
    curved = any(m.key in {"spinal_deformity", "scoliosis_kind"} and m.value != "none" for m in mentions)
    # Risk features are those of a curve; "rapid progression" of anything else is none.
    known = [m for m in mentions if curved or m.key != "scoliosis_risk_factors"]
    both = [m for m in known if m.key == "pain_sites.leg_both" and m.value is True]
    # "Pain in my legs" is no pain in one leg.
    known = [m for m in known if m.key != "pain_sites.leg_one" or m.value is False or not _any_overlap(m, both)]
    measured = [m for m in mentions if m.key == "fever" and m.concept == "measured"]
    known = [m for m in known if m.key != "fever" or m in measured or not any(_overlap(m, each) for each in measured)]
    if any(m.concept == "weight_loss_meant" for m in mentions):
        # Weight lost on purpose is explained, unless the loss is itself called unexplained.
        known = [m for m in known if m.concept != "weight_loss" or _UNEXPLAINED.search(extraction.text, m.start, m.end)]
    known = [m for m in known if not _ruled_out(m, known) and not _clean_film(m, known)]
    known = [_review(m, known) for m in known]
    for step in _STEPS:
        known.extend(step(known, extraction))
    return known


def _ruled_out(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a suspicion is laid to rest later in its sentence ("was queried, but MRI showed no infection")."""
    return mention.key in _SUSPICIONS and mention.value is True and any(
        other.key == mention.key and other.value is False and not other.blanket
        and other.sentence == mention.sentence and other.start >= mention.end
        for other in others
    )  # fmt: skip


def _clean_film(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether the words that tell of a break are those of a film that shows none ("X-ray showed nothing broken")."""
    return mention.key == "xray_or_ct_result" and mention.value != _CLEAN and any(
        other.key == mention.key and other.value == _CLEAN and other.start <= mention.start and mention.end <= other.end
        for other in others
    )  # fmt: skip


def _review(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """A film that only reviews, with no operation told: it follows the curve or the disease that is known."""
    if mention.value != "follow_treatment_or_surgery" or _find(mentions, "prior_spine_surgery", *_OPERATED):
        return mention
    if any(m.key in {"spinal_deformity", "scoliosis_kind"} and m.value not in {"none", "suspected"} for m in mentions):
        return replace(mention, value="monitor_deformity")
    return replace(mention, value="monitor_axspa") if _find(mentions, "axspa_status", "known") else mention


def _any_overlap(one: Mention, others: Sequence[Mention]) -> bool:
    return any(_overlap(one, other) for other in others)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _find(mentions: Sequence[Mention], key: str, *values: Value) -> Mention | None:
    return next((m for m in mentions if m.key == key and (not values or m.value in values)), None)


def _joined(one: Mention, other: Mention, key: str, value: Value) -> Mention:
    """A fact that two mentions state together; its words reach from the one to the other if they share a sentence."""
    if one.sentence != other.sentence:
        later = max(one, other, key=lambda mention: mention.start)
        return replace(later, key=key, value=value)
    first, last = min(one.start, other.start), max(one.end, other.end)
    return replace(one, key=key, value=value, start=first, end=last)


def _blanket(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """ "No red flags" denies exactly the list that facts.yaml gives."""
    denied = _find(mentions, "_red_flags", False)
    if denied is None:
        return
    for name, value in load_vocabulary().blanket_no_red_flags.items():
        pairs = [(f"{name}.{m}", v) for m, v in value.items()] if isinstance(value, dict) else [(name, value)]
        for key, single in pairs:
            yield replace(denied, key=key, value=single, blanket=True)


def _neurology(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """No weakness and no numbness together are no deficit; either alone says nothing of the other."""
    weak, numb = _find(mentions, "_weakness", False), _find(mentions, "_numbness", False)
    if weak and numb and not _find(mentions, "_weakness", True) and not _find(mentions, "_numbness", True):
        yield _joined(weak, numb, "neuro_deficit", "none")


def _worsening(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """Power of 3/5 or less, or several roots, is severe; the words say so themselves."""
    several = _find(mentions, "_several_roots", True)
    weak = _find(mentions, "_weakness", True)
    if several and weak:
        yield _joined(several, weak, "neuro_deficit", "severe_or_multilevel")


def _weakening(mentions: Sequence[Mention], extraction: Extraction) -> Iterator[Mention]:
    """Less power now than then is documented worsening."""
    for start, end in weakening(extraction.text):
        weak = next((m for m in mentions if m.key == "neuro_deficit" and m.start < end and start < m.end), None)
        if weak:
            yield replace(weak, value="progressive", start=start, end=end)


def _trauma(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """A high-energy injury is one in both vocabularies; pain in the back after it is thoracolumbar pain."""
    high = _find(mentions, "trauma", "high_energy")
    if high is None:
        return
    yield replace(high, key="trauma_screen.high_energy_mechanism", value=True)
    pain = next(
        (
            m
            for m in mentions
            if m.key in {"pain_sites.lumbar", "pain_sites.thoracic", "_back_pain"} and m.value is True
        ),
        None,
    )
    if pain:
        yield replace(pain, key="trauma_screen.thoracolumbar_pain", value=True)


def _after_injury(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """After an injury that is screened for, a deficit of the legs is one of the findings that decide."""
    screened = _find(mentions, "trauma", "high_energy") or next(
        (m for m in mentions if m.key.startswith("trauma_screen.")), None
    )
    deficit = [m for m in mentions if m.key == "neuro_deficit" and not m.blanket]
    if screened and deficit:
        yield replace(deficit[0], key="trauma_screen.neuro_deficit", value=any(m.value != "none" for m in deficit))


def _strain(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """A cough, a lift or a twist is an injury to bones that break easily: of the old, thinned, or long on steroids."""
    strain, age = _find(mentions, "_strain", True), _find(mentions, "age_years")
    old = age is not None and isinstance(age.value, float) and age.value >= _OLD
    if strain and (old or _find(mentions, "osteoporosis", True) or _find(mentions, "chronic_steroids", True)):
        yield replace(strain, key="trauma", value="low_velocity")


def _sober(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """That no drink was taken counts where an injury is told."""
    sober = _find(mentions, "_alcohol", False)
    if sober and _find(mentions, "trauma", "low_velocity", "high_energy"):
        yield replace(sober, key="trauma_screen.intoxication", value=False)


def _new_pain(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """New pain after an operation or an earlier scan is a change compared with it."""
    new, surgery = (
        _find(mentions, "_new_pain", True),
        _find(mentions, "prior_spine_surgery", "lumbar", "thoracic_fusion", "other"),
    )
    if new and surgery:
        yield replace(new, key="clinical_change", value="new_or_progressing")


def _treatment(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """Nothing tried is no week of treatment and no response to it, and the other way round."""
    nothing = _find(mentions, "response_to_management", "not_tried")
    others = [m for m in mentions if m.key == "prior_management_weeks"]
    if nothing and not others:
        yield replace(nothing, key="prior_management_weeks", value=0.0)


def _worse(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """Getting worse, or staying bad, is a response where there was treatment."""
    worse = _find(mentions, "_worse", True)
    treated = [m for m in mentions if m.key == "prior_management_weeks" and m.value]
    if worse and treated:
        yield replace(worse, key="response_to_management", value="worsening")
    still = _find(mentions, "_still", True)
    if still and treated:
        yield replace(still, key="response_to_management", value="not_improved")


def _claudication(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """Legs that fail upright, and relief on sitting told next, are neurogenic claudication; standing still is none."""
    if _find(mentions, "limb_vascular_features.exertional_calf_claudication", True):
        return
    for legs in (m for m in mentions if m.key == "_legs_upright"):
        relief = [m for m in mentions if m.key == "_seated_relief" and 0 <= m.sentence - legs.sentence <= 1]
        if relief:
            yield _joined(legs, relief[0], "neurogenic_claudication", True)
            return


def _child(mentions: Sequence[Mention], _: Extraction) -> Iterator[Mention]:
    """Under 18 some facts are also red flags of childhood."""
    age = _find(mentions, "age_years")
    if age is None or not isinstance(age.value, float) or age.value >= 18:
        return
    for mention in list(mentions):
        if mention.key == "_night_pain":
            yield replace(mention, key="child_red_flags.night_pain")
        elif mention.key == "_constant_pain":
            yield replace(mention, key="child_red_flags.constant_pain")
        elif mention.key == "radiculopathy":
            yield replace(mention, key="child_red_flags.radicular_pain")
        elif mention.key == "duration_weeks" and isinstance(mention.value, float) and mention.value > 4:
            yield replace(mention, key="child_red_flags.over_4_weeks", value=True)
        elif mention.key == "neuro_deficit":
            yield replace(mention, key="child_red_flags.abnormal_neuro_exam", value=mention.value != "none")
        elif mention.key == "_abnormal_sign":
            yield replace(mention, key="child_red_flags.abnormal_neuro_exam")
        elif mention.key == "_training":
            yield replace(mention, key="overuse_sport")


_STEPS: tuple[Callable[[Sequence[Mention], Extraction], Iterator[Mention]], ...] = (
    _blanket, _neurology, _worsening, _weakening, _strain, _trauma, _sober, _after_injury, _new_pain, _treatment,
    _worse, _claudication, _child,
)  # fmt: skip

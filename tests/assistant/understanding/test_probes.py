"""One sentence at a time, for every fact, affirmed and denied, and for every way of speaking of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.understanding import Reader

PROBES = yaml.safe_load((Path(__file__).parent / "probes.yaml").read_text(encoding="utf-8"))
SHORT = {
    "bladder": "cauda_equina_features.urinary_retention_or_change",
    "bowel": "cauda_equina_features.bowel_incontinence",
    "saddle": "cauda_equina_features.saddle_numbness",
    "tone": "cauda_equina_features.reduced_anal_tone",
    "sexual": "cauda_equina_features.new_sexual_dysfunction",
    "bilateral": "cauda_equina_features.bilateral_leg_deficit",
    "weight": "unexplained_weight_loss",
    "steroids": "chronic_steroids",
    "surgery": "prior_spine_surgery",
    "recent_procedure": "recent_spine_procedure",
    "night": "pain_at_night_or_rest",
    "claudication": "neurogenic_claudication",
    "prior_weeks": "prior_management_weeks",
    "response": "response_to_management",
    "candidate": "intervention_candidate",
    "change": "clinical_change",
    "imaged": "prior_spine_imaging",
    "film": "xray_or_ct_result",
    "sij": "si_mri_result",
    "question": "clinical_question",
    "purpose": "imaging_purpose",
    "axspa": "axspa_status",
    "ankylosed": "spine_ankylosed",
    "deformity": "spinal_deformity",
    "kind": "scoliosis_kind",
    "curve_risk": "scoliosis_risk_factors",
    "instability": "instability_suspected",
    "sport": "overuse_sport",
    "wound": "wound_over_spine",
    "pvr": "post_void_residual_ml",
    "setting": "care_setting",
    "cold_leg": "limb_vascular_features.sudden_cold_pulseless_leg",
    "calf": "limb_vascular_features.swollen_warm_calf",
    "vascular": "limb_vascular_features.exertional_calf_claudication",
    "iodine": "contrast_reaction.iodinated",
    "gadolinium": "contrast_reaction.gadolinium",
    "buttock": "pain_sites.sacral_or_buttock",
    "midline": "trauma_screen.midline_tenderness",
    "alertness": "trauma_screen.reduced_alertness",
    "intoxication": "trauma_screen.intoxication",
    "distracting": "trauma_screen.distracting_injury",
    "high_energy_mechanism": "trauma_screen.high_energy_mechanism",
    "stiffness": "ibp_features.morning_stiffness",
    "exercise": "ibp_features.better_with_exercise",
    "rest": "ibp_features.not_better_with_rest",
    "insidious": "ibp_features.insidious_onset",
    "alternating": "ibp_features.alternating_buttock_pain",
    "young": "ibp_features.onset_before_40",
    "rising": "ibp_features.night_pain_better_on_rising",
    "child_night": "child_red_flags.night_pain",
    "child_weeks": "child_red_flags.over_4_weeks",
    "transplant": "comorbidities.organ_transplant",
    **{name: f"comorbidities.{name}" for name in ("hiv", "diabetes", "dialysis")},
    **{name: f"pain_sites.{name}" for name in ("lumbar", "thoracic", "cervical", "leg_one", "leg_both")},
}


def _expected(states: str) -> dict[str, object]:
    result: dict[str, object] = {}
    for state in states.split():
        name, _, value = state.lstrip("!?").partition("=")
        key = SHORT.get(name, name)
        if state.startswith("?"):
            result[key] = None
        elif value:
            result[key] = float(value) if value.replace(".", "").isdigit() else value
        else:
            result[key] = not state.startswith("!")
    return result


@pytest.mark.parametrize(
    ("said", "states"), [pytest.param(*probe, id=f"{group}: {probe[0]}") for group in PROBES for probe in PROBES[group]]
)
def test_a_sentence_states_just_this(reader: Reader, said: str, states: str) -> None:
    facts = reader.read(said).facts
    expected = _expected(states)
    got = {key: facts.evidence[key].value if key in facts.evidence else None for key in expected}
    assert got == expected
    for evidence in facts.evidence.values():
        assert evidence.quote == said[evidence.start : evidence.end]

"""A measured value states the fact whose threshold it crosses."""

from __future__ import annotations

import pytest

from assistant.understanding.measurements import measure
from assistant.understanding.tokens import plain


def of(text: str, key: str) -> list[object]:
    return [found.value for found in measure(plain(text)) if found.key == key]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T 38.6", [True]),
        ("temp 38.0", [True]),
        ("T 37.9", [False]),
        ("temperature of 36.8", [False]),
        ("101.2 F", [True]),
        ("T 98.6F", [False]),
        ("T38.9", [True]),
        ("T10 tenderness", []),
        ("T12/L1", []),
        ("temperature thirty-nine point two", [True]),
    ],
)
def test_fever_is_38_degrees_or_more(text: str, expected: list[bool]) -> None:
    assert of(text, "fever") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eGFR 29", ["egfr_under_30"]),
        ("eGFR 30", ["egfr_30_or_more"]),
        ("eGFR >90", ["egfr_30_or_more"]),
        ("CKD 4", ["egfr_under_30"]),
        ("CKD stage 3", ["egfr_30_or_more"]),
    ],
)
def test_kidney_function_is_cut_at_30(text: str, expected: list[str]) -> None:
    assert of(text, "kidney") == expected


def test_residual_urine_above_200_ml_is_retention() -> None:
    key = "cauda_equina_features.urinary_retention_or_change"
    assert of("PVR 350 ml", "post_void_residual_ml") == [350]
    assert of("PVR 350 ml", key) == [True]
    assert of("post-void residual 40 mL", key) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EHL 4/5", ["mild_stable"]),
        ("dorsiflexion 3/5", ["severe_or_multilevel"]),
        ("power 5/5", []),
        ("pain score 3/5", []),
        ("grip 3/5", []),
        ("L4/5 disc", []),
        ("quads 2/5", ["severe_or_multilevel"]),
    ],
)
def test_power_of_four_is_mild_and_less_is_severe(text: str, expected: list[str]) -> None:
    assert of(text, "neuro_deficit") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CRP 120", ["raised"]),
        ("CRP <5", ["normal"]),
        ("ESR 85", ["raised"]),
        ("WCC 16", ["raised"]),
        ("WCC 7.2", ["normal"]),
    ],
)
def test_inflammatory_markers(text: str, expected: list[str]) -> None:
    assert of(text, "inflammatory_markers") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fell 5 m from a roof", ["high_energy"]),
        ("fell 12 feet", ["high_energy"]),
        ("fell 1 m off a wall", ["low_velocity"]),
        ("car crash at 60 mph", ["high_energy"]),
        ("bump at 5 mph in a car", ["low_velocity"]),
        ("runs 5 mph", []),
    ],
)
def test_the_energy_of_an_injury_follows_height_and_speed(text: str, expected: list[str]) -> None:
    assert of(text, "trauma") == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("BP 78/40", [True]), ("BP 128/74", []), ("BP 90/60", []), ("bp of 84/50", [True])]
)
def test_low_blood_pressure_is_a_sign_of_the_aorta(text: str, expected: list[bool]) -> None:
    assert of(text, "aortic_features") == expected


def test_a_blood_pressure_is_no_gestation() -> None:
    assert of("BP 82/40", "pregnant") == []
    assert of("24/40 pregnant", "pregnant") == ["yes"]


def test_a_t_score_of_minus_two_and_a_half_is_osteoporosis() -> None:
    assert of("T-score -2.5", "osteoporosis") == [True]
    assert of("T-score -2.4", "osteoporosis") == [False]


def test_steroids_since_a_year_are_long_term() -> None:
    assert of("pred 7.5 mg od since 2022", "chronic_steroids") == [True]

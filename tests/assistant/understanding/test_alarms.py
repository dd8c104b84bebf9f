# ruff: noqa: RUF001 - Turkish and other letters are the subject here
"""Alarms: what no answer may pass over, told from what is denied, supposed or of others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding import hear
from assistant.understanding.alarms import is_foreign

CASES = Path(__file__).parents[3] / "eval" / "cases"


@pytest.mark.parametrize("message", [
    "? cauda equina", "query CES, which scan?", "44F LBP, suspected cauda equina syndrome", "Possible CES. MRI?",
    "I think it might be cauda equina", "my physio said I may have cauda equina", "Cauda equina syndrome. Best test?",
    "r/o CES", "could he have cauda equina syndrome?", "Concern for CES. MRI or CT?",
    "72F, no fever, mother had breast cancer, ?CES.", "LBP, no trauma, no fever, ?cauda equina",
])  # fmt: skip
def test_a_named_emergency_of_a_patient_is_heard(message: str) -> None:
    alarms = hear(message)
    assert (alarms.named, alarms.asked_about) == ("cauda_equina", False)


@pytest.mark.parametrize("message", [
    "LBP, no CES", "CES ruled out", "no signs of cauda equina", "CES screen negative", "mother had cauda equina",
    "what is cauda equina syndrome?", "How does the ACR rate CT in suspected CES?", "CES card given",
    "if he develops CES, which scan?", "Any CES signs? No.",
])  # fmt: skip
def test_a_name_denied_or_of_nobody_is_not_taken_for_a_patients(message: str) -> None:
    alarms = hear(message)
    assert not alarms.named or alarms.asked_about


@pytest.mark.parametrize(("message", "name"), [
    ("numb down below when wiping", "cauda"), ("I cannot pass any urine", "cauda"),
    ("lost control of my bowels", "cauda"),
    ("both my legs are weak", "cauda"), ("my foot went white and cold", "cold_leg"),
    ("back pain then collapsed", "collapse"),
    ("pain in my chest going down my arm", "chest_spreading"), ("tight chest since noon", "chest"),
    ("my speech is slurred", "stroke"), ("one side of his face has drooped", "stroke"), ("I can't breathe", "breath"),
    ("I want to die", "self_harm"), ("thinking of killing himself, suicidal", "self_harm"),
    ("my boyfriend hits me", "violence"), ("I am scared of my partner", "violence"),
])  # fmt: skip
def test_words_of_danger_are_heard(message: str, name: str) -> None:
    heard = hear(message).heard
    assert name in heard or (name == "chest" and heard)


@pytest.mark.parametrize("message", [
    "no chest pain", "denies shortness of breath", "no saddle numbness", "no loss of bladder control", "not suicidal",
    "leg pain for 3 weeks", "chest X-ray last year", "no facial droop", "my back hit a wall", "numb big toe",
])  # fmt: skip
def test_words_denied_or_harmless_raise_no_alarm(message: str) -> None:
    assert not hear(message).heard


@pytest.mark.parametrize("message", [
    "Me duele la espalda y no puedo orinar", "J'ai mal au dos depuis deux semaines",
    "Ich habe Rückenschmerzen seit Montag",
    "Tenho dor nas costas e não sinto as pernas", "عندي ألم في الظهر", "我背痛两周了", "मुझे कमर में दर्द है",
    "Mam ból pleców i nie czuję nóg", "Bel ağrım var ve bacaklarım uyuşuyor", "Ho mal di schiena e non sento una gamba",
])  # fmt: skip
def test_another_language_is_told(message: str) -> None:
    assert is_foreign(message)


def test_no_development_message_is_taken_for_another_language_or_several_patients() -> None:
    for file in (*CASES.glob("*.jsonl"), *CASES.glob("second/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for turn in case.get("turns", [case]):
                message = next((turn[key] for key in ("user", "question", "message") if key in turn), "")
                alarms = hear(message)
                assert (alarms.foreign, alarms.several) == (False, False), message


@pytest.mark.parametrize(("message", "several"), [
    ("Patient A 30M LBP. Patient B 66F fell", True), ("1) 30M back pain 2) 66M cancer", True),
    ("Case 1: sciatica. Case 2: fever", True), ("First patient has LBP, the second patient fell", True),
    ("1. 40F LBP\n2. 71M, fall", True), ("1) no fever 2) no trauma, 30M", False), ("pt has had LBP 2/52", False),
    ("Patient, 40, back pain", False), ("L4/5 disc, 30M", False),
])  # fmt: skip
def test_two_patients_are_told_from_one(message: str, several: bool) -> None:
    assert hear(message).several is several

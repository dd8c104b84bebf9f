"""Emergency signs in everyday words and in terse forms, and what only sounds like them."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader, load_reader

BLADDER = "cauda_equina_features.urinary_retention_or_change"
BOWEL = "cauda_equina_features.bowel_incontinence"
SADDLE = "cauda_equina_features.saddle_numbness"
TONE = "cauda_equina_features.reduced_anal_tone"
SEXUAL = "cauda_equina_features.new_sexual_dysfunction"
BILATERAL = "cauda_equina_features.bilateral_leg_deficit"
COLD_LEG = "limb_vascular_features.sudden_cold_pulseless_leg"


def _facts(reader: Reader, said: str) -> dict[str, object]:
    return {key: evidence.value for key, evidence in reader.read(said).facts.evidence.items()}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("my bum feels like cotton wool", SADDLE),
        ("my bottom is like rubber", SADDLE),
        ("down below feels as if its been frozen", SADDLE),
        ("my privates feel like they have had novocaine", SADDLE),
        ("bit numb when wiping", SADDLE),
        ("back pain and im numb when i wipe", SADDLE),
        ("loo roll feels like nothing", SADDLE),
        ("the tissue just feels weird", SADDLE),
        ("i dont feel the seat under me", SADDLE),
        ("can't feel where I'm sitting", SADDLE),
        ("having to strain to pee", BLADDER),
        ("I need to bear down hard to pass water", BLADDER),
        ("he is pushing really hard to wee", BLADDER),
        ("I can't tell if I'm finished", BLADDER),
        ("don't know if ive finished weeing", BLADDER),
        ("urine just runs out on its own", BLADDER),
        ("Bladder: overflow dribbling.", BLADDER),
        ("catheterised last night because he couldn't go", BLADDER),
        ("soiled himself without warning", BOWEL),
        ("soiled the bed, unaware", BOWEL),
        ("soiled pants twice", BOWEL),
        ("she soiled with no sensation", BOWEL),
        ("dirtied the bed without knowing", BOWEL),
        ("Anal tone - poor.", TONE),
        ("Sphincter tone: markedly reduced.", TONE),
        ("Rectal tone was diminished.", TONE),
        ("can't voluntarily contract the anus on PR", TONE),
        ("No voluntary squeeze.", TONE),
        ("Erections absent since Monday.", SEXUAL),
        ("Ejaculation: impaired.", SEXUAL),
        ("erections are gone", SEXUAL),
        ("Morning erections lost.", SEXUAL),
        ("erectile function: reduced", SEXUAL),
        ("my legs have turned to rubber", BILATERAL),
        ("legs gone to jelly", BILATERAL),
        ("no popliteal or foot pulses", COLD_LEG),
        ("absent femoral and pedal pulses", COLD_LEG),
        ("no DP / PT pulses in a cold leg", COLD_LEG),
        ("femoral and pedal pulses absent", COLD_LEG),
        ("no palpable dorsalis pedis or posterior tibial pulses", COLD_LEG),
        ("everything below my ribs feels strange", "myelopathy_signs"),
        ("everything under the band is numb", "myelopathy_signs"),
        ("he has a bulge in his aorta", "aortic_features"),
        ("a ballooning of the main artery, back pain tonight", "aortic_features"),
        ("used to inject until a few weeks ago", "iv_drug_use"),
    ],
)
def test_a_sign_in_plain_words_is_found(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is True


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("cant lift the front of my foot", "severe_or_multilevel"),
        ("unable to pull the front part of his foot up", "severe_or_multilevel"),
        ("I can't get my toes off the floor", "severe_or_multilevel"),
        ("cannot raise the ball of my left foot", "severe_or_multilevel"),
        ("can't pick my foot up", "severe_or_multilevel"),
        ("losing the strength day by day", "progressive"),
        ("my foot keeps losing power", "progressive"),
        ("every day my leg is weaker", "progressive"),
        ("each day it gets weaker", "progressive"),
        ("Paresis developing over 12h.", "progressive"),
        ("The weakness has been evolving since Monday.", "progressive"),
    ],
)
def test_a_deficit_in_plain_words_has_its_degree(reader: Reader, said: str, grade: str) -> None:
    assert _facts(reader, said).get("neuro_deficit") == grade


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("I feel like I've been run over by a truck, sore back.", "trauma"),
        ("feels like i fell off a roof", "trauma"),
        ("it feels as if I was kicked by a horse", "trauma"),
        ("feeling like ive been hit by a train", "trauma"),
        ("My back feels like a bus hit it.", "trauma"),
        ("its not like i lost control of my bladder, just a sore back", BLADDER),
        ("it's not as if I can't wee", BLADDER),
        ("It is not true that I can't pee.", BLADDER),
        ("Wrong to say that he lost control of his bladder.", BLADDER),
        ("It isnt like my bum is numb.", SADDLE),
        ("my dad could not pee with his disc. i just have plain lower back ache", BLADDER),
        ("My sister lost control of her bladder. I only have low back pain.", BLADDER),
        ("My husband had a foot drop. I only got a bit of backache.", "neuro_deficit"),
        ("Weak stream from his prostate, unchanged.", BLADDER),
        ("Long-standing nocturia and hesitancy, low back pain 2 weeks.", BLADDER),
        ("Slow flow due to BPH.", BLADDER),
        ("my legs were wobbly after the race but fine now", BILATERAL),
        ("hard to pee after the op in spring, all sorted", BLADDER),
        ("What is classed as a severe motor deficit?", "neuro_deficit"),
        ("What qualifies as a significant deficit? My patient has low back pain.", "neuro_deficit"),
        ("Foot pulses reduced, calf claudication for years.", COLD_LEG),
        ("injected with cortisone in the shoulder in May", "iv_drug_use"),
        ("injected with a steroid into my hip", "chronic_steroids"),
    ],
)
def test_what_only_sounds_like_a_sign_is_none(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) in {None, False, "none"}


@pytest.mark.parametrize(
    "said",
    ["low speed rear shunt", "rear end shunt in traffic", "car park bump", "my husband punched me in the lower back"],
)
def test_a_slow_crash_or_a_blow_is_a_low_injury(reader: Reader, said: str) -> None:
    assert _facts(reader, said)["trauma"] == "low_velocity"


@pytest.mark.parametrize("said", ["Erections normal.", "Anal tone not reduced.", "Saddle numbness absent."])
def test_a_good_verdict_is_no_sign(reader: Reader, said: str) -> None:
    values = _facts(reader, said)
    assert True not in values.values()


@pytest.mark.parametrize(
    "message",
    [
        "I don't know if I can feel when I wipe",
        "not sure whether I can feel when I wipe",
        "I cannot say if I can pee properly",
    ],
)
def test_a_doubt_about_a_function_is_no_denial(message: str) -> None:
    values = load_reader().read(message).facts.values()
    assert "cauda_equina_features" not in values


@pytest.mark.parametrize("message", ["New foot drop 2026", "foot drop, new, 2026", "now foot drop 2026"])
def test_a_year_beside_a_new_finding_does_not_make_it_old(message: str) -> None:
    assert load_reader().read(message).facts.values()["neuro_deficit"] == "severe_or_multilevel"

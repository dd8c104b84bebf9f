"""Emergencies in plain words and in notes, each beside what only sounds like one."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader

BLADDER = "cauda_equina_features.urinary_retention_or_change"
BOWEL = "cauda_equina_features.bowel_incontinence"
SADDLE = "cauda_equina_features.saddle_numbness"
TONE = "cauda_equina_features.reduced_anal_tone"
SEXUAL = "cauda_equina_features.new_sexual_dysfunction"
BILATERAL = "cauda_equina_features.bilateral_leg_deficit"
CALF = "limb_vascular_features.exertional_calf_claudication"


def _facts(reader: Reader, said: str) -> dict[str, object]:
    return {key: evidence.value for key, evidence in reader.read(said).facts.evidence.items()}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("Hasn't managed to pass urine since 6am.", BLADDER),
        ("I haven't felt the need to wee since yesterday.", BLADDER),
        ("Pee comes in fits and starts and I have to push.", BLADDER),
        ("Two days now I make no water.", BLADDER),
        ("Havnae had a pee since yesterday.", BLADDER),
        ("The nurse put a tube in and got over a litre off.", BLADDER),
        ("The waterworks have shut up shop.", BLADDER),
        ("Woke up and the bed was full of poo.", BOWEL),
        ("Weakness now affecting both lower limbs.", BILATERAL),
        ("My bowels opened on the bus without me being aware.", BOWEL),
        ("Inability to hold wind or stool.", BOWEL),
        ("I can't tell wind from poo any more.", BOWEL),
        ("Doesn't feel bowel motions passing.", BOWEL),
        ("It's like sitting on someone else's bum.", SADDLE),
        ("Around the anus it feels like rubber.", SADDLE),
        ("S3/S4 sensory loss.", SADDLE),
        ("The private place has no feeling.", SADDLE),
        ("Sensation in the perineum 3/10 compared with the arm.", SADDLE),
        ("Numb buttocks/perineum.", SADDLE),
        ("They felt inside the back passage and said it was slack.", TONE),
        ("There was hardly any grip back there.", TONE),
        ("I haven't had an erection since this began.", SEXUAL),
        ("Unable to reach orgasm since last week.", SEXUAL),
        ("No movement in either leg.", BILATERAL),
        ("Both ankles weak 2/5.", BILATERAL),
        ("Power reduced both sides.", BILATERAL),
        ("New both-leg weakness today.", BILATERAL),
        ("Numbness in the soles of both feet.", BILATERAL),
        ("Reduced light touch L4-S1 bilat.", BILATERAL),
    ],
)
def test_an_emergency_is_found(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is True


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("Urine passes normally.", BLADDER),
        ("Continent of urine + stool.", BOWEL),
        ("Feels toilet paper as usual.", SADDLE),
        ("Perianal sensation and tone were normal.", TONE),
        ("Erections no change.", SEXUAL),
        ("Nothing weird going to the loo.", BLADDER),
        ("No numbness in either foot.", BILATERAL),
        ("His calf doesn't cramp on walking.", CALF),
    ],
)
def test_an_emergency_is_denied(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is False


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("She is retaining fluid round her ankles.", BLADDER),
        ("It makes no wee bit of difference.", BLADDER),
        ("The poo has been dark since the iron tablets and I only noticed today.", BOWEL),
        ("Numb bum from the long drive, gone once I got out.", SADDLE),
        ("The strap was slack when I was told to grip it.", TONE),
        ("Brought to ED since the fall.", SEXUAL),
        ("Power both ankles 5/5.", BILATERAL),
        ("I fell two feet and my back hurts.", BILATERAL),
        ("Call 999 if there is no movement in either leg.", BILATERAL),
        ("Sensation reduced both sides of the scar.", BILATERAL),
    ],
)
def test_what_only_sounds_like_an_emergency_is_none(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is not True

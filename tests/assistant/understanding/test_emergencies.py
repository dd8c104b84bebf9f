"""Signs of an emergency, in the words of notes, of patients and of people new to the language."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader

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
        ("LBP. Can't PU since theatre.", BLADDER),
        ("NPU since 4 am, back pain", BLADDER),
        ("He no can make the pee from yesterday.", BLADDER),
        ("I have not been able to spend a penny all day.", BLADDER),
        ("No sensation when voiding.", BLADDER),
        ("I strain and strain to wee and it only dribbles.", BLADDER),
        ("I can't tell I'm weeing until it runs down my leg.", BLADDER),
        ("dying for a wee but I just can't go", BLADDER),
        ("My flow has slowed to a trickle.", BLADDER),
        ("I only know I've peed because I hear it.", BLADDER),
        ("The waterworks have packed in.", BLADDER),
        ("no wee since this morning", BLADDER),
        ("He stopped passing urine this morning.", BLADDER),
        ("I soiled the bed without knowing.", BOWEL),
        ("She had an accident in her trousers, a number two.", BOWEL),
        ("can't control my back end", BOWEL),
        ("perineal hypoaesthesia", SADDLE),
        ("In the perianal area he has numbness.", SADDLE),
        ("I can't tell if I've wiped.", SADDLE),
        ("It is like the dentist's injection but between my legs.", SADDLE),
        ("Her backside has gone to sleep.", SADDLE),
        ("Lower back pain, my lady bits have gone numb.", SADDLE),
        ("I can't feel the loo roll.", SADDLE),
        ("Sensation is not normal in the saddle area.", SADDLE),
        ("I can't feel my bottom or start my wee.", SADDLE),
        ("I can't feel my bottom or start my wee.", BLADDER),
        ("Anal sphincter hypotonic.", TONE),
        ("Tone was lax on PR.", TONE),
        ("Reduced perianal sensation and tone.", TONE),
        ("No morning erections and numb perineum.", SEXUAL),
        ("No morning erections and numb perineum.", SADDLE),
        ("My legs, both of them, are giving way.", BILATERAL),
        ("Neither leg will carry me.", BILATERAL),
        ("The legs are without force.", BILATERAL),
        ("DF 3/5 bilaterally.", BILATERAL),
        ("Electric shocks down both legs.", BILATERAL),
        ("Babinski positive bilaterally.", "myelopathy_signs"),
        ("Her legs have become rigid.", "myelopathy_signs"),
        ("Tearing pain in the chest and back, then he passed out.", "aortic_features"),
        ("I can feel my pulse in my belly.", "aortic_features"),
        ("My foot has gone white and cold.", COLD_LEG),
        ("Concern for metalwork infection.", "infection_suspected"),
        ("We are worried about mets.", "cancer_suspected"),
    ],
)
def test_a_sign_is_found(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is True


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("Quads 2/5, absent knee jerk.", "severe_or_multilevel"),
        ("Both my feet drag.", "severe_or_multilevel"),
        ("Dorsiflexion 2/5 today vs 4/5 last week.", "progressive"),
        ("Last month she used a stick, now a wheelchair.", "progressive"),
    ],
)
def test_the_degree_of_a_deficit_is_the_gravest_said(reader: Reader, said: str, grade: str) -> None:
    assert _facts(reader, said)["neuro_deficit"] == grade


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("No urine passed.", BLADDER),
        ("no warning before I wee", BLADDER),
        ("My bladder feels full all the time.", BLADDER),
        ("Bladder was fine until yesterday.", BLADDER),
        ("pain passing urine", BLADDER),
        ("I can't say my bladder is normal.", BLADDER),
        ("no poo for three days", BOWEL),
        ("No recent chest, urine or skin infection.", BLADDER),
    ],
)
def test_what_may_be_trouble_is_no_denial(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) is not False


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("I laughed so much I nearly peed myself.", BLADDER),
        ("It's not that I can't wee, I can.", BLADDER),
        ("My bum went numb on the plane, fine once I stood up.", SADDLE),
        ("I went weak at the knees.", BILATERAL),
        ("The tent collapsed on me.", "aortic_features"),
        ("AAA screening normal.", "aortic_features"),
        ("My dog wets himself and can't walk. I have a sore back.", BLADDER),
        ("My uncle couldn't pee. I've just got a sore lower back.", BLADDER),
        ("My wife was in a car crash at 60 mph, she's fine, it's me with the back pain.", "trauma"),
        ("Fell from a roof in 2011, low back pain for 2 weeks.", "trauma"),
        ("Urinary retention in 2019, voids well now.", BLADDER),
        ("Transient hesitancy last year, bladder normal since.", BLADDER),
        ("Discitis was queried but MRI showed no evidence of infection.", "infection_suspected"),
        ("Heroin injected in the 90s, clean since 2001.", "iv_drug_use"),
        ("UTI 2020.", "recent_infection"),
    ],
)
def test_what_is_over_said_in_jest_or_of_others_is_no_sign(reader: Reader, said: str, fact: str) -> None:
    assert _facts(reader, said).get(fact) in {None, False}


@pytest.mark.parametrize(
    "said",
    [
        "The nurse said come back with numbness between the legs or loss of bladder control. I have none of these.",
        "Google says numb bum, leaking wee - I have none of those.",
        "Come in if you go numb down below or can't wee. None of that so far.",
    ],
)
def test_none_of_these_denies_the_list_before_it(reader: Reader, said: str) -> None:
    facts = _facts(reader, said)
    assert (facts[SADDLE], facts[BLADDER]) == (False, False)


def test_none_of_these_helped_denies_nothing(reader: Reader) -> None:
    facts = _facts(reader, "My bum is numb, I tried creams and heat, none of those helped.")
    assert facts[SADDLE] is True


@pytest.mark.parametrize(
    "said",
    [
        "Red flags asked about and all negative.",
        "Red flag ROS negative.",
        "Red flags: none.",
        "All red flags negative.",
    ],
)
def test_a_review_of_red_flags_denies_them_all(reader: Reader, said: str) -> None:
    facts = _facts(reader, said)
    assert (facts[BLADDER], facts["fever"], facts["trauma"]) == (False, False, "none")


def test_the_exception_of_a_review_holds(reader: Reader) -> None:
    facts = _facts(reader, "Red flags: none apart from a fever.")
    assert (facts["fever"], facts[BLADDER]) == (True, False)


def test_getting_better_leaves_the_pain_where_it_is(reader: Reader) -> None:
    facts = _facts(reader, "low back pain, naproxen, it's getting better now")
    assert facts["pain_sites.lumbar"] is True


def test_all_negative_speaks_for_the_whole_list(reader: Reader) -> None:
    facts = _facts(reader, "HIV, DM, ESRD, transplant all negative.")
    assert facts["comorbidities.hiv"] is False

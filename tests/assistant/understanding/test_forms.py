"""Forms are read by their layout: an answer, a tick or a sign belongs to its own item."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader
from assistant.understanding.forms import blank, items

URINE = "cauda_equina_features.urinary_retention_or_change"
SADDLE = "cauda_equina_features.saddle_numbness"


def _read(reader: Reader, said: str) -> dict[str, object]:
    return {key: evidence.value for key, evidence in reader.read(said).facts.evidence.items()}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Fever? No  Weight loss? Yes - 6kg  HIV? No  Night pain? Yes",
         {"fever": False, "unexplained_weight_loss": True, "comorbidities.hiv": False, "pain_at_night_or_rest": True}),
        ("Weight loss: N Fever: Y Trauma: N Saddle numbness: Y",
         {"unexplained_weight_loss": False, "fever": True, "trauma": "none", SADDLE: True}),
        ("Fever? yes, IV drug use? no, saddle numbness? no", {"fever": True, "iv_drug_use": False, SADDLE: False}),
        ("fever: no. unable to pass urine: yes.", {"fever": False, URINE: True}),
        ("Fever: N. PU: N. Saddle numbness: Y", {"fever": False, SADDLE: True}),
        ("1. Fever: No 2. Night pain: Yes 3. HIV: No", {"fever": False, "pain_at_night_or_rest": True,
                                                         "comorbidities.hiv": False, "age_years": None}),
        ("Weight loss Y/N: N. Saddle numbness Y/N: Y", {"unexplained_weight_loss": False, SADDLE: True}),
        ("Fever: Y / N. Weight loss: Y / N", {"fever": None, "unexplained_weight_loss": None}),
        ("Q: any fever? A: no. Q: numb down below? A: yes", {"fever": False, SADDLE: True}),
        ("Bladder normal? No. Fever? No. Able to pass urine? No", {URINE: True, "fever": False}),
        ("Known cancer: no known cancer. Fever: no fever", {"cancer_history": "none", "fever": False}),
        ("fever no weight loss no saddle numbness yes", {"fever": False, SADDLE: True}),
        ("Pos: weight loss. Neg: fever, trauma, IVDU", {"unexplained_weight_loss": True, "fever": False,
                                                        "trauma": "none", "iv_drug_use": False}),
        ("fever -, weight loss -, saddle numbness +", {"fever": False, "unexplained_weight_loss": False, SADDLE: True}),
        ("-ve fever, +ve IVDU", {"fever": False, "iv_drug_use": True}),
        ("( ) fever (x) saddle numbness ( ) HIV", {"fever": None, SADDLE: True, "comorbidities.hiv": None}),
        ("[x] saddle numbness [ ] fever", {SADDLE: True, "fever": None}),
        ("[ ] saddle numbness [x] fever\n[ ] HIV", {SADDLE: None, "fever": True, "comorbidities.hiv": None}),
        ("Saddle numbness [x]  fever [ ]", {SADDLE: True, "fever": None}),
        ("[Y] fever [N] saddle numbness", {SADDLE: False, "fever": True}),
        ("\u2610 fever \u2611 saddle numbness \u2610 weight loss", {SADDLE: True, "fever": None}),
        ("ROS: -fever, -chills, -saddle anesthesia, -IVDU", {"fever": False, SADDLE: False, "iv_drug_use": False}),
        ("ROS +fever -saddle anaesthesia -IVDU", {"fever": True, SADDLE: False, "iv_drug_use": False}),
        ("(-) saddle anesthesia, (+) fever", {"fever": True, SADDLE: False}),
        ("saddle anesthesia (-), fever (+)", {"fever": True, SADDLE: False}),
    ],
)  # fmt: skip
def test_each_item_has_its_own_answer(reader: Reader, said: str, expected: dict[str, object]) -> None:
    values = _read(reader, said)
    assert {key: values.get(key) for key in expected} == expected


def test_a_failed_act_is_never_read_as_normal(reader: Reader) -> None:
    facts = _read(reader, "Passing urine? No. Fever? No. Back pain? Yes.")
    assert facts.get(URINE) is not False


@pytest.mark.parametrize("bullets", ["-back pain\n-numb saddle area\n-fever", "- fever\n- numb saddle area"])
def test_a_dash_that_opens_a_line_is_a_bullet(reader: Reader, bullets: str) -> None:
    facts = _read(reader, bullets)
    assert facts.get(SADDLE) is True
    assert facts.get("fever") is True


@pytest.mark.parametrize(
    "prose", ["Does it hurt? No.", "low back pain - no fever", "T-spine, L-spine, x-ray", "Back pain."]
)
def test_prose_is_no_form(prose: str) -> None:
    assert items(prose) == []


def test_what_is_not_ticked_is_blank_and_nothing_moves() -> None:
    message = "[x] fever [ ] numb saddle"
    text = blank(message, items(message))
    assert len(text) == len(message)
    assert "numb" not in text
    assert text.startswith("[x] fever")


@pytest.mark.parametrize(
    "piece", ["no ", "fever: ", "[ ] ", "-a ", "a - ", "yes no ", "x? ", "fever? no ", "(+) ", "neg: "]
)
def test_a_form_of_any_length_is_read_in_time(piece: str) -> None:
    message = piece * (20_000 // len(piece)) + "5"
    assert len(blank(message, items(message))) == len(message)

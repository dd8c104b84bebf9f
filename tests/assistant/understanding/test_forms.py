"""Forms are read by their layout: an answer, a tick or a sign belongs to its own item."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader, load_reader
from assistant.understanding.forms import blank, items

URINE = "cauda_equina_features.urinary_retention_or_change"
SADDLE = "cauda_equina_features.saddle_numbness"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


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
    text = blank(message, message)
    assert len(text) == len(message)
    assert "numb" not in text
    assert text.startswith("[x] fever")

"""What a denial, a doubt or a relative reaches, and where it stops."""

from __future__ import annotations

import pytest

from assistant.understanding import extract
from assistant.understanding.mention import Context


def contexts(message: str, key: str) -> list[Context]:
    return [mention.context for mention in extract(message).mentions if mention.key == key]


FEVER, WEIGHT, SADDLE = "fever", "unexplained_weight_loss", "cauda_equina_features.saddle_numbness"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("no fever", "negated"),
        ("denies injury, weight loss or fever", "negated"),
        ("fever: no", "negated"),
        ("fever denied", "negated"),
        ("fever absent", "negated"),
        ("no injury, weight loss, fever", "negated"),
        ("no injury but fever", "affirmed"),
        ("no injury, new fever today", "affirmed"),
        ("no injury. Fever", "affirmed"),
        ("denies injury, admits to fever", "affirmed"),
        ("not without fever", "affirmed"),
        ("no red flags apart from fever", "affirmed"),
        ("possible fever", "uncertain"),
        ("not sure if fever", "uncertain"),
        ("come back if fever", "hypothetical"),
        ("what if I get a fever?", "hypothetical"),
        ("worried about fever", "hypothetical"),
        ("safety netted re fever", "hypothetical"),
        ("my mother has a fever", "family"),
        ("fever last month, resolved", "past"),
        ("fever ten years ago", "past"),
        ("is fever a red flag?", "question"),
        ("patients with fever", "question"),
        ("any fever?", "question"),
        ("fever over the past week", "affirmed"),
        ("I have a patient with fever", "affirmed"),
        ("presents with fever", "affirmed"),
    ],
)
def test_how_a_fever_is_spoken_of(message: str, expected: Context) -> None:
    assert contexts(message, FEVER) == [expected]


@pytest.mark.parametrize(
    ("message", "fever", "saddle"),
    [
        ("No fever or saddle numbness", "negated", "negated"),
        ("No fever but saddle numbness", "negated", "affirmed"),
        ("Saddle numbness, no fever", "negated", "affirmed"),
        ("Saddle numbness and fever both denied", "negated", "negated"),
        ("Fever. If saddle numbness develops, come back", "affirmed", "hypothetical"),
        ("Neither fever nor saddle numbness", "negated", "negated"),
        ("No fever, however saddle numbness since Monday", "negated", "affirmed"),
        ("Fever, yes; saddle numbness, no", "affirmed", "negated"),
    ],
)
def test_a_cue_stops_where_grammar_stops_it(message: str, fever: Context, saddle: Context) -> None:
    assert (contexts(message, FEVER), contexts(message, SADDLE)) == ([fever], [saddle])


@pytest.mark.parametrize(
    ("message", "suspected"),
    [
        ("?discitis", True),
        ("r/o discitis", True),
        ("query discitis", True),
        ("cannot exclude discitis", True),
        ("suspected discitis", True),
        ("discitis ruled out", False),
        ("discitis excluded", False),
        ("no discitis", False),
        ("discitis unlikely", False),
        ("I am scared it is discitis", None),
        ("what is discitis?", None),
        ("his brother had discitis", None),
        ("rule out discitis", True),
    ],
)
def test_rule_out_is_the_opposite_of_ruled_out(message: str, suspected: bool | None) -> None:
    stated = [m.value for m in extract(message).mentions if m.key == "infection_suspected" and m.states]
    assert stated == ([] if suspected is None else [suspected])


@pytest.mark.parametrize(
    ("message", "history"),
    [
        ("breast cancer 2014", "past"),
        ("breast cancer, in remission", "past"),
        ("h/o breast cancer", "past"),
        ("treated for breast cancer ten years ago", "past"),
        ("known breast cancer with bony mets", "active"),
        ("on chemo for breast cancer", "active"),
        ("no breast cancer", "none"),
        ("sister had breast cancer", None),
        ("family history of breast cancer", None),
        ("FH: breast cancer", None),
        ("PMH: breast cancer", "past"),
    ],
)
def test_a_cancer_of_the_past_is_past(message: str, history: str | None) -> None:
    stated = {m.value for m in extract(message).mentions if m.key == "cancer_history" and m.states}
    assert (max(stated, key=["none", "past", "active"].index) if stated else None) == history

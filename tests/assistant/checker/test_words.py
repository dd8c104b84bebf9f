import pytest

from assistant.checker.condition import Always, Derived, Group, Leaf, Not, either, every
from assistant.checker.words import outline, sentence
from assistant.vocabulary import load_vocabulary

FEVER = Leaf("fever", "is", True)
ADULT = Leaf("age_years", "ge", 18)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (FEVER, "fever"),
        (Not(FEVER), "no fever"),
        (Leaf("fever", "is", False), "no fever"),
        (Not(Not(FEVER)), "fever"),
        (ADULT, "age at least 18 years"),
        (Not(ADULT), "age not at least 18 years"),
        (Leaf("duration_weeks", "lt", 1), "duration under 1 week"),
        (Leaf("post_void_residual_ml", "gt", 200), "post void residual over 200 mL"),
        (Leaf("trauma", "in", ("low_velocity", "high_energy")), "trauma: low velocity or high energy"),
        (Not(Leaf("trauma", "is", "none")), "trauma: not none"),
        (Leaf("pain_sites.leg_one", "is", True), "pain sites: leg one"),
        (Not(Derived("any_red_flag", FEVER)), "not *any red flag*"),
        (Derived("phase=acute", FEVER), "*phase*: acute"),
        (Always(True), "every patient"),
        (every(ADULT, either(FEVER, Not(FEVER))), "age at least 18 years and (fever or no fever)"),
        (Not(either(FEVER, ADULT)), "not (fever or age at least 18 years)"),
        (Group(2, (FEVER, ADULT, FEVER)), "at least 2 of: fever, age at least 18 years, fever"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition, words):
    assert sentence(condition, load_vocabulary()) == words


def test_a_nested_condition_reads_as_a_nested_list():
    condition = every(ADULT, Not(either(FEVER, Derived("untreated", FEVER))), Group(2, (FEVER, FEVER, ADULT)))
    assert outline(condition, load_vocabulary()) == [
        "- all of:",
        "  - age at least 18 years",
        "  - not any of:",
        "    - fever",
        "    - *untreated*",
        "  - 2 or more of:",
        "    - fever",
        "    - fever",
        "    - age at least 18 years",
    ]

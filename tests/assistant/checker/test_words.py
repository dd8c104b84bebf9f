import pytest

from assistant.checker.condition import Always, Derived, Group, Leaf, Not, either, every
from assistant.checker.words import outline, phrase, sentence
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
        (ADULT, "age at least 18"),
        (Not(ADULT), "age under 18"),
        (Leaf("duration_weeks", "lt", 1), "pain for under 1 week"),
        (Leaf("post_void_residual_ml", "gt", 200), "a post-void residual of over 200 mL"),
        (Leaf("trauma", "in", ("low_velocity", "high_energy")), "a minor injury or a high-energy injury"),
        (Not(Leaf("trauma", "is", "none")), "a minor injury or a high-energy injury"),
        (Leaf("pain_sites.leg_one", "is", True), "pain in one leg"),
        (Not(Derived("any_red_flag", FEVER)), "not *any red flag*"),
        (Derived("phase=acute", FEVER), "*phase*: acute"),
        (either(Derived("phase=acute", FEVER), Derived("phase=chronic", FEVER)), "*phase*: acute or chronic"),
        (Not(either(Derived("phase=acute", FEVER), Derived("phase=x", FEVER))), "not *phase*: acute or x"),
        (Not(Leaf("prior_spine_surgery", "is", "thoracic_fusion")), "not an earlier thoracic fusion"),
        (Leaf("prior_management_weeks", "eq", 0), "no treatment so far"),
        (Always(True), "every patient"),
        (every(ADULT, either(FEVER, Not(FEVER))), "age at least 18 and (fever or no fever)"),
        (Not(either(FEVER, ADULT)), "not (fever or age at least 18)"),
        (every(FEVER, Not(Leaf("trauma", "is", "none"))), "fever and (a minor injury or a high-energy injury)"),
        (Group(2, (FEVER, ADULT, FEVER)), "at least 2 of: fever, age at least 18, fever"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition, words):
    assert sentence(condition, load_vocabulary()) == words


def test_a_nested_condition_reads_as_a_nested_list():
    condition = every(ADULT, Not(either(FEVER, Derived("untreated", FEVER))), Group(2, (FEVER, FEVER, ADULT)))
    assert outline(condition, load_vocabulary()) == [
        "- all of:",
        "  - age at least 18",
        "  - not any of:",
        "    - fever",
        "    - *untreated*",
        "  - 2 or more of:",
        "    - fever",
        "    - fever",
        "    - age at least 18",
    ]


def test_a_nested_condition_is_a_tree_of_phrases():
    found = phrase(every(ADULT, Not(either(FEVER, FEVER))), load_vocabulary()).to_json()
    inner = {"text": "not any of", "parts": [{"text": "fever", "parts": []}] * 2}
    assert found == {"text": "all of", "parts": [{"text": "age at least 18", "parts": []}, inner]}

from __future__ import annotations

from assistant.inform.terms import modalities_of, names_what_is_not_held, terms_of


def test_different_words_for_one_thing_are_one_term() -> None:
    assert terms_of("CES") == terms_of("cauda equina") == {"ces"}
    assert "modality_xray" in terms_of("plain films") & terms_of("Radiography") & terms_of("X-rays")


def test_no_red_flag_is_not_a_red_flag() -> None:
    assert "red_flags" not in terms_of("back pain with no red flags")
    assert "no_red_flags" in terms_of("nothing alarming")


def test_words_that_no_term_covers_are_kept_by_their_stem() -> None:
    assert terms_of("sedation") == terms_of("Sedations") == {"sedation"}


def test_words_that_tell_nothing_are_left_out() -> None:
    assert not terms_of("What does the guideline say about imaging for low back pain?")


def test_modalities_are_named_as_procedures_name_them() -> None:
    assert modalities_of(terms_of("CT or bone scan")) == {"ct", "bone_scan"}


def test_a_known_source_that_is_not_held_is_recognised() -> None:
    assert names_what_is_not_held("What does RCR iRefer say?")
    assert not names_what_is_not_held("What does NICE say?")

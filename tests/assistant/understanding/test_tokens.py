"""Tokens keep the offsets of the message as it was written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.tokens import plain, sentences, tokenise


def words(message: str) -> list[str]:
    return [token.word for token in tokenise(plain(message), message=message)]


def parts(message: str) -> list[str]:
    text = plain(message)
    tokens = tokenise(text)
    return [text[tokens[p.first].start : tokens[p.last - 1].end] for p in sentences(text, tokens)]


@given(st.text())
def test_the_plain_text_is_as_long_as_the_message(message: str) -> None:
    assert len(plain(message)) == len(message)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_tokens_lie_in_order_and_within_the_message(message: str) -> None:
    tokens = tokenise(plain(message))
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    assert all(0 <= token.start < token.end <= len(message) for token in tokens)


@given(st.text(max_size=200))
def test_sentences_cover_every_token_once(message: str) -> None:
    text = plain(message)
    tokens = tokenise(text)
    covered = [place for part in sentences(text, tokens) for place in range(part.first, part.last)]
    assert covered == list(range(len(tokens)))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Can\u2019t pee", ["cant", "pee"]),
        ("dad's back", ["dad", "back"]),
        ("r/o CES, s/p fusion", ["r/o", "ces", ",", "s/p", "fusion"]),
        ("6-week follow-up", ["6", "week", "follow", "up"]),
        ("he does n't", ["he", "does", "not"]),
        ("w/ fever w/o chills", ["with", "fever", "without", "chills"]),
        ("T 38.6", ["t", "38.6"]),
        ("power 4/5 at L4/5", ["power", "4/5", "at", "l4/5"]),
    ],
)
def test_shorthand_stays_in_one_piece(message: str, expected: list[str]) -> None:
    assert words(message) == expected


def test_capitals_tell_only_in_a_message_that_is_not_all_capitals() -> None:
    assert [t.capital for t in tokenise(plain("known AS"), message="known AS")] == [False, True]
    assert not any(t.capital for t in tokenise(plain("KNOWN AS"), message="KNOWN AS"))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("No fever. Back pain", ["no fever.", "back pain"]),
        ("approx. 3 weeks", ["approx. 3 weeks"]),
        ("fever\nchills", ["fever", "chills"]),
        ("numb? yes", ["numb?", "yes"]),
        ("LBP ?discitis", ["lbp ?discitis"]),
    ],
)
def test_sentences_end_where_readers_stop(message: str, expected: list[str]) -> None:
    assert parts(message) == expected


def test_a_very_long_sentence_is_cut_so_that_reading_stays_linear() -> None:
    assert max(len(part.split()) for part in parts("pain " * 2000)) <= 241


def test_a_transcript_says_who_speaks() -> None:
    message = "[doctor] any fever ?\n[patient] no ."
    text = plain(message)
    speakers = [part.speaker for part in sentences(text, tokenise(text))]
    assert speakers == ["doctor", "patient"]

"""Power that falls from one examination to the next."""

from __future__ import annotations

import pytest

from assistant.understanding.weakening import weakening


@pytest.mark.parametrize(
    "said",
    [
        "was 5/5 last week, now 3/5",
        "hip flexion 3/5 today vs 5/5 last wk",
        "mrc 4+ when seen on monday, 3 on wednesday and today it is 2/5",
        "yesterday 4/5 ehl, 2/5 this morning",
        "power 4/5 two days ago, currently 2/5",
        "quads 4+/5 at the first visit, 4-/5 today",
        "power was 4/5 and is now 2/5",
        "dorsiflexion has gone from 4/5 to 2/5",
        "power knee extension 4 yesterday, 2 today",
    ],
)
def test_less_power_now_than_then_is_found_with_its_words(said: str) -> None:
    ((start, end),) = weakening(said)
    assert said[start:end][:1].strip()
    assert end - start > 10


@pytest.mark.parametrize(
    "said",
    [
        "ehl 5/5 last week and 5/5 today",
        "power 3/5 yesterday, 4/5 now",
        "power was 2/5 last week, now 4/5",
        "pain from 4/5 to 2/5",
        "pain 5/10 last week, now 3/10",
        "4 tablets yesterday, 2 today",
        "power 5/5. seen yesterday, 2 today",
        "power 3/5",
    ],
)
def test_equal_or_better_power_and_other_numbers_are_none(said: str) -> None:
    assert not list(weakening(said))

"""`indicated facts`."""

from __future__ import annotations

import json
from typing import Any

from assistant import load_vocabulary


def test_every_fact_is_listed_with_its_values(run: Any) -> None:
    done = run("facts")
    assert done.code == 0
    for name in load_vocabulary().facts:
        assert name in done.out
    assert "0 to 120 (year)" in done.out


def test_one_fact_is_explained(run: Any) -> None:
    done = run("facts", "osteoporosis")
    assert load_vocabulary()["osteoporosis"].question["patient"] in done.out


def test_json_is_the_vocabulary_as_the_api_gives_it(run: Any, client: Any) -> None:
    whole = json.loads(run("facts", "--json").out)
    assert whole == client.get("/v1/facts").json()
    assert json.loads(run("facts", "fever", "--json").out) in whole["facts"]


def test_an_unknown_fact_is_refused(run: Any) -> None:
    done = run("facts", "fevr")
    assert (done.code, done.out) == (2, "")
    assert "fevr is not a known fact" in done.err

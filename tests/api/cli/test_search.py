"""`indicated search`."""

from __future__ import annotations

import json
from typing import Any


def test_hits_are_shown_with_their_text(run: Any) -> None:
    done = run("search", "osteoporosis")
    assert done.code == 0
    assert "Spine imaging, a handbook, 2024; Thin bones" in done.out
    assert "a person with osteoporosis has radiographs first" in done.out


def test_json_is_the_hits_as_the_api_gives_them(run: Any, client: Any) -> None:
    assert json.loads(run("search", "--json", "osteoporosis").out) == client.get("/v1/search?q=osteoporosis").json()


def test_no_more_hits_than_asked_for(run: Any) -> None:
    found = json.loads(run("search", "--json", "--max-hits", "1", "MRI", "osteoporosis").out)
    assert len(found["hits"]) == 1


def test_finding_nothing_has_an_exit_code_of_its_own(run: Any) -> None:
    assert run("search", "xylophone").code == 4


def test_an_empty_query_is_refused(run: Any) -> None:
    done = run("search", " ")
    assert (done.code, done.out) == (2, "")
    assert "empty" in done.err


def test_hits_can_be_kept_to_statuses_and_years(run: Any) -> None:
    assert run("search", "--status", "current", "--since", "2000", "osteoporosis").code == 0
    assert run("search", "--status", "superseded", "osteoporosis").code == 4
    assert run("search", "--until", "1900", "osteoporosis").code == 4


def test_what_does_not_exist_is_refused_by_name(run: Any) -> None:
    for option, value in (("--document", "nowhere"), ("--status", "fine")):
        done = run("search", option, value, "MRI")
        assert done.code == 2
        assert value in done.err

from __future__ import annotations

import json

import pytest

from index import IndexDamagedError, IndexMissingError
from index.layout import Layout


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "index")


def test_an_empty_directory_holds_no_index(layout):
    with pytest.raises(IndexMissingError, match=r"no index in .* Run `indicated index build`"):
        layout.current()


def test_a_build_counts_only_once_it_is_switched_to(layout):
    build = layout.begin()
    with pytest.raises(IndexMissingError):
        layout.current()
    layout.switch(build)
    assert layout.current() == build


def test_the_build_before_stays_and_older_ones_and_leftovers_go(layout):
    builds = []
    for _ in range(3):
        builds.append(layout.begin())
        layout.switch(builds[-1])
    left = layout.begin()
    assert left.name == "000004"
    assert sorted(layout.builds.iterdir()) == [*builds[1:], left]
    again = layout.begin()
    assert sorted(layout.builds.iterdir()) == [*builds[1:], again]


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"current": "000009", "previous": null}'])
def test_a_broken_pointer_is_damage_that_a_new_build_mends(layout, broken):
    layout.switch(layout.begin())
    (layout.directory / "current.json").write_text(broken)
    with pytest.raises(IndexDamagedError, match="Run `indicated index build`"):
        layout.current()
    layout.switch(layout.begin())
    assert layout.current().is_dir()
    assert json.loads((layout.directory / "current.json").read_text())["current"] == layout.current().name

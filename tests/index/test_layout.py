from __future__ import annotations

import json

import pytest

from index import IndexDamagedError, IndexMissingError, Manifest
from index.layout import Layout
from index.lease import Lease


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "index")


@pytest.fixture
def manifest_in():
    return Manifest("0" * 64, "fake", "0" * 64, 3, 1, 1, {}).write


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


def test_a_build_that_is_read_stays_until_it_is_let_go(layout, manifest_in):
    builds = []
    for _ in range(4):
        builds.append(layout.begin())
        manifest_in(builds[-1])
        layout.switch(builds[-1])
        if len(builds) == 1:
            lease = Lease(builds[0])
    assert builds[0].is_dir()
    assert not builds[1].exists()
    lease.release()
    layout.begin()
    assert not builds[0].exists()


def test_with_a_broken_pointer_nothing_is_removed_before_a_new_build_counts(layout):
    first = layout.begin()
    layout.switch(first)
    layout.pointer.write_text("{")
    second = layout.begin()
    assert first.is_dir()
    layout.switch(second)
    assert not first.exists()


def test_what_a_cut_short_swap_left_is_removed(layout):
    layout.switch(layout.begin())
    (layout.directory / ".current.json.123").write_text("half")
    layout.begin()
    assert not (layout.directory / ".current.json.123").exists()


def test_every_flipped_bit_of_the_pointer_is_found(layout):
    layout.switch(layout.begin())
    layout.switch(layout.begin())
    whole = layout.pointer.read_bytes()
    for place in range(len(whole)):
        layout.pointer.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(IndexDamagedError):
            layout.current()
    layout.pointer.write_bytes(whole)
    assert layout.current().name == "000002"


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"current": "000009", "previous": null}'])
def test_a_broken_pointer_is_damage_that_a_new_build_mends(layout, broken):
    layout.switch(layout.begin())
    (layout.directory / "current.json").write_text(broken)
    with pytest.raises(IndexDamagedError, match="Run `indicated index build`"):
        layout.current()
    layout.switch(layout.begin())
    assert layout.current().is_dir()
    assert json.loads((layout.directory / "current.json").read_text())["current"] == layout.current().name

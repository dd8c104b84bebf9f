from __future__ import annotations

import dataclasses
import importlib.metadata
import json

import pytest

from corpus import Corpus
from index import IndexDamagedError, IndexStaleError, Manifest


@pytest.fixture
def manifest(small, embedder):
    files = {"vectors.npy": "1" * 64, "chroma/chroma.sqlite3": "2" * 64}
    return Manifest(small.sha256, embedder.name, embedder.sha256, embedder.dimension, 7, 2, files)


def test_what_is_written_is_read(manifest, tmp_path):
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest


def test_the_digest_covers_all_that_decides_what_is_found(manifest):
    assert manifest.digest.startswith("sha256:")
    for changes in ({"corpus": "x"}, {"model_sha256": "x"}, {"chunking": "x"}, {"wording": "x"}, {"schema": 9}):
        assert dataclasses.replace(manifest, **changes).digest != manifest.digest
    assert dataclasses.replace(manifest, files={**manifest.files, "vectors.npy": "3"}).digest != manifest.digest


def test_the_digest_leaves_out_what_differs_from_run_to_run(manifest):
    again = dataclasses.replace(manifest, files={**manifest.files, "chroma/chroma.sqlite3": "3"})
    assert again.digest == manifest.digest


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"corpus": "0"}, "documents have changed"),
        ({"chunking": "0"}, "text is split"),
        ({"wording": "0"}, "text is split"),
        ({"model": "other"}, "another one"),
        ({"model_sha256": "0"}, "another one"),
        ({"dimension": 3}, "another one"),
    ],
)
def test_each_difference_is_named(manifest, small, embedder, change, why):
    assert manifest.differs(small, embedder) is None
    assert why in dataclasses.replace(manifest, **change).differs(small, embedder)


def test_documents_that_are_gone_are_a_difference(manifest, embedder):
    assert manifest.differs(Corpus({}), embedder)


def test_the_version_of_the_code_is_told(manifest, tmp_path):
    manifest.write(tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text())["code"] == importlib.metadata.version("indicated")


def test_a_manifest_of_another_layout_is_stale(manifest, tmp_path):
    dataclasses.replace(manifest, schema=99).write(tmp_path)
    with pytest.raises(IndexStaleError, match=r"another version.*indicated index build"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("broken", [None, "", "[]", "{}", '{"schema": 1}', '{"schema": 1, "colour": "red"}'])
def test_a_broken_manifest_is_damage(tmp_path, broken):
    if broken is not None:
        (tmp_path / "manifest.json").write_text(broken)
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Manifest.read(tmp_path)


def test_the_file_is_plain_json(manifest, tmp_path):
    manifest.write(tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text())["passages"] == 7

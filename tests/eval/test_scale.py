"""The bench of the index runs and reports; how fast anything is, is no test's business."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval import cli
from eval.scale import bench
from eval.scale import cli as scale_cli
from eval.scale.generated import GeneratedEmbedder, generated_corpus, generated_vectors, real_passages
from index.passages import searched_text

MEASURED = bench.Measured(1_000, 2.0, 1.0, 0.5, 7.5, 5.5, 260.0, 240.0, 0.1, 0.2, 3.0, 5.0, 9.0, 8.0, 12.0, 0.99)


def test_made_vectors_are_directions_near_the_real_ones_and_the_same_every_time() -> None:
    real = np.eye(3, 64, dtype=np.float32)
    made = generated_vectors(real, 200, 7)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    cosines = (made * real[np.arange(200) % 3]).sum(axis=1)
    assert 0.8 < cosines.min() <= cosines.max() < 0.98
    assert np.array_equal(made, generated_vectors(real, 200, 7))
    assert not np.array_equal(made, generated_vectors(real, 200, 8))
    assert len({vector.tobytes() for vector in made}) == 200


def test_made_passages_are_as_many_as_asked_for_and_each_finds_its_vector() -> None:
    corpus = generated_corpus(real_passages()[:20], 250, 7)
    passages = corpus.passages()
    assert len(passages) == len({passage.text for passage in passages}) == 250
    assert corpus.sha256 == generated_corpus(real_passages()[:20], 250, 7).sha256
    vectors = np.arange(250 * 2, dtype=np.float32).reshape(250, 2)
    embedder = GeneratedEmbedder(vectors, None, 7)  # type: ignore[arg-type]  # no query is embedded
    assert np.array_equal(embedder.embed_all([searched_text(passage) for passage in passages]), vectors)


def test_each_size_is_built_and_searched_in_processes_of_their_own(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(data_dir / "models", target_is_directory=True)
    chance = np.random.default_rng(7)
    real = chance.standard_normal((5, 384)).astype(np.float32)
    np.save(tmp_path / "real.npy", real / np.linalg.norm(real, axis=1, keepdims=True))
    (found,) = bench.bench_sizes([300], 7, tmp_path, rounds=1)
    assert isinstance(found, bench.Measured)
    assert found.passages == 300
    assert 0.9 < found.recall <= 1
    assert 0 < found.exact_p50_ms <= found.exact_p99_ms
    assert 0 < found.chroma_mb < found.size_mb
    assert found.store_s + found.verify_s < found.build_s


def test_a_size_that_takes_too_long_is_ended_and_said(tmp_path: Path) -> None:
    assert list(bench.bench_sizes([300], 7, tmp_path, limit_s=0.01)) == [bench.Late(300, "build", 0.01)]


def test_a_size_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(bench.TargetError, match=r"300 passages, build: .*no compiled model"):
        list(bench.bench_sizes([300], 7, tmp_path))


def test_the_command_prints_figures_and_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    larger = bench.Measured(**{**vars(MEASURED), "passages": 10_000, "build_s": 40.0, "size_mb": 75.0})
    measured = [MEASURED, larger, bench.Late(100_000, "build", 600.0)]
    monkeypatch.setattr(scale_cli, "bench_index", lambda sizes, seed, limit_s, on_progress: (50.0, measured))
    out = CliRunner().invoke(cli.app, ["bench", "index"], catch_exceptions=False).output
    rows = {line.split("│")[1].strip(): line.split("│")[2:-1] for line in out.splitlines() if line.startswith("│")}
    assert [cell.strip() for cell in rows["Built, passages/s"]] == ["500", "250", "not done", "x 0.5"]
    assert [cell.strip() for cell in rows["Size on disk, MB"]] == ["8", "75", "not done", "x 10.0"]
    assert "100,000: the build was ended after 600 s." in out
    assert "not counted, 50" in out

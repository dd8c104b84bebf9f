"""README and CHANGELOG are held to the truth: commands exist, paths exist, tables and the transcript are current."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assistant import Settings

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).parent / "indicated"
RENEW = "run `make docs` to renew README.md"
#: What the transcripts in README.md ask.
ASKED = (
    "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?",
    "my back went 2 days ago and now I cant feel when I wipe, do I need a scan",
)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(name: str) -> str:
    """What stands between `<!-- name -->` and `<!-- /name -->` in README.md."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README, re.DOTALL)
    assert found, f"README.md has no <!-- {name} --> ... <!-- /{name} --> block"
    return found.group(1).strip()


def front_matter(path: Path) -> dict[str, object]:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?\bmake ([a-z]+)\b`?", " ".join(re.findall(r"`[^`]+`|^\$ .*$", README, re.MULTILINE))))
    assert {"serve", "test"} <= named
    assert named <= targets, f"README.md names make targets that do not exist: {named - targets}"


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"^\$ indicated ([a-z]+(?: [a-z]+)?)", README, re.MULTILINE))
    assert named
    for words in sorted(named):
        command = words.split()
        for arguments in (command, command[:1]):
            done = subprocess.run([COMMAND, *arguments, "--help"], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                break
        assert done.returncode == 0, f"README.md names `indicated {words}`: {done.stderr}"


def test_every_path_named_exists() -> None:
    for path in re.findall(r"`((?:corpus|index|assistant|api|tests|eval)/[\w./*-]*|LICENSE|\w+\.lock)`", README):
        assert list(ROOT.glob(path.rstrip("/"))), f"README.md names {path}, which does not exist"


def test_the_map_names_every_package() -> None:
    for name in ("corpus", "index", "assistant", "api", "tests", "eval"):
        assert f"| `{name}/` |" in README


def test_the_number_of_guidelines_is_true() -> None:
    rules = [path for path in (ROOT / "assistant/checker/rules").glob("*.yaml") if not path.name.startswith("_")]
    assert f"the rules of {len(rules)} guideline documents" in README


def test_the_sources_table_is_current() -> None:
    assert between("sources") == sources_table(), RENEW


def test_the_settings_table_is_current() -> None:
    named = set(re.findall(r"`(INDICATED_\w+)`", between("settings")))
    assert named == {f"INDICATED_{name.upper()}" for name in (field.name for field in dataclasses.fields(Settings))}


@pytest.mark.parametrize("number", range(len(ASKED)), ids=["fracture", "emergency"])
def test_the_transcript_is_what_the_command_prints(number: int, data_dir: Path) -> None:
    assert transcript(ASKED[number], data_dir) in between("transcript"), RENEW


def transcript(message: str, data_dir: Path) -> str:
    """The command, and what it prints on a terminal of 100 columns without colours."""
    environment = {**os.environ, "INDICATED_DATA_DIR": str(data_dir), "INDICATED_DATABASE_URL": "memory:",
                   "COLUMNS": "100", "NO_COLOR": "1"}  # fmt: skip
    done = subprocess.run([COMMAND, "ask", message], capture_output=True, text=True, check=True, env=environment)
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return f'```console\n$ indicated ask "{message}"\n{printed}\n```'


def sources_table() -> str:
    """Every document of the corpus with its year, status and link."""
    rows = ["| document | what | year | status |", "|---|---|---|---|"]
    for path in sorted((ROOT / "corpus/documents").glob("*.md")):
        meta = front_matter(path)
        link = str(meta["url"] or "").split(" ")[0]
        title = f"[{meta['title']}]({link})" if link.startswith("http") else str(meta["title"])
        rows.append(f"| `{meta['id']}` | {title} | {meta['year'] or ''} | {meta['status']} |")
    return "\n".join(rows)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_links_within_the_repository_resolve(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), f"{name} links to {target}, which does not exist"


def renew(data_dir: Path) -> None:
    """Write the generated blocks of README.md anew."""
    blocks = {
        "sources": sources_table(),
        "transcript": "\n\n".join(transcript(message, data_dir) for message in ASKED),
    }
    text = README
    for name, block in blocks.items():
        whole = f"<!-- {name} -->\n{block}\n<!-- /{name} -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, whole=whole: whole, text, flags=re.DOTALL)
    (ROOT / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew(ROOT / "data")

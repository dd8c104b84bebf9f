"""eval/README.md is held to the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.report import measures_markdown

README = Path(__file__).parent.parent.parent / "eval" / "README.md"


def block() -> str:
    found = re.search(r"<!-- measures -->\n(.*?)\n?<!-- /measures -->", README.read_text("utf-8"), re.DOTALL)
    assert found, "eval/README.md has no <!-- measures --> block"
    return found.group(1)


def commands() -> list[list[str]]:
    lines = re.findall(r"^\$ python -m eval (.*?)(?:\s+#.*)?$", README.read_text("utf-8"), re.MULTILINE)
    return [line.split() for line in lines]


def test_the_table_of_measures_is_current() -> None:
    assert block() == measures_markdown(), "run `python tests/eval/test_readme.py` to renew eval/README.md"


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_and_option_named_exists(command: list[str]) -> None:
    words = [word for word in command if re.fullmatch(r"[a-z-]+", word) and not word.startswith("--")]
    name = words[: 2 if words[0] == "cases" else 1]
    shown = CliRunner().invoke(app, [*name, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0, shown.output
    for option in (word for word in command if word.startswith("--")):
        assert option in shown.output


def renew() -> None:
    """Write the table of measures anew."""
    text = README.read_text("utf-8")
    fresh = f"<!-- measures -->\n{measures_markdown()}\n<!-- /measures -->"
    README.write_text(re.sub(r"<!-- measures -->.*<!-- /measures -->", lambda _: fresh, text, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    renew()

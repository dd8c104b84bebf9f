import importlib.util
from pathlib import Path

import hypothesis
import pytest

from assistant.checker import load_checker
from corpus import load_corpus

hypothesis.settings.register_profile("checker", derandomize=True, deadline=None, database=None, max_examples=200)
hypothesis.settings.load_profile("checker")


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


@pytest.fixture(scope="session")
def checker(corpus):
    return load_checker(corpus)


@pytest.fixture(scope="session")
def reference():
    """The naive second checker."""
    spec = importlib.util.spec_from_file_location("reference", Path(__file__).with_name("reference.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Reference()


@pytest.fixture
def rules_directory(tmp_path):
    """A copy of the rule files that a test may spoil."""
    source = Path(__file__).parents[3] / "assistant" / "checker" / "rules"
    for file in source.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path

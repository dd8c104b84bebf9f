"""Imports point down, each framework has one home, and nothing happens at import."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: Each floor may import the floors before it; `eval` reads all of them, and nobody reads `eval`.
FLOORS = ("corpus", "index", "assistant", "api", "eval")
#: What another package may import from: a floor's root, and the two public rooms of the assistant.
PUBLIC = {*FLOORS, "assistant.checker", "assistant.understanding"}
#: Where a framework may be imported; everywhere else it is known only by what its home gives.
HOMES = {
    "liteparse": {"corpus/ingestion/"},
    "mammoth": {"corpus/ingestion/docx.py"},
    "lxml": {"corpus/ingestion/html.py"},
    "chromadb": {"index/store.py"},
    "langchain_chroma": {"index/store.py", "eval/peers/workers/"},
    "bm25s": {"index/lexical.py"},
    "sentence_transformers": {"index/original.py", "eval/peers/workers/"},
    "torch": {"index/original.py", "index/export.py"},
    "onnx": {"index/export.py"},
    "onnxruntime": {"index/embedding.py", "index/export.py"},
    "tokenizers": {"index/embedding.py"},
    "langchain": {"assistant/llm.py"},
    "sqlalchemy": {"assistant/conversations/"},
    "alembic": {"assistant/conversations/"},
    "psycopg": {"assistant/conversations/"},
    "fastapi": {"api/"},
    "starlette": {"api/"},
    "uvicorn": {"api/"},
    "typer": {"api/", "eval/"},
}
LONGEST = 400


def modules() -> list[Path]:
    return [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that is named in an import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_imports_point_down(path: Path) -> None:
    floor = relative(path).split("/")[0]
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    wrong = [name for name in imports(path) if name.split(".")[0] in above]
    assert not wrong, f"{relative(path)} imports {wrong} from above"


# The evaluation reads all floors, inner rooms too.
@pytest.mark.parametrize("path", [path for path in modules() if not relative(path).startswith("eval/")], ids=relative)
def test_another_package_is_known_by_its_root_alone(path: Path) -> None:
    floor = relative(path).split("/")[0]
    inner = [name for name in imports(path) if name.split(".")[0] in FLOORS and name.split(".")[0] != floor]
    wrong = [name for name in inner if name not in PUBLIC]
    assert not wrong, f"{relative(path)} reaches into {wrong}; export it from the package's root"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_each_framework_has_one_home(path: Path) -> None:
    here = relative(path)
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or any(here.startswith(home) for home in homes), f"{here} imports {name}: only {homes} may"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_module_stays_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{relative(path)} has {lines} lines; split it by subject"


def test_nothing_happens_at_import() -> None:
    """Importing every module opens no file but code, no connection, and loads no model framework."""
    names = [relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules()]
    names = [name for name in names if not name.endswith("__main__")]
    program = """
import importlib, json, sys
root, names = json.loads(sys.argv[1])
seen = []
def watch(event, args):
    if event == "socket.bind" and args[1][1] == 0:
        return  # urllib3, below LangChain, asks the system whether it has IPv6
    if event in ("socket.connect", "socket.bind", "subprocess.Popen"):
        seen.append([event, str(args)])
    if event == "open" and isinstance(args[0], str) and args[0].startswith(root):
        if "/.venv/" not in args[0] and not args[0].endswith((".py", ".pyc")) and "__pycache__" not in args[0]:
            seen.append([event, args[0]])
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
heavy = [name for name in ("torch", "sentence_transformers", "transformers", "onnx", "chromadb") if name in sys.modules]
print(json.dumps([seen, heavy]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps([str(ROOT), names])],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    seen, heavy = json.loads(done.stdout.splitlines()[-1])
    assert not seen
    assert not heavy, f"imported at start: {heavy}; import them where they are used"


def test_no_other_distribution_claims_our_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in FLOORS[:-1]:
        assert set(owners.get(name, [])) <= {"indicated"}, f"{name} also belongs to {owners[name]}"


def test_evaluation_and_tests_stay_out_of_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(FLOORS[:-1])


def test_the_lock_pins_every_direct_dependency_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    pinned = {
        line.split("==")[0].lower()
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    }
    for requirement in wanted:
        name = requirement.split(">")[0].split("=")[0].split("<")[0].split("[")[0].strip().lower()
        assert name in pinned, f"{name} is not in requirements.lock; run `make lock`"


def test_tests_are_found_by_path() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py")), "pytest imports tests by path; take __init__.py out"

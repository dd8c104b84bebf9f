from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.ingestion import Converted, Unreadable, convert_apart


def test_what_is_converted_comes_back_whole(data):
    done = convert_apart((data / "rota.pdf").read_bytes(), "pdf")
    assert (done.pages, done.notes) == (1, ())
    assert done.text.startswith("# Rota of the spine clinic\n")
    assert convert_apart("<p>≥ 3 mm".encode(), "html") == Converted("≥ 3 mm\n")


def test_a_page_without_text_is_noted(pdf):
    done = convert_apart(pdf("BT /F1 11 Tf 72 700 Td (Words.) Tj ET", "10 10 50 50 re f"), "pdf")
    assert done.notes == ("no text on page 2: blank, or a picture that was not read",)


def test_a_file_without_text_is_refused(docx):
    with pytest.raises(Unreadable, match="holds no text"):
        convert_apart(docx(""), "docx")


def test_the_reason_comes_back_from_the_other_process(data):
    with pytest.raises(Unreadable, match="locked with a password"):
        convert_apart((data / "locked.pdf").read_bytes(), "pdf")


def test_a_file_that_takes_too_long_is_given_up(data):
    with pytest.raises(Unreadable, match=r"took more than 0\.01 seconds"):
        convert_apart((data / "rota.pdf").read_bytes(), "pdf", time_s=0.01)


@pytest.mark.parametrize("ended", [
    subprocess.CompletedProcess([], -11, b"", b"Segmentation fault"),
    subprocess.CompletedProcess([], 1, b"", b"MemoryError"),
    subprocess.CompletedProcess([], 0, b"[1]", b""),
])  # fmt: skip
def test_whatever_ends_the_other_process_is_a_refusal(monkeypatch, ended):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(Unreadable, match="cannot be read within bounds"):
        convert_apart(b"%PDF-", "pdf")


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open(path, 'w')",
        "import os; os.remove(path)",
        "import pathlib; pathlib.Path(path).write_text('x')",
    ],
)
def test_the_other_process_may_not_connect_start_or_write(tmp_path, attempt):
    path = tmp_path / "victim"
    path.write_text("whole")
    program = f"from corpus.ingestion.apart import _bound; _bound(60); path = {str(path)!r}; {attempt}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "reading a document does not need" in done.stderr
    assert path.read_text() == "whole"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bound on memory")
def test_the_other_process_may_not_take_all_memory():
    program = "from corpus.ingestion.apart import _bound; _bound(60); bytearray(3 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert "MemoryError" in done.stderr

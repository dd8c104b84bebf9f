"""The same conversation gets the same bytes in every process, in whatever order Python hashes or people ask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import hashlib, json, sys
from pathlib import Path
from assistant import Settings, build_assistant

assistant = build_assistant(Settings(data_dir=Path(sys.argv[1]), database_url="memory:"))
lines = []
for name in ("indication", "information", "dialogues", "out_of_scope"):
    lines += Path(f"eval/cases/{name}.jsonl").read_text().splitlines()[:: int(sys.argv[2])]
if sys.argv[3] == "backwards":
    lines.reverse()
said = {}
for number, line in enumerate(lines):
    case, conversation = json.loads(line), None
    audience = "patient" if int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 2 else None
    for turn, each in enumerate(case["turns"]):
        answer = assistant.answer(each["user"], conversation_id=conversation, audience=audience)
        conversation = answer.conversation_id
        whole = answer.to_json()
        for key in ("answer_id", "conversation_id", "timing_ms"):
            del whole[key]
        said[f"{case['id']}.{turn}"] = hashlib.sha256(json.dumps(whole).encode()).hexdigest()
print(json.dumps(dict(sorted(said.items()))))
"""
#: Every so manieth case: the whole set is put in two orders by `python -m eval run`, in two processes by its digests.
EVERY = 8


def test_two_processes_that_are_asked_in_another_order_say_the_same(data_dir: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(data_dir), str(EVERY), order], stdout=subprocess.PIPE,
                         env={**os.environ, "PYTHONHASHSEED": seed}, text=True)
        for seed, order in (("1", "forwards"), ("3", "backwards"))
    ]  # fmt: skip
    one, other = (process.communicate(timeout=280)[0] for process in running)
    assert all(process.returncode == 0 for process in running)
    assert one == other
    assert one.count(":") > 30, "many turns were compared"

"""The same patient gets the same words in every process, whatever order Python hashes in."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import hashlib, json
from pathlib import Path
from assistant.checker import load_checker
from assistant.compose import compose
from assistant.patient import PatientFacts
from assistant.verify import verify
from corpus import load_corpus

corpus = load_corpus()
checker = load_checker(corpus)
rules = {rule.id: rule for rule in checker.rules}
digest = hashlib.sha256()
for line in Path("eval/cases/indication.jsonl").read_text().splitlines()[::4]:
    facts = PatientFacts.confirmed(json.loads(line)["facts"])
    result = checker.check(facts.values())
    for audience in ("clinician", "patient"):
        draft = compose(result, facts, audience=audience, studies=("mri",), corpus=corpus, rules=rules)
        digest.update(repr(verify(draft, corpus, result, facts=facts, audience=audience)).encode())
print(digest.hexdigest())
"""


def test_two_processes_say_the_same() -> None:
    said = [
        subprocess.run([sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True, timeout=120).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    assert len(said[0].strip()) == 64

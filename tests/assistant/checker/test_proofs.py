from types import SimpleNamespace

import pytest

from assistant.checker import load_checker, verify_rules
from assistant.checker import proofs as module
from assistant.checker.engine import Checker
from assistant.checker.loading import load_rules
from assistant.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def proofs(checker):
    return {proof.key: proof for proof in verify_rules(checker)}


@pytest.fixture
def spoilt(corpus, rules_directory):
    """Verifies the rule base after one change to one file."""

    def verify(only, file, old, new):
        path = rules_directory / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        checker = Checker(load_rules(corpus, directory=rules_directory), load_vocabulary())
        return {proof.key: proof for proof in verify_rules(checker, only)}

    return verify


@pytest.mark.parametrize("key", ["a", "b", "c", "d", "e", "f"])
def test_every_proof_holds(proofs, key):
    assert proofs[key].holds, proofs[key].failures


def test_no_red_flag_needs_an_excuse(proofs):
    assert proofs["b"].excused == ()


def test_every_excuse_gives_a_reason(proofs):
    excused = [line for proof in proofs.values() for line in proof.excused]
    assert len(excused) > 50
    assert all(len(line.partition(": ")[2]) > 10 for line in excused)


def test_the_ledger_names_who_has_no_rule(proofs):
    assert "adult, neck pain alone: no rule by itself; the answer says “not covered”" in proofs["e"].notes
    assert "adult, low back pain alone: a rule for every patient" in proofs["e"].notes
    assert any(note.startswith("G11: ") for note in proofs["e"].notes)


def test_a_red_flag_that_withdraws_imaging_is_found(spoilt):
    proofs = spoilt(
        "b",
        "acp-2011.yaml",
        "  group: severe_deficit\n  position: indicated\n  urgency: emergency",
        "  group: severe_deficit\n  position: not_indicated\n  urgency: null",
    )
    assert not proofs["b"].holds
    assert any("neuro_deficit = progressive" in line for line in proofs["b"].failures)


def test_an_emergency_that_is_outranked_is_found(spoilt):
    proofs = spoilt("c", "acr-lbp-2021.yaml", "group: cauda_equina", "group: general")
    assert not proofs["c"].holds


def test_a_rule_that_applies_to_nobody_is_found(spoilt):
    proofs = spoilt(
        "d",
        "acr-lbp-2021.yaml",
        "when: {derived: ces_suspected, op: is, value: true}",
        "when:\n    all:\n    - {fact: fever, op: is, value: true}\n    - {fact: fever, op: is, value: false}",
    )
    assert any("acr-lbp-2021/v4" in line and "no patient" in line for line in proofs["d"].failures)


def test_a_contradiction_without_a_reason_is_found(spoilt):
    proofs = spoilt("a", "va-dod-2022.yaml", "    - not: {derived: any_red_flag, op: is, value: true}\n", "")
    assert any("va-dod-2022/r2" in line and "va-dod-2022/r3" in line for line in proofs["a"].failures)


def test_an_excuse_that_is_no_longer_needed_is_an_error(monkeypatch, checker):
    text = """contradictions:
- {rules: [acr-lbp-2021/v1, acr-lbp-2021/v2], because: they never meet}
emergencies: []
outranked: []
idle_thresholds: []
"""
    folder = SimpleNamespace(joinpath=lambda name: SimpleNamespace(read_text=lambda encoding: text))
    monkeypatch.setattr(module.importlib.resources, "files", lambda package: folder)
    proof = {each.key: each for each in verify_rules(checker, "a")}["a"]
    assert any("excuses nothing any more" in line for line in proof.failures)


def test_another_age_for_older_changes_the_base_and_the_proofs_still_run(corpus):
    proofs = {proof.key: proof for proof in verify_rules(load_checker(corpus, elderly_age=65), "bc")}
    assert proofs["b"].holds
    assert proofs["c"].holds

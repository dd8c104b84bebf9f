import json

from assistant.checker import check_to_json

FACTS = {
    "cauda_equina_features": {"saddle_numbness": True},
    "limb_vascular_features": {"sudden_cold_pulseless_leg": True},
    "pregnant": "yes",
}


class _Numbers:
    def __init__(self):
        self.sources = []

    def __call__(self, source):
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1


def _json(checker, audience="clinician"):
    number = _Numbers()
    return check_to_json(checker.check(FACTS), number=number, audience=audience), number.sources


def test_a_check_has_every_field_of_the_contract(checker):
    check, _ = _json(checker)
    assert {
        "verdict", "settled", "settled_core", "urgency", "governing", "studies", "findings", "disagreements", "assumed",
        "missing", "exits", "digest",
    } <= set(check)  # fmt: skip
    assert {
        "procedure", "name", "modality", "position", "rating", "radiation", "blocked", "caution", "recommendation",
    } <= set(check["studies"][0])  # fmt: skip
    assert {
        "recommendation", "guideline", "status", "position", "because", "missing", "citations",
    } <= set(check["findings"][0])  # fmt: skip
    assert {"id", "about", "positions"} <= set(check["disagreements"][0])
    assert {"id", "name", "urgency", "text", "citations"} <= set(check["exits"][0])
    assert check["digest"] == {"rules": checker.digest}


def test_it_is_plain_json_and_the_same_every_time(checker):
    first, second = _json(checker)[0], _json(checker)[0]
    assert json.loads(json.dumps(first)) == first == second


def test_numbers_begin_with_the_exits_and_leave_no_gap(checker):
    check, sources = _json(checker)
    assert check["exits"][0]["citations"] == [1]
    used = set()

    def walk(value):
        if isinstance(value, dict):
            used.update(value.get("citations", []))
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(check)
    assert used == set(range(1, len(sources) + 1))


def test_a_question_is_worded_for_its_reader(checker):
    facts = {"pain_sites": {"lumbar": True}}
    wordings = {
        audience: check_to_json(checker.check(facts), number=_Numbers(), audience=audience)["missing"][0]["question"]
        for audience in ("clinician", "patient")
    }
    assert wordings["clinician"] != wordings["patient"]
    assert wordings["patient"].startswith("Since this pain began")

import json

from assistant.checker import rule_summary, rule_to_json


def test_every_rule_is_told_whole_and_as_plain_json(checker, corpus):
    for rule in checker.rules:
        told = rule_to_json(rule, checker, corpus.documents)
        assert json.loads(json.dumps(told)) == told
        assert rule_summary(rule).items() <= told.items()
        source = told["source"]
        assert corpus.documents[source["document"]].text[source["start"] : source["end"]] == rule.statement
        assert len(told["vignettes"]) == (3 if rule.decides else 0)
        assert (told["group"] is None) is (rule.use == "inform")


def test_a_patient_is_told_in_words_with_the_denials_at_the_end(checker, corpus):
    told = rule_to_json(checker.rule("acr-lbp-2021/v1"), checker, corpus.documents)
    fires, near_miss, unknown = told["vignettes"]
    assert fires["patient"][:3] == ["age 40", "low back pain", "pain for 1 week"]
    assert "no red flags" in fires["patient"]
    assert (near_miss["patient"], near_miss["governing"]) == (["new bladder symptoms"], "acr-lbp-2021/v4")
    assert (unknown["patient"], unknown["applies"]) == (["new bladder symptoms"], "undetermined")

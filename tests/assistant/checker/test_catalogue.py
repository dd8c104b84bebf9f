from assistant.checker import catalogue, rule_page
from assistant.checker.words import derived_name


def test_a_page_holds_what_the_rule_says_of_whom_and_where_it_stands(checker, corpus):
    page = rule_page(checker.rule("acr-lbp-2021/v3"), checker, corpus.documents)
    assert page.startswith("### acr-lbp-2021/v3\n\nSix weeks of good care have not helped")
    assert "**Scope:** age at least 18." in page
    assert "  - *failed six weeks*" in page
    assert "| MRI lumbar spine without IV contrast | Usually Appropriate | indicated |" in page
    assert "Source: our restatement of ACR Appropriateness Criteria: Low Back Pain - 2021 update" in page
    assert "https://acsearch.acr.org" in page


def test_a_page_tells_of_a_patient_whom_the_rule_fits_and_one_whom_it_misses(checker, corpus):
    page = rule_page(checker.rule("acr-lbp-2021/v1"), checker, corpus.documents)
    assert "- Fits: age 40; low back pain; pain for 1 week;" in page
    assert "- Just misses, with this instead: new bladder symptoms. Indicated, emergency, by acr-lbp-2021/v4." in page
    assert "- Hangs on new bladder symptoms, if nobody said." in page


def test_a_page_says_edition_and_status(checker, corpus):
    page = rule_page(checker.rule("acr-lbp-2015/cauda-equina"), checker, corpus.documents)
    assert "; superseded; read in a " in page
    assert "Edition: 2015 edition" in page


def test_a_rule_that_fixes_no_test_says_so(checker, corpus):
    assert "fixes no test" in rule_page(checker.rule("va-dod-2022/r2"), checker, corpus.documents)


def test_the_catalogue_holds_every_rule_once_and_every_definition(checker, corpus):
    text = catalogue(checker, corpus.documents)
    for rule in checker.rules:
        assert text.count(f"\n### {rule.id}\n") == 1
    for name in checker.base.derived:
        assert f"**{derived_name(name)}" in text
    assert checker.digest in text

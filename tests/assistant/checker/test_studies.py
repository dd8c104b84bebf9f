import pytest

from assistant.checker.studies import as_study, first_open, offered


def _ids(rows):
    return [row.procedure.id for row, _ in rows]


@pytest.fixture
def exits(checker):
    return {each.id: each for each in checker.base.exits}


def test_not_appropriate_rows_are_not_offered_and_the_best_rating_leads(checker):
    rows = list(offered(checker.rule("acr-lbp-2021/v3"), "routine", ()))
    assert _ids(rows) == ["mri-l-wo", "xr-l", "mri-l-wwo", "bs-wb-spect", "ct-l-wo", "ctm-l"]


def test_studies_rated_alike_keep_the_order_of_the_table(checker):
    rows = list(offered(checker.rule("acr-lbp-2021/v7"), "urgent", ()))
    assert [row.rating for row, _ in rows][2:4] == ["May Be Appropriate (Disagreement)", "May Be Appropriate"]


def test_what_is_no_imaging_is_not_offered(checker):
    rule = checker.rule("acr-vcf-2018/known-cancer")
    assert "biopsy-aoi" in {row.procedure.id for row in rule.rows}
    assert "biopsy-aoi" not in _ids(offered(rule, rule.urgency, ()))


def test_a_verdict_against_imaging_offers_nothing(checker):
    assert list(offered(checker.rule("acr-lbp-2021/v1"), None, ())) == []
    assert list(offered(None, None, ())) == []


def test_a_deferred_study_is_offered_as_deferred(checker):
    rule = checker.rule("acp-2011/defer-xray-weak-cancer")
    ((row, _),) = offered(rule, rule.urgency, ())
    assert (row.procedure.id, row.position) == ("xr-l", "deferred")


@pytest.mark.parametrize(
    ("urgency", "first"), [("emergency", False), ("urgent", True), ("routine", True), (None, True)]
)
def test_an_exit_leads_if_it_is_at_least_as_urgent(checker, exits, urgency, first):
    ids = _ids(offered(checker.rule("acr-lbp-2021/v4"), urgency, [exits["dvt"]]))
    assert (ids[0] == "us-leg-veins") is first
    assert "us-leg-veins" in ids


def test_the_first_open_study_passes_over_what_is_blocked(checker):
    rule = checker.rule("acr-lbp-2021/v4")
    cautions = {each.id: each for each in checker.base.cautions}
    assert first_open(rule, "emergency", (), []) == "mri-l-wwo"
    assert first_open(rule, "emergency", (), [cautions["gadolinium-reaction"]]) == "mri-l-wo"
    assert first_open(rule, "emergency", (), [cautions["mri-contraindicated"]]) == "ct-l-wo"
    severe = checker.rule("acp-2011/imm-mri-severe-neuro")
    assert first_open(severe, "emergency", (), [cautions["mri-contraindicated"]]) is None


@pytest.mark.parametrize(
    ("caution", "touched", "spared"),
    [
        ("mri-contraindicated", "mra-runoff-c", "ct-l-wo"),
        ("gadolinium-kidney", "mri-l-wwo", "mri-l-wo"),
        ("iodine-kidney", "ct-l-c", "ctm-l"),
        ("pregnancy-radiation", "xr-l", "mri-l-wo"),
        ("pregnancy-radiation", "ct-l-wo", "bs-wb"),
        ("pregnancy-tracer", "bs-wb", "xr-l"),
        ("needle-anticoagulant", "ctm-l", "ct-l-wo"),
    ],
)
def test_a_caution_touches_what_its_filter_says(checker, caution, touched, spared):
    rule = next(each for each in checker.base.cautions if each.id == caution)
    assert rule.touches(checker.base.procedures[touched])
    assert not rule.touches(checker.base.procedures[spared])


def test_a_child_is_given_the_radiation_level_for_children(checker):
    row = checker.rule("acr-lbp-2021/v3").offers[1]
    grown = as_study(row, None, [], {}, child=False)
    assert as_study(row, None, [], {}, child=True).radiation != grown.radiation
    assert grown.radiation == "☢☢☢"


def test_what_goes_with_a_study_is_named(checker):
    rule = checker.rule("acp-2011/imm-xray-cancer")
    assert as_study(rule.offers[0], rule, [], {}, child=False).adjuncts == ("ESR (laboratory test, not imaging)",)


def test_a_rule_that_fixes_no_test_takes_those_of_the_next_that_does(checker):
    result = checker.check({"pain_sites": {"lumbar": True}, "fever": True, "age_years": 40})
    assert result.governing == "va-dod-2022/r2-fever-or-injecting"
    assert result.studies == ()
    both = checker.check({"pain_sites": {"thoracic": True, "lumbar": True}, "age_years": 72})
    rating = {study.recommendation for study in both.studies}
    assert both.governing is not None
    assert rating

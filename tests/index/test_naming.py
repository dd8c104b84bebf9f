from __future__ import annotations

import pytest

from index.naming import Names


@pytest.fixture(scope="module")
def names(corpus):
    return Names.of(corpus)


def clearest(names, query):
    called = names.called(query)
    best = max(called.values(), default=None)
    return {document for document, score in called.items() if score == best}


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("What did the HSS article of 2009 say?", "hss-2009"),
        ("the 2009 article", "hss-2009"),
        ("AHCPR 1994 on oblique views", "ahcpr-1994"),
        ("ahcpr on oblique views", "ahcpr-1994"),
        ("what does nice ng59 say", "nice-ng59"),
        ("ACP/APS 2007", "acp-aps-2007"),
        ("VA/DoD", "va-dod-2022"),
        ("according to the WHO", "who-2023"),
        ("the Australian standard", "acsqhc-2022"),
        ("the Michigan guidance", "michigan-vertebral-infection-2018"),
        ("What did Herzog say?", "hss-2009"),
    ],
)
def test_a_document_is_known_by_issuer_number_or_year(names, query, document):
    assert clearest(names, query) == {document}


@pytest.mark.parametrize(
    "query",
    ["who should have a scan", "give us a picture", "any special risk?", "suspected CES", "osteoporosis and backpain",
     "MRI for spinal infection in a child", ""],
)  # fmt: skip
def test_ordinary_words_and_topics_name_nothing(names, query):
    assert names.called(query) == {}


def test_a_name_that_many_share_says_less_than_one_that_few_do(names):
    called = names.called("ACR 2015")
    assert clearest(names, "ACR 2015") == {"acr-lbp-2015", "acr-myelopathy-2015"}
    assert called["acr-lbp-2021"] < called["eular-spa-imaging-2015"] < called["acr-lbp-2015"]


def test_a_users_document_is_known_by_its_file_name(corpus_of):
    names = Names.of(corpus_of("---\nid: stelsewhere-2024\n---\nScan on Mondays."))
    assert set(names.called("What does StElsewhere say?")) == {"stelsewhere-2024"}
    assert set(names.called("the 2024 protocol")) == {"stelsewhere-2024"}

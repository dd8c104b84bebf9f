from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.checker import Rule
from assistant.compose.labels import Labels
from assistant.wording import load_wording
from corpus import Corpus


@pytest.fixture(scope="module")
def labels(corpus: Corpus) -> Labels:
    return Labels(corpus, load_wording("clinician"))


def test_a_name_has_its_year_and_what_is_not_in_force_says_so(labels: Labels) -> None:
    assert labels.of("acr-lbp-2021") == "ACR Low Back Pain 2021"
    assert labels.with_status("acr-lbp-2021") == "ACR Low Back Pain 2021"
    assert labels.with_status("hss-2009") == "HSS 2009, historic"
    assert labels.of("acr-cold-leg") == "ACR Cold Painful Leg"


def test_two_documents_never_share_a_name(labels: Labels, corpus: Corpus) -> None:
    names = [labels.of(document) for document in corpus.documents]
    assert len(set(names)) == len(names)


def test_a_patient_reads_who_gives_the_advice(corpus: Corpus) -> None:
    assert Labels(corpus, load_wording("patient")).of("acr-lbp-2021") == "US scan experts"


def test_a_line_beside_a_quote_is_found_exactly(labels: Labels, corpus: Corpus, rules: Mapping[str, Rule]) -> None:
    source = rules["acp-2011/imm-xray-cancer"].source
    line = labels.line(source, "Rated: ")
    assert line is not None
    assert line.quote == "Rated: Immediate imaging."
    assert corpus.documents[line.document].text[line.start : line.end] == line.quote
    assert labels.line(source, "No such line") is None

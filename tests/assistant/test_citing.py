from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.checker import Rule, Source
from assistant.citing import Citations, Passages
from corpus import Corpus, GuidanceDocument, Original, Section


@pytest.fixture(scope="module")
def passages(corpus: Corpus) -> Passages:
    return Passages(corpus)


def test_every_source_of_every_rule_lies_in_a_passage_of_its_section(
    corpus: Corpus, passages: Passages, rules: Mapping[str, Rule]
) -> None:
    by_id = {passage.id: passage for passage in corpus.passages()}
    for rule in rules.values():
        for source in (rule.source, *(row.source for row in rule.rows)):
            passage = by_id[passages.holding(source)]
            assert passage.section == source.section
            assert passage.start <= source.start < passage.end


def test_the_same_span_has_one_number_and_numbers_follow_first_use(
    corpus: Corpus, passages: Passages, rules: Mapping[str, Rule]
) -> None:
    citations = Citations(corpus, passages)
    first, second = rules["acr-lbp-2021/v4"].source, rules["hss-2009/r04-standing"].source
    assert [citations.number(each) for each in (first, second, first)] == [1, 2, 1]
    cited = citations.all()
    assert [each.n for each in cited] == [1, 2]
    assert cited[0].section == "Variant 4"
    assert (cited[1].status, cited[1].year) == ("historic", 2009)
    for each in cited:
        assert corpus.documents[each.document].text[each.start : each.end] == each.quote


def test_a_citation_of_a_users_pdf_names_the_page() -> None:
    text = "# Films\n\nTake them standing.\f\n\nTake two views.\n"
    section = Section("films", "Films", ("Films",), 0, len(text))
    original = Original("films.pdf", "0" * 64, pages=2)
    document = GuidanceDocument(
        "films", "Films", "unknown", None, None, "unknown", None, text, (section,), origin="user", original=original
    )
    own = Corpus({"films": document})
    citations = Citations(own, Passages(own))
    for quote in ("Take them standing.", "Take two views."):
        start = text.index(quote)
        citations.number(Source("films", "films", start, start + len(quote), quote))
    assert [(each.passage, each.page) for each in citations.all()] == [("films/films#0", 1), ("films/films#0", 2)]


def test_a_citation_of_guidance_names_no_page(corpus: Corpus, passages: Passages, rules: Mapping[str, Rule]) -> None:
    citations = Citations(corpus, passages)
    citations.number(rules["acr-lbp-2021/v4"].source)
    assert citations.all()[0].to_json()["page"] is None


def test_a_span_before_any_passage_is_in_none(passages: Passages) -> None:
    assert passages.holding(Source("no-such-document", "s", 0, 1, "x")) == ""

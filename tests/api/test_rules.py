"""The rules over HTTP: JSON under `/v1/rules`, pages under `/rules`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.rules.markup import Markup, element
from api.schemas import RuleReply, RulesReply
from assistant import Assistant

FIXED_PAGES = ("/rules", "/rules/definitions", "/rules/differences")


@pytest.fixture(scope="module")
def pages(real: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(real), raise_server_exceptions=False) as started:
        yield started


class Reader(HTMLParser):
    """Tags, ids and links of a page; complains of an element that is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag not in {"meta", "link", "img", "br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def addresses(client: TestClient) -> list[str]:
    guidelines = [each["guideline"] for each in client.get("/v1/rules").json()["guidelines"]]
    return [*FIXED_PAGES, *(f"/rules/{name}{part}" for name in guidelines for part in ("", "/text"))]


def test_every_rule_is_listed_and_opens_in_its_published_shape(pages: TestClient) -> None:
    listed = pages.get("/v1/rules").json()
    assert RulesReply.model_validate(listed).model_dump(mode="json", exclude_unset=True) == listed
    assert len(listed["rules"]) == 171
    for summary in listed["rules"]:
        rule = pages.get(f"/v1/rules/{summary['id']}").json()
        assert RuleReply.model_validate(rule).model_dump(mode="json", exclude_unset=True) == rule
        assert summary.items() <= rule.items()


def test_the_list_can_be_narrowed(pages: TestClient) -> None:
    listed = pages.get("/v1/rules?guideline=hss-2009&use=decide").json()
    assert {rule["guideline"] for rule in listed["rules"]} == {"hss-2009"}
    assert [each["guideline"] for each in listed["guidelines"]] == ["hss-2009"]
    assert len(listed["rules"]) == 2


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/rules/nowhere/1", "unknown-rule"),
        ("/v1/rules/", "unknown-rule"),
        ("/v1/rules?guideline=nowhere", "unknown-guideline"),
        ("/rules/nowhere", "unknown-guideline"),
        ("/rules/nowhere/text", "unknown-guideline"),
        ("/v1/rules?use=ignore", "invalid-request"),
    ],
)
def test_what_is_not_there_is_a_problem_document(pages: TestClient, path: str, kind: str) -> None:
    assert pages.get(path).json()["type"] == f"/docs#{kind}"


def test_a_source_opens_at_the_rule_s_words(pages: TestClient) -> None:
    source = pages.get("/v1/rules/acr-lbp-2021/v6").json()["source"]
    found = pages.get(f"/v1/sources/{source['document']}?start={source['start']}&end={source['end']}").json()
    assert found["text"][found["start"] - found["offset"] : found["end"] - found["offset"]] == source["quote"]


def test_every_page_is_whole_and_loads_nothing_inline_or_from_elsewhere(pages: TestClient) -> None:
    for address in addresses(pages):
        response = pages.get(address)
        assert response.status_code == 200, address
        assert response.headers["content-type"].startswith("text/html")
        page = Reader(response.text)
        assert not {"script", "style"} & set(page.tags)
        assert not [name for name in page.attributes if name == "style" or name.startswith("on")]
        assert page.tags.count("h1") == 1
        assert len(page.ids) == len(set(page.ids)), address
        assert re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', response.text)
        assert all(link.startswith("/page/") for link in re.findall(r'src="([^"]+)"', response.text))


def test_every_link_between_pages_leads_somewhere(pages: TestClient) -> None:
    ids = {address: set(Reader(pages.get(address).text).ids) for address in addresses(pages)}
    for address in ids:
        for link in Reader(pages.get(address).text).links:
            path, _, fragment = link.partition("#")
            target = path or address
            if target.startswith("/rules"):
                assert target in ids, f"{address} leads to {link}"
                assert not fragment or fragment in ids[target], f"{address} leads to {link}"


def test_a_guideline_page_holds_table_conditions_and_patients(pages: TestClient) -> None:
    text = pages.get("/rules/acr-lbp-2021").text
    for expected in ("Side by side", "Three patients", 'href="/rules/acr-lbp-2021/text#v6"', "Usually Not Appropriate",
                     'href="/rules/definitions#fracture-risk"', "Emergency: act now"):  # fmt: skip
        assert expected in text


def test_text_of_an_operator_s_document_cannot_become_markup() -> None:
    assert element("p", {"title": '"><b>'}, "<b>&") == '<p title="&quot;&gt;&lt;b&gt;">&lt;b&gt;&amp;</p>'
    assert element("ul", None, [element("li", None, "x"), None]) == "<ul><li>x</li></ul>"
    assert element("br") == "<br>"
    assert isinstance(element("p"), Markup)


def test_what_is_no_text_is_refused() -> None:
    bad: Any = 3
    with pytest.raises(TypeError, match="int cannot stand in a page"):
        element("p", None, bad)


def test_the_chat_page_leads_to_the_rules(client: TestClient) -> None:
    assert 'href="/rules"' in client.get("/").text

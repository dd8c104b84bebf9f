"""The chat page in a real browser, against a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUESTION = "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
        except Error as error:
            pytest.skip(f"the browser does not start: {error.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live: Any) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_default_timeout(5_000)
    complaints: list[str] = []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(live.url)
    yield opened
    opened.close()
    assert not [each for each in complaints if "Failed to load resource" not in each], complaints


def ask(page: Page, text: str) -> None:
    answers = page.locator(".answer").count()
    page.get_by_label("Describe the patient").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".answer")).to_have_count(answers + 1)


def test_a_question_is_answered_and_its_quote_can_be_read_where_it_stands(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.get_by_role("heading", name="Imaging is indicated")).to_be_visible()
    expect(page.locator(".beside")).to_have_text("Routine")
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator("#source mark")).to_have_text("a person with osteoporosis has radiographs first")
    expect(page.locator("#source")).to_contain_text("House of Tests, 2024")
    link = page.get_by_role("link", name="Read the original")
    assert link.get_attribute("href") == "https://example.org/handbook"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_every_citation_of_a_real_answer_opens_at_its_words(page: Page, live_real: Any) -> None:
    page.goto(live_real.url)
    with page.expect_response("**/v1/chat") as received:
        ask(page, QUESTION)
    answer = received.value.json()
    quotes = {citation["n"]: citation["quote"] for citation in answer["citations"]}
    cited = sorted({n for statement in answer["statements"] for n in statement["citations"]})
    assert cited
    for n in cited:
        page.get_by_role("button", name=re.compile(f"^Source {n}:")).first.click()
        expect(page.locator("#source mark").first).to_be_visible()
        # Table bars and line ends are drawn, not written.
        shown = "".join(page.locator("#source mark").all_text_contents())
        assert plain(shown) == plain(quotes[n])
        page.keyboard.press("Escape")


def plain(text: str) -> str:
    return re.sub(r"[|\s#]|\{#[^}]*\}", "", text)


def test_a_quote_from_a_table_is_marked_in_its_cells(page: Page, live: Any, fake: Any) -> None:
    row = "| MRI lumbar spine without IV contrast | Usually Appropriate |"
    fake.quote = row
    ask(page, QUESTION)
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator("#source mark")).to_have_text([cell.strip() for cell in row.strip("|").split("|")])


def test_an_emergency_says_so_in_words(page: Page) -> None:
    ask(page, "back pain and numb between my legs")
    expect(page.get_by_role("heading", name="Emergency: act now")).to_be_visible()
    expect(page.locator(".beside")).to_have_text("Imaging is indicated")
    expect(page.locator("#status")).to_contain_text("Emergency: act now")


def test_the_facts_understood_are_shown_with_their_words(page: Page) -> None:
    ask(page, "back pain and numb between my legs")
    expect(page.locator(".fact")).to_have_text("cauda equina features: saddle numbness“numb between my legs”")


def test_what_people_and_documents_write_is_never_markup(page: Page) -> None:
    ask(page, 'osteoporosis <img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>')
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator(".said")).to_contain_text("<b>bold</b>")
    expect(page.locator("#source")).to_contain_text("<b>Not bold.</b>")
    assert page.locator(".said img, .said b, .said script, #source b").count() == 0
    assert page.title().startswith("Indicated")


def test_questions_are_answered_by_button_and_sent_as_facts(page: Page, fake: Any) -> None:
    ask(page, QUESTION)
    group = page.get_by_role("group", name="Any fever?")
    group.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("group", name="Any injury?").get_by_role("button", name="low velocity").click()
    page.get_by_role("group", name="How old?").get_by_role("spinbutton").fill("72")
    page.get_by_role("group", name="Any earlier reaction").get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Send answers").click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".said").last).to_contain_text("Any fever? No")
    (known,) = fake.conversations.values()
    assert known.values() == {
        "osteoporosis": True, "fever": False, "trauma": "low_velocity", "age_years": 72,
        "contrast_reaction": {"iodinated": False, "gadolinium": False},
    }  # fmt: skip
    expect(page.locator("form.questions").first.get_by_role("button", name="No", exact=True)).to_be_disabled()


def test_what_is_not_known_is_not_sent(page: Page, fake: Any) -> None:
    ask(page, QUESTION)
    page.get_by_role("group", name="Any fever?").get_by_role("button", name="Don't know").click()
    page.get_by_role("button", name="Send answers").click()
    expect(page.locator(".answer")).to_have_count(2)
    (known,) = fake.conversations.values()
    assert known.values() == {"osteoporosis": True}


def test_a_new_conversation_forgets_the_patient(page: Page, fake: Any) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "numb between my legs")
    assert [list(known.values()) for known in fake.conversations.values()] == [
        ["osteoporosis"],
        ["cauda_equina_features"],
    ]


def test_the_wording_follows_the_switch(page: Page, live: Any) -> None:
    page.get_by_text("Patient", exact=True).click()
    with page.expect_request("**/v1/chat") as sent:
        page.locator(".example").first.click()
    assert sent.value.post_data_json["audience"] == "patient"


def test_a_refusal_is_shown_with_what_to_do(page: Page, fake: Any) -> None:
    fake.fail_with = ValueError()
    page.get_by_label("Describe the patient").fill("back pain")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The operator finds it in the log")
    fake.fail_with = None
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_have_count(1)


def test_a_server_that_is_gone_is_said_and_the_text_is_kept(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_label("Describe the patient").fill("back pain since Monday")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Describe the patient")).to_have_value("back pain since Monday")
    page.context.set_offline(False)


def test_a_conversation_the_server_has_lost_can_be_asked_afresh(page: Page, fake: Any) -> None:
    ask(page, QUESTION)
    fake.store.delete(next(iter(fake.conversations)))
    page.get_by_label("Describe the patient").fill("osteoporosis, and now fever")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask again as a new conversation").click()
    expect(page.locator(".answer")).to_have_count(2)


def test_the_keyboard_opens_and_closes_a_source(page: Page) -> None:
    ask(page, QUESTION)
    chip = page.get_by_role("button", name="Source 1").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(chip).to_be_focused()


def test_nothing_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, QUESTION + " " + "x" * 300)
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator("#source mark")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_answer_can_be_copied_with_its_sources(page: Page, live: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "radiographs of the lumbar spine first. [1]" in copied
    assert "[1] Spine imaging, a handbook, Thin bones, 2024. https://example.org/handbook" in copied


def test_the_page_of_the_api_answers_what_it_is_asked(page: Page, live: Any) -> None:
    page.goto(f"{live.url}/docs#too-large")
    expect(page.locator("#too-large")).to_contain_text("413")
    page.get_by_text("/v1/chat").click()
    page.get_by_role("button", name="Send").first.click()
    expect(page.locator(".operation pre").first).to_contain_text('"kind": "indication"')


@pytest.mark.parametrize("path", ["/rules", "/rules/acr-lbp-2021", "/rules/acp-2011", "/rules/acr-lbp-2021/text"])
def test_no_page_of_rules_is_wider_than_a_phone(page: Page, live_real: Any, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_real.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_rule_s_source_opens_at_its_section_without_scripts(browser: Browser, live_real: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_real.url}/rules/acr-lbp-2021#v6")
    page.locator("#v6").get_by_role("link", name="Variant 6, in our words").click()
    expect(page.locator("h2:target")).to_have_text("Variant 6")
    page.close()

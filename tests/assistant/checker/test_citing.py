from types import SimpleNamespace

import pytest

from assistant.checker.citing import Citer
from assistant.checker.entry import Entry
from assistant.errors import RuleError
from corpus import GuidanceDocument, Section

TEXT = """## One {#one}

Scan at once.

| Study | Rating |
|---|---|
| MRI | Usually Appropriate |
| MRI of the leg | May Be Appropriate |

Studies named (no order among them): MRI; CT.

## Two {#two}

Do not scan.
"""


@pytest.fixture
def citer():
    at = TEXT.index("## Two")
    sections = (Section("one", "One", ("One",), 0, at), Section("two", "Two", ("Two",), at, len(TEXT)))
    document = GuidanceDocument("doc", "Doc", "P", 2020, None, "current", None, TEXT, sections)
    return Citer(SimpleNamespace(documents={"doc": document}))


@pytest.fixture
def entry():
    entry = Entry()
    entry.file, entry.line = "rules/x.yaml", 7
    return entry


def _holds(source, quote):
    assert source.quote == quote
    assert TEXT[source.start : source.end] == quote


def test_a_quote_is_found_where_it_stands(citer, entry):
    _holds(citer.quote("doc", "one", "Scan at once.", entry), "Scan at once.")


def test_a_row_is_found_by_study_and_rating(citer, entry):
    _holds(citer.row("doc", "one", "MRI", "Usually Appropriate", entry), "| MRI | Usually Appropriate |")


def test_a_study_named_without_a_rating_is_found_in_its_line(citer, entry):
    _holds(citer.naming("doc", "one", "CT", entry), "Studies named (no order among them): MRI; CT.")


def test_the_opening_of_a_section_leaves_its_heading_out(citer, entry):
    _holds(citer.opening("doc", "two", entry), "Do not scan.")


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda c, e: c.quote("doc", "two", "Scan at once.", e), "does not hold the words 'Scan at once.'"),
        (lambda c, e: c.quote("doc", "six", "Scan at once.", e), "has no section 'six'"),
        (lambda c, e: c.quote("other", "one", "Scan at once.", e), "there is no document 'other'"),
        (lambda c, e: c.row("doc", "one", "MRI", "May Be Appropriate", e), "no row for 'MRI' rated"),
        (lambda c, e: c.naming("doc", "one", "PET", e), "names no study 'PET'"),
    ],
)
def test_what_does_not_stand_there_is_refused_with_file_and_line(citer, entry, ask, problem):
    with pytest.raises(RuleError) as caught:
        ask(citer, entry)
    assert str(caught.value).startswith("rules/x.yaml:7: ")
    assert problem in str(caught.value)

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checker import Checker, load_checker
from assistant.draft import Draft
from assistant.inform import inform
from assistant.verify import verify
from assistant.vocabulary import Audience
from corpus import load_corpus
from index import Index, build_index, open_index

QUESTIONS = (
    "When is MRI indicated in suspected cauda equina syndrome?",
    "What does NICE NG59 say about imaging in specialist care?",
    "How much radiation does a CT of the lumbar spine give?",
    "How do ACP and ACR differ on suspected cancer?",
    "Can somebody with a pacemaker have an MRI?",
    "Why does the HSS article want X-rays taken standing?",
    "How does ACR rate radiography in suspected cauda equina?",
    "Which slice thickness for lumbar MRI?",
    "What does RCR iRefer say about lumbar films?",
)


@pytest.fixture
def ask(index: Index, checker: Checker):  # type: ignore[no-untyped-def]
    def answer(question: str, audience: Audience = "clinician") -> Draft:
        return inform(question, index, audience=audience, checker=checker)

    return answer


def text(draft: Draft) -> str:
    return " ".join(statement.text for statement in draft.statements)


def documents(draft: Draft) -> set[str]:
    return {source.document for statement in draft.statements for source in statement.sources}


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_short_cited_exact_and_stands_before_the_verifier(
    ask, index: Index, question: str, audience: Audience
) -> None:  # type: ignore[no-untyped-def]
    draft = ask(question, audience)
    assert draft.kind in {"information", "no_evidence"}
    assert 1 <= len(draft.statements) <= 6
    for statement in draft.statements:
        assert statement.sources or statement.origin == "fixed"
        for source in statement.sources:
            assert index.corpus.documents[source.document].text[source.start : source.end] == source.quote
    kept, verification = verify(draft, index.corpus, None, audience=audience)
    assert not verification.dropped
    assert kept.statements == draft.statements


def test_a_rating_is_read_from_its_row(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("How does ACR rate radiography in suspected cauda equina?")
    rated = next(each for each in draft.statements if "Usually Not Appropriate" in each.text)
    assert rated.sources[0].quote.startswith("| Radiography lumbar spine | Usually Not Appropriate |")


def test_a_threshold_comes_with_its_number(ask) -> None:  # type: ignore[no-untyped-def]
    assert "six weeks" in text(ask("How many weeks of care does ACR want before MRI?")).lower()


def test_radiation_comes_with_its_level_and_the_scale(ask) -> None:  # type: ignore[no-untyped-def]
    said = text(ask("How much radiation does a CT of the lumbar spine give?"))
    assert "☢☢☢" in said
    assert "1-10" in said


def test_a_comparison_gives_both_sides(ask) -> None:  # type: ignore[no-untyped-def]
    assert {"acp-2011", "acr-lbp-2021"} <= documents(ask("How do ACP and ACR differ on suspected cancer?"))


def test_a_named_guideline_speaks_for_itself(ask) -> None:  # type: ignore[no-untyped-def]
    assert documents(ask("What does VA/DoD say about acute back pain?")) == {"va-dod-2022"}


def test_what_is_out_of_force_says_so(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("Why does the HSS article want X-rays taken standing?")
    assert "Historic" in draft.statements[0].text
    assert "2009" in draft.statements[0].text


def test_what_is_out_of_force_keeps_silent_beside_what_is_in_force(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("How does ACR rate radiography in suspected cauda equina?")
    assert not {"acr-lbp-2007-ajnr", "acr-lbp-2015"} & documents(draft)


def test_no_imaging_is_said_first(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("What does ACR say about imaging acute low back pain with no red flags and no treatment yet?")
    assert draft.statements[0].text == "ACR Low Back Pain 2021: imaging is not advised here."


@pytest.mark.parametrize(
    "question", ["Which slice thickness for lumbar MRI?", "Is sedation with propofol advised for spine MRI?"]
)
def test_what_is_not_held_is_said_and_the_nearest_shown(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    draft = ask(question)
    assert draft.kind == "no_evidence"
    assert draft.statements[0].origin == "fixed"
    assert "nothing on that" in draft.statements[0].text
    assert draft.statements[1].sources


def test_a_source_that_is_not_held_is_not_answered_from_others(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("What does RCR iRefer say about lumbar films in acute back pain?")
    assert draft.kind == "no_evidence"
    assert "nothing from that source" in draft.statements[0].text


def test_a_question_about_nothing_is_no_error(ask) -> None:  # type: ignore[no-untyped-def]
    for question in ("?", "which?", "☢"):
        assert ask(question).statements


def test_the_same_question_gives_the_same_answer(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask(QUESTIONS[0]) == ask(QUESTIONS[0])


def test_a_users_own_document_is_quoted_word_for_word(tmp_path: Path, data_dir: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "zeppelin.txt").write_text(
        "Zeppelin hospital spine protocol\n\nZeppelin patients with tinnitus get a lumbar MRI on Thursdays.\n",
        encoding="utf-8",
    )
    corpus = load_corpus(own)
    folder = tmp_path / "data"
    (folder / "models").parent.mkdir()
    (folder / "models").symlink_to(data_dir / "models")
    build_index(folder / "index", corpus)
    draft = inform(
        "When do Zeppelin patients with tinnitus get a lumbar MRI?",
        open_index(folder / "index", corpus),
        audience="clinician",
        checker=load_checker(corpus),
    )
    assert "“Zeppelin patients with tinnitus get a lumbar MRI on Thursdays.”" in text(draft)


def test_a_patient_reads_who_says_it_and_of_which_year(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("What does NICE NG59 say about imaging in specialist care?", "patient")
    assert "(NICE in the UK, NICE NG59 2016)" in text(draft)
    old = ask("Why does the HSS article want X-rays taken standing?", "patient")
    assert "HSS 2009" in text(old)
    assert old.statements[-1].text == "This is old advice, and newer advice may differ. Ask your doctor."


def test_a_source_that_is_silent_on_imaging_is_said_to_be(ask) -> None:  # type: ignore[no-untyped-def]
    draft = ask("Does the WHO guideline on chronic low back pain recommend CT?")
    assert documents(draft) == {"who-2023"}
    assert "no recommendation on imaging" in draft.statements[0].text


def test_what_holds_outside_specialist_care_answers_a_question_about_a_gp(ask) -> None:  # type: ignore[no-untyped-def]
    assert "not offered routinely" in text(ask("May a GP order an MRI for sciatica, according to NICE NG59?"))


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_an_mri_gives_no_radiation(ask, audience: Audience) -> None:  # type: ignore[no-untyped-def]
    draft = ask("Is an MRI radioactive?", audience)
    assert draft.kind == "information"
    assert "none" in draft.statements[0].text

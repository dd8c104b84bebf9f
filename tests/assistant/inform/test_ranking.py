from __future__ import annotations

import pytest

from assistant.inform.library import library_of
from assistant.inform.question import read_question
from assistant.inform.ranking import choose, rank
from assistant.wording import load_wording
from index import Index


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Suspected cauda equina: which study?", ("acr-lbp-2021", "v4")),
        ("Is MRI advised after an earlier lumbar operation?", ("acr-lbp-2021", "v5")),
        ("Does metformin have to be stopped before contrast?", ("imaging-safety", "metformin")),
        ("What does EULAR say about MRI of the spine?", ("eular-spa-imaging-2015", "1b")),
        ("How much of the spine does Michigan scan in infection?", ("michigan-vertebral-infection-2018", "order")),
    ],
)
def test_the_section_that_answers_is_among_the_chosen(index: Index, text: str, place: tuple[str, str]) -> None:
    library = library_of(index.corpus)
    asked = read_question(text, index.corpus, load_wording("clinician").guidelines)
    chosen = choose(asked, rank(asked, index, library), library)
    assert place in [shelf.key for shelf in chosen]


def test_a_grown_up_question_is_not_answered_for_children(index: Index) -> None:
    library = library_of(index.corpus)
    for text, child in (
        ("Back pain, no red flags: X-ray?", False),
        ("Child with back pain, no red flags: X-ray?", True),
    ):
        asked = read_question(text, index.corpus, load_wording("clinician").guidelines)
        best = choose(asked, rank(asked, index, library), library)[0]
        assert ("child" in best.document.id) is child

"""BM25 over the same passages, by bm25s."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import REBUILD, IndexDamagedError
from index.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Lexical:
    """Scores every passage for a query by the words they share."""

    def __init__(self, scorer: Any) -> None:  # noqa: ANN401 - bm25s has no types
        self._scorer = scorer

    @classmethod
    def of(cls, texts: Sequence[str]) -> Lexical:
        """Over these texts; the numbers of their words follow the alphabet, so that two builds write the same bytes."""
        bm25s = _bm25s()
        token_lists = [words(text) for text in texts]
        if not any(token_lists):
            # Texts of signs alone: a word that nobody can ask for keeps the average length above 0.
            token_lists = [["\0"] for _ in texts]
        vocabulary = {word: n for n, word in enumerate(sorted({word for each in token_lists for word in each}))}
        ids = [[vocabulary[word] for word in each] for each in token_lists]
        # Source: Kamphuis et al., "Which BM25 do you mean?", ECIR 2020: Lucene's form, k1 and b as bm25s has them.
        scorer = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        scorer.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(scorer)

    def scores(self, query: str) -> NDArray[np.float32]:
        """The score of every passage, in their order; 0 for one that shares no word."""
        vocabulary = self._scorer.vocab_dict
        ids = [vocabulary[word] for word in words(query) if word in vocabulary]
        found: NDArray[np.float32] = self._scorer.get_scores_from_ids(ids)
        return found

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        self._scorer.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """What `save` wrote.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        try:
            return cls(_bm25s().BM25.load(folder, load_corpus=False))
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise IndexDamagedError(f"The word index in {folder} cannot be read. {REBUILD}") from error


def _bm25s() -> Any:  # noqa: ANN401 - bm25s has no types
    import bm25s

    # It asks for debug messages of its own accord.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s

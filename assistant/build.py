"""Wires the assistant: the only place where its parts are made and put together."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.conversations import ConversationStore, open_store
from assistant.settings import Settings

if TYPE_CHECKING:
    from corpus import Corpus
    from index import Live

_LOG = logging.getLogger("indicated")


def build_assistant(settings: Settings, *, store: ConversationStore | None = None) -> Assistant:
    """Open the index with the documents it was built from, and load rules and reader.

    Args:
        store: Where conversations are kept; if left out, where the settings say.

    Raises:
        DocumentError: a document that ships with the product is wrong; names file and field.
        IndexProblem: the index is missing, stale or damaged; says what to run.
        RuleError, VocabularyError, WordingError: a file of the product is wrong; names it.
        SettingError: a setting that cannot be used.
        StoreError: conversations cannot be kept; says why and what to do.
    """
    from assistant.checker import load_checker
    from assistant.inform import inform
    from assistant.understanding import load_reader
    from corpus import load_corpus
    from index import open_current

    index = open_current(settings.index_dir, load_corpus(), options=settings.index_options)
    corpus = index.corpus
    _tell_changes(settings, corpus)
    checker = load_checker(corpus, guideline_priority=settings.guideline_priority, elderly_age=settings.elderly_age)
    phraser = second_reader = None
    if settings.chat_model:
        from assistant.llm import open_model
        from assistant.phrasing import ChatPhraser
        from assistant.proposing import ChatReader

        model = open_model(settings.chat_model, settings.chat_model_timeout_s, url=settings.chat_model_url)
        phraser = ChatPhraser(model)
        second_reader = ChatReader(model) if settings.chat_model_reads else None
    assistant = Assistant(
        corpus=corpus,
        index=index,
        checker=checker,
        reader=load_reader(),
        inform=inform,
        store=store if store is not None else open_store(settings),
        phraser=phraser,
        second_reader=second_reader,
    )
    assistant.warm()
    return assistant


def live_assistant(settings: Settings) -> Live[Assistant]:
    """The assistant, made anew beside the old one whenever a newer index counts; conversations go on.

    Raises:
        What `build_assistant` raises, for the first one.
    """
    from index import Live

    store = open_store(settings)
    return Live(settings.index_dir, lambda: build_assistant(settings, store=store))


def _tell_changes(settings: Settings, corpus: Corpus) -> None:
    """The index knows the user's documents as they were when it was built; say so if they are others now."""
    from corpus import DocumentError, load_corpus

    folder = settings.documents_dir
    if not folder.is_dir() and all(document.origin != "user" for document in corpus.documents.values()):
        return
    try:
        same = load_corpus(folder).sha256 == corpus.sha256
    except DocumentError:
        same = False
    if not same:
        _LOG.warning(
            "The documents in %s have changed since the index was built, which goes by what they were. "
            "Run `indicated index build`.", folder,
        )  # fmt: skip

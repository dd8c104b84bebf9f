"""Wires the assistant: the only place where its parts are made and put together."""

from __future__ import annotations

from assistant.assistant import Assistant
from assistant.conversation import MemoryStore
from assistant.settings import Settings


def build_assistant(settings: Settings) -> Assistant:
    """Load the corpus, open the index, and load rules and reader.

    Raises:
        DocumentError: a document is wrong; names file and field.
        IndexProblem: the index is missing, stale or damaged; says what to run.
        RuleError, VocabularyError, WordingError: a file of the product is wrong; names it.
        SettingError: a setting that cannot be used.
    """
    from assistant.checker import load_checker
    from assistant.inform import inform
    from assistant.understanding import load_reader
    from corpus import load_corpus
    from index import open_index

    documents = settings.documents_dir
    corpus = load_corpus(documents if documents.is_dir() else None)
    index = open_index(settings.index_dir, corpus)
    checker = load_checker(corpus, guideline_priority=settings.guideline_priority, elderly_age=settings.elderly_age)
    phraser = None
    if settings.chat_model:
        from assistant.llm import ChatPhraser, open_model

        phraser = ChatPhraser(open_model(settings.chat_model, settings.chat_model_timeout_s), settings.chat_model)
    assistant = Assistant(
        corpus=corpus,
        index=index,
        checker=checker,
        reader=load_reader(),
        inform=inform,
        store=MemoryStore(settings.max_conversations),
        phraser=phraser,
    )
    assistant.warm()
    return assistant

"""Decides (checker) and says (compose, verify): the assistant itself."""

from assistant.answer import Answer, Citation, Question, Statement, Verification
from assistant.assistant import Assistant
from assistant.build import build_assistant, live_assistant
from assistant.conversations import (
    Conversation,
    ConversationStore,
    Feedback,
    MemoryStore,
    Reason,
    Summary,
    Transcript,
    Turn,
    as_sent,
    open_store,
)
from assistant.errors import (
    AbandonedError,
    ConversationError,
    FactError,
    IndicatedError,
    MessageError,
    RuleError,
    SettingError,
    StoreError,
    UnknownAnswerError,
    VocabularyError,
    WordingError,
)
from assistant.facts_in_words import fact_in_words, patient_in_words
from assistant.message import check_message
from assistant.patient import PatientFacts
from assistant.settings import Settings, load_settings
from assistant.vocabulary import Audience, FactDefinition, FactValue, Vocabulary, load_vocabulary

__all__ = [
    "AbandonedError",
    "Answer",
    "Assistant",
    "Audience",
    "Citation",
    "Conversation",
    "ConversationError",
    "ConversationStore",
    "FactDefinition",
    "FactError",
    "FactValue",
    "Feedback",
    "IndicatedError",
    "MemoryStore",
    "MessageError",
    "PatientFacts",
    "Question",
    "Reason",
    "RuleError",
    "SettingError",
    "Settings",
    "Statement",
    "StoreError",
    "Summary",
    "Transcript",
    "Turn",
    "UnknownAnswerError",
    "Verification",
    "Vocabulary",
    "VocabularyError",
    "WordingError",
    "as_sent",
    "build_assistant",
    "check_message",
    "fact_in_words",
    "live_assistant",
    "load_settings",
    "load_vocabulary",
    "open_store",
    "patient_in_words",
]

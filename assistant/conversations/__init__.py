"""Conversations: what is carried over from turn to turn, and where it is kept."""

from assistant.conversations.conversation import Conversation, Summary, Transcript, Turn, as_sent, new_id
from assistant.conversations.feedback import Feedback, Reason
from assistant.conversations.memory import MemoryStore
from assistant.conversations.opening import open_store
from assistant.conversations.store import ConversationStore
from assistant.conversations.taking import TurnTaking

__all__ = [
    "Conversation",
    "ConversationStore",
    "Feedback",
    "MemoryStore",
    "Reason",
    "Summary",
    "Transcript",
    "Turn",
    "TurnTaking",
    "as_sent",
    "new_id",
    "open_store",
]

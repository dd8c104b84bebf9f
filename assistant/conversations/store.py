"""What every store of conversations promises; one suite of tests holds all of them to it."""

from __future__ import annotations

from typing import Protocol

from assistant.answer import Answer
from assistant.conversations.conversation import Conversation, Summary, Transcript
from assistant.conversations.feedback import Feedback


class ConversationStore(Protocol):
    """Keeps conversations for as long as they may be kept; one that is past that is as good as gone.

    Whatever cannot be kept or read raises `StoreError`, and then nothing of it was kept.
    """

    def read(self, conversation_id: str) -> Conversation:
        """The conversation as it stands.

        Raises:
            ConversationError: there is none.
        """
        ...

    def keep(self, after: Conversation, message: str, answer: Answer) -> bool:
        """Keep the turn that led to `after`, whole; the first turn begins the conversation.

        Returns:
            False, and nothing is kept, if another turn came in between or the conversation was deleted.
        """
        ...

    def transcript(self, conversation_id: str) -> Transcript:
        """Every turn of a conversation as it was.

        Raises:
            ConversationError: there is none.
        """
        ...

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with its messages, answers and feedback.

        Raises:
            ConversationError: there is none.
        """
        ...

    def give_feedback(self, answer_id: str, feedback: Feedback) -> Feedback:
        """Keep feedback with the digests of the answer, in place of earlier feedback; returns what was kept.

        Raises:
            UnknownAnswerError: no kept answer has this id.
        """
        ...

    def newest(self, most: int) -> tuple[Summary, ...]:
        """The conversations used last, the last one first."""
        ...

    def purge(self) -> int:
        """Delete every conversation that is past its time; returns how many."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

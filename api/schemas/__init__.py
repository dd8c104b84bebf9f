"""The shapes that go over HTTP, as OpenAPI shows them. The assistant makes the answers; tests hold them to these."""

from api.schemas.answer import AnswerReply
from api.schemas.check import CheckedReply, FactsReply
from api.schemas.conversations import ConversationReply, FeedbackReply, FeedbackRequest
from api.schemas.requests import MAX_BODY_BYTES, ChatRequest, CheckRequest
from api.schemas.rules import RuleReply, RulesReply
from api.schemas.sources import SearchReply, SourceReply, SourcesReply
from api.schemas.status import HealthReply, ProblemReply, ReadyReply

__all__ = [
    "MAX_BODY_BYTES",
    "AnswerReply",
    "ChatRequest",
    "CheckRequest",
    "CheckedReply",
    "ConversationReply",
    "FactsReply",
    "FeedbackReply",
    "FeedbackRequest",
    "HealthReply",
    "ProblemReply",
    "ReadyReply",
    "RuleReply",
    "RulesReply",
    "SearchReply",
    "SourceReply",
    "SourcesReply",
]

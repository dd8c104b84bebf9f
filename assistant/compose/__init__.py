"""Says a check in words: verdict first, then study, reasons, what would change it, who disagrees, what to ask."""

from assistant.compose.indication import compose

__all__ = ["compose"]

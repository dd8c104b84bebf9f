"""What can be wrong with a document."""

from __future__ import annotations


class DocumentError(Exception):
    """A document that cannot be taken in: its author mends the file. Names the file, the field and what to do."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        super().__init__(f"{file}: {field}: {problem}")
        self.file = file
        self.field = field
        self.problem = problem

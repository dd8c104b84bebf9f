"""One thing said: a fact, its value, its words, and the way it is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.understanding.lexicon import Value

#: affirmed, negated: said of the patient, now. The rest states nothing: it is doubted, only supposed, said of somebody
#: else, over and gone, or asked about.
Context = Literal["affirmed", "negated", "uncertain", "hypothetical", "family", "past", "question"]

#: Contexts in which a mention states something about the patient.
STATING: frozenset[Context] = frozenset({"affirmed", "negated"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One fact that some words speak of. `message[start:end]` are the words."""

    key: str
    """`fact` or `set.member`; a name that begins with an underscore is a step towards a fact."""
    value: Value
    """What the words say, denials taken into account: "no fever" gives false."""
    start: int
    end: int
    context: Context = "affirmed"
    concept: str = ""
    sentence: int = 0
    blanket: bool = False
    """It follows from "no red flags" and gives way to anything said on its own."""

    @property
    def states(self) -> bool:
        """Whether it counts as said of the patient, now."""
        return self.context in STATING

"""What one message says: facts about a patient, facts taken back, and what the writer wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.patient import PatientFacts

#: case: about a patient. information: about the guidance. both: a case and a question about the guidance.
#: follow_up: about the case or the answer given before. greeting, thanks: just that. out_of_scope: not imaging for back
#: or leg pain. unclear: nothing that can be worked with.
Intent = Literal["case", "information", "both", "follow_up", "greeting", "thanks", "out_of_scope", "unclear"]


@dataclass(frozen=True)
class Reading:
    """The result of reading one message in its conversation."""

    facts: PatientFacts = field(default_factory=PatientFacts)
    """What this message states, with spans in this message."""
    forget: frozenset[str] = frozenset()
    """Keys (`fact` or `set.member`) that this message takes back and that are unknown from now on."""
    new_patient: bool = False
    """Everything known so far was about somebody else."""
    intent: Intent = "case"
    studies: tuple[str, ...] = ()
    """Modalities asked about, in order of mention: xray, mri, ct, bone_scan, ... as in `_procedures.yaml`."""
    hypothetical: PatientFacts = field(default_factory=PatientFacts)
    """What the message only supposes ("and if she had a pacemaker?"); never kept."""
    disputed: tuple[str, ...] = ()
    """Facts on which a second reader differs; they are asked first."""

"""What-ifs: when an answer may rest on what is only supposed, and what it says of it beside the real case."""

from __future__ import annotations

from assistant.checker import CheckResult
from assistant.compose.indication import tell
from assistant.compose.subject import Subject, cited, fixed
from assistant.draft import DraftStatement
from assistant.patient import PatientFacts
from assistant.phrases import listed, reasons
from assistant.verify import verify
from corpus import Corpus

#: Facts that make no case of their own.
_ANYBODY = frozenset({"age_years", "sex", "duration_weeks"})
_FIRST = frozenset({"safety", "exit", "lead"})


def makes_emergency(real: CheckResult, would: CheckResult) -> bool:
    """Only what is supposed would be an emergency: nobody is sent to hospital for that."""
    return would.urgency == "emergency" and real.urgency != "emergency"


def beside(real: CheckResult, would: Subject, supposed: PatientFacts, corpus: Corpus) -> tuple[DraftStatement, ...]:
    """What a supposition would come to, for an answer whose verdict is that of the real case.

    It is verified here, against its own check: in the check of the real case its sources may have no part.
    """
    wording = would.wording
    kept, _ = verify(tell(would), corpus, would.result, facts=would.facts, audience=wording.audience)
    lead = next((each for each in kept.statements if each.part == "lead"), None)
    said = [fixed(wording.say("emergency_if"), "supposing")] if makes_emergency(real, would.result) else []
    facts = listed(reasons(list(supposed.evidence), supposed, wording))
    if lead is not None and facts:
        text = wording.say("supposed", facts=facts, lead=lead.text)
        said.append(cited(text, lead.sources, "supposing") if lead.sources else fixed(text, "supposing"))
    return tuple(said)


def behind_verdict(
    statements: tuple[DraftStatement, ...], more: tuple[DraftStatement, ...], facts: PatientFacts
) -> tuple[DraftStatement, ...]:
    """The statements with more put behind those that say the verdict.

    Where nothing is told but the supposition, what to do in the emergency that it would be goes before all.
    """
    emergency = 1 if more and not more[0].sources and facts.evidence.keys() <= _ANYBODY else 0
    at = next((n for n, each in enumerate(statements) if each.part not in _FIRST), len(statements))
    return (*more[:emergency], *statements[:at], *more[emergency:], *statements[at:])

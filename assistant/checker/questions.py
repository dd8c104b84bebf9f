"""Which question to put next."""

from __future__ import annotations

from collections.abc import Collection

from assistant.checker.result import CheckResult, MissingFact


def next_questions(result: CheckResult, *, asked: Collection[str] = (), most: int = 3) -> tuple[MissingFact, ...]:
    """The facts whose answers most change the result, at most `most`, emergencies first.

    What can change verdict or urgency goes before what only changes the first study; within each, the order of
    `CheckResult.missing`. What is known is never among them, for it is not missing; what nobody could answer again
    (`asked`: fact names or `set.member`) is left out.
    """
    put = {key.partition(".")[0] for key in asked}
    open_ = [each for each in result.missing if each.fact not in put]
    deciding = [each for each in open_ if not {"verdict", "urgency"}.isdisjoint(each.could_change)]
    rest = [each for each in open_ if each not in deciding]
    return tuple([*deciding, *rest][:most])

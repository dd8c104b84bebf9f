"""What a verdict rests on: a smallest set of stated facts that gives it by itself."""

from __future__ import annotations

from assistant.checker.condition import State
from assistant.checker.plan import Cells, Plan, Region
from assistant.checker.result import Urgency, Verdict
from assistant.checker.space import Value, unstated_state


def smallest_reason(plan: Plan, state: State, result: tuple[Verdict, Urgency | None]) -> tuple[str, ...]:
    """The fewest stated keys that, with everything else unstated, give this verdict and urgency.

    Empty where silence alone gives them. Ties go to what the higher rules ask first.
    """
    nobody = unstated_state(plan.vocabulary, {})
    best: tuple[str, ...] | None = None
    for start, fixed in _starts(plan, state, nobody):
        cells = plan.cells(start)
        path = plan.nearest(cells, _region(plan, state, cells, fixed), result, other=False)
        if path is not None:
            kept = (*fixed, *(key for key in path if key not in fixed))
            if best is None or len(kept) < len(best):
                best = kept
    return best or ()


def _starts(plan: Plan, state: State, nobody: dict[str, Value]) -> list[tuple[dict[str, Value], tuple[str, ...]]]:
    """Where to search from: nothing stated, and each stated member that withdraws a default of its set."""
    starts: list[tuple[dict[str, Value], tuple[str, ...]]] = [(nobody, ())]
    for name, fact in plan.vocabulary.facts.items():
        if fact.unstated_only_if_no_member_is_true:
            for member in fact.members:
                key = f"{name}.{member}"
                if state.get(key) and not (fact.unstated or {}).get(member):
                    starts.append((unstated_state(plan.vocabulary, {key: True}), (key,)))
    return starts


def _region(plan: Plan, state: State, cells: Cells, fixed: tuple[str, ...]) -> Region:
    region: Region = []
    conditional = {key.partition(".")[0] for key in fixed}
    for i, variable in enumerate(plan.variables):
        key = variable.key
        if key not in state or key in fixed:
            region.append((cells[i],))
            continue
        stated = variable.cell_of(state[key])
        withdraws = variable.fact.unstated_only_if_no_member_is_true and state[key] is True
        if withdraws and variable.fact.name not in conditional and stated != cells[i]:
            # Keeping this one would withdraw the default; that is another start.
            region.append((cells[i],))
        else:
            region.append((cells[i], stated))
    return region

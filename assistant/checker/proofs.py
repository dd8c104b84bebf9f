"""What can be proved of the rule base, over all patients at once: `indicated rules verify` prints it.

Every proof is a search of decision diagrams for one patient who disproves it; none found is a proof. What may stand
although a search finds it is listed, with its reason, in `exceptions.yaml`.
"""

from __future__ import annotations

import importlib.resources
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.checker.diagram import FALSE, Node
from assistant.checker.engine import Checker
from assistant.checker.entry import Entry, read_entry
from assistant.checker.plan import Plan
from assistant.checker.result import Urgency, Verdict
from assistant.checker.rule import URGENCIES, Rule
from assistant.checker.space import Variable, unstated_state
from assistant.checker.witness import any_patient, in_words, pair_of, restrict
from assistant.facts_in_words import fact_in_words, range_in_words, topic_in_words

_FOR_IMAGING = frozenset({"indicated", "may_be_indicated"})
Result = tuple[Verdict, Urgency | None]


@dataclass(frozen=True)
class Proof:
    """A claim about all patients, and how it fares."""

    key: str
    claim: str
    holds: bool
    failures: tuple[str, ...]
    """What disproves it, each with a patient."""
    excused: tuple[str, ...]
    """What would disprove it and may stand, each with the reason."""
    notes: tuple[str, ...] = ()
    """Counts, and for the coverage ledger the regions in words."""


class _Book:
    """The written exceptions, and which of them were needed."""

    def __init__(self, file: Entry) -> None:
        self.file = file.only("exceptions", required=("contradictions", "emergencies", "outranked", "idle_thresholds"))
        self.used: set[int] = set()

    def excuse(self, kind: str, *rules: str, **also: object) -> str | None:
        """The reason for which an entry excuses these rules; None if none does."""
        for entry in self.file[kind]:
            named = entry.get("rules", [entry.get("rule")])
            if set(rules) <= set(named) and all(entry[key] == value for key, value in also.items()):
                self.used.add(id(entry))
                return str(entry["because"])
        return None

    def idle(self, kind: str) -> Iterator[str]:
        """Entries that excused nothing."""
        for entry in self.file[kind]:
            if id(entry) not in self.used:
                yield f"{entry.file}:{entry.line}: excuses nothing any more; remove it"


class _Prover:
    def __init__(self, checker: Checker) -> None:
        self.base, self.vocabulary = checker.base, checker.vocabulary
        leaves = [leaf for rule in self.base.rules for leaf in rule.condition.leaves()]
        leaves += [leaf for gap in self.base.gaps for leaf in gap.when.leaves()]
        self.plan = Plan(self.vocabulary, self.base.ranked(), self.base.exits, leaves)
        self.diagram = self.plan.diagram
        self.applies = {rule.id: self.diagram.rails(rule.condition)[0] for rule in self.base.rules}
        self.everybody: list[range] = [range(len(variable.cells)) for variable in self.plan.variables]
        text = importlib.resources.files("assistant.checker").joinpath("exceptions.yaml").read_text(encoding="utf-8")
        self.book = _Book(read_entry(text, "exceptions.yaml"))

    def contradictions(self) -> Proof:
        failures, excused, pairs = [], [], 0
        for one, other in itertools.combinations(self.base.rules, 2):
            if one.guideline != other.guideline or not (studies := _opposed(one, other)):
                continue
            pairs += 1
            patient = any_patient(self.diagram, self.diagram.both(self.applies[one.id], self.applies[other.id]))
            if patient is None:
                continue
            line = f"{one.id} and {other.id} on {', '.join(studies)}"
            if reason := self.book.excuse("contradictions", one.id, other.id):
                excused.append(f"{line}: {reason}")
            else:
                failures.append(f"{line}: {in_words(self.diagram, patient)}")
        failures.extend(self.book.idle("contradictions"))
        claim = "Inside one guideline, no two recommendations that apply rate one study oppositely."
        return _proof("a", claim, failures, excused, f"{pairs} pairs that rate a study oppositely were searched.")

    def monotonicity(self) -> Proof:
        failures, changes = [], 0
        results, root = self.plan.results, self.plan.result_root

        def worse(before: int, after: int) -> bool:
            (verdict, urgency), (now, now_urgency) = results[before], results[after]
            withdrawn = verdict in _FOR_IMAGING and now not in _FOR_IMAGING
            return withdrawn or URGENCIES.index(urgency) < URGENCIES.index(now_urgency)

        for level, variable in enumerate(self.plan.variables):
            if not variable.fact.red_flag:
                continue
            absent = variable.index["none" if variable.fact.type == "enum" else False]
            without = restrict(self.diagram, root, level, absent)
            for cell in variable.known_cells:
                if cell != absent:
                    changes += 1
                    patient = pair_of(self.diagram, without, restrict(self.diagram, root, level, cell), worse)
                    if patient is not None:
                        failures.append(f"{variable.key} = {variable.cells[cell]}: {in_words(self.diagram, patient)}")
        claim = "A red flag, added to any patient whatever, never lowers urgency and never withdraws imaging."
        return _proof("b", claim, failures, [], f"{changes} red flags were added to every patient.")

    def emergencies(self) -> Proof:
        failures, excused, alarms = [], [], 0
        results, root = self.plan.results, self.plan.result_root
        sources = [
            (each.id, self.diagram.rails(each.when)[0]) for each in self.base.exits if each.urgency == URGENCIES[0]
        ]
        sources += [(rule.id, self.applies[rule.id]) for rule in self.base.rules if rule.urgency == URGENCIES[0]]
        for name, applies in sources:
            alarms += 1
            patient = pair_of(
                self.diagram, applies, root, lambda true, found: bool(true) and results[found][1] != URGENCIES[0]
            )
            if patient is None:
                continue
            if reason := self.book.excuse("emergencies", name):
                excused.append(f"{name}: {reason}")
            else:
                failures.append(f"{name}: {in_words(self.diagram, patient)}")
        failures.extend(self.book.idle("emergencies"))
        claim = "Where a rule or exit calls an emergency, every completion is one: none is settled as anything less."
        return _proof("c", claim, failures, excused, f"{alarms} rules and exits call an emergency.")

    def reachability(self) -> Proof:
        failures, excused = [], []
        for rule in self.base.rules:
            if self.applies[rule.id] == FALSE:
                failures.append(f"{rule.id} ({rule.file}:{rule.line}) applies to no patient")
            elif rule.decides and rule.id not in self._governors(rule):
                if reason := self.book.excuse("outranked", rule.id):
                    excused.append(f"{rule.id} applies but never governs: {reason}")
                else:
                    failures.append(f"{rule.id} ({rule.file}:{rule.line}) is outranked for every patient")
        failures.extend(self.book.idle("outranked"))
        claim = "Every rule applies to some patient, and every deciding rule governs one."
        return _proof("d", claim, failures, excused, f"{len(self.base.rules)} rules.")

    def coverage(self) -> Proof:
        notes = list(self._uncovered())
        for gap in self.base.gaps:
            inside = self.diagram.rails(gap.when)[0]
            verdicts = sorted({found[0].replace("_", " ") for found in self._results_where(inside)})
            notes.append(f"{gap.id}: {gap.text} Verdicts there: {', '.join(verdicts)}.")
        silent = [gap.id for gap in self.base.gaps if self.diagram.rails(gap.when)[0] == FALSE]
        claim = "The ledger of gaps: what no deciding rule covers, and what is said in each listed gap."
        return _proof("e", claim, [f"{name} describes nobody" for name in silent], [], *notes)

    def thresholds(self) -> Proof:
        failures, excused, live = [], [], 0
        for rule in self.base.rules:
            for variable, level, cut in self._cuts(rule):
                below, above = (restrict(self.diagram, self.applies[rule.id], level, cut + i) for i in (0, 1))
                at = variable.cuts[cut][0]
                if below != above:
                    live += 1
                elif reason := self.book.excuse("idle_thresholds", rule.id, fact=variable.key, at=at):
                    excused.append(f"{rule.id}, {variable.key} at {at:g}: {reason}")
                else:
                    failures.append(f"{rule.id} reads {variable.key} at {at:g}, and nobody hangs on it")
        failures.extend(self.book.idle("idle_thresholds"))
        claim = "Every threshold divides patients: the rule answers otherwise just below and just above it."
        return _proof("f", claim, failures, excused, f"{live} thresholds were crossed.")

    def _governors(self, rule: Rule) -> set[str]:
        """Who governs where a rule applies."""
        root = self.diagram.relabel(self.plan.outcome_root, lambda outcome: outcome + 1)
        found = self.diagram.reachable(self.diagram.choose(self.applies[rule.id], root, FALSE), self.everybody)
        governing = (self.plan.outcomes[number - 1].governing for number in found if number)
        return {each.id for each in governing if each is not None}

    def _results_where(self, where: Node) -> set[Result]:
        root = self.diagram.relabel(self.plan.result_root, lambda result: result + 1)
        found = self.diagram.reachable(self.diagram.choose(where, root, FALSE), self.everybody)
        return {self.plan.results[number - 1] for number in found if number}

    def _uncovered(self) -> Iterator[str]:
        """For a child and an adult with pain at one place: the fewest findings with which no deciding rule applies."""
        sites = next(fact for fact in self.vocabulary.facts.values() if fact.unstated_only_if_no_member_is_true)
        for who, age in (("child", 10), ("adult", 40)):
            for site in sites.members:
                state = {f"{sites.name}.{member}": member == site for member in sites.members} | {"age_years": age}
                start = self.plan.cells(unstated_state(self.vocabulary, state))
                region = self.plan.region(state, start, core=False)
                path = self.diagram.nearest(
                    self.plan.outcome_root, start, region, lambda found: self.plan.outcomes[found].governing is None
                )
                words = "a rule for every patient"
                if path == {}:
                    words = "no rule by itself; the answer says “not covered”"
                elif path is not None:
                    words = "no rule, and “not covered”, with " + " and ".join(
                        _departure(self.plan.variables[level], cell) for level, cell in path.items()
                    )
                yield f"{who}, {fact_in_words(f'{sites.name}.{site}', True)} alone: {words}"

    def _cuts(self, rule: Rule) -> Iterator[tuple[Variable, int, int]]:
        """Each place where the rule itself cuts a number: the variable, its level, and the number of the cell below."""
        seen = set()
        for leaf in rule.condition.leaves():
            if isinstance(leaf.value, (str, tuple, bool)):
                continue
            level = self.plan.level[leaf.key]
            variable = self.plan.variables[level]
            for side in (0, 1):
                wanted = leaf.op == "eq" or (leaf.op in {"lt", "ge"}) == (side == 0)
                cut = (leaf.value, side)
                if wanted and cut in variable.cuts and (level, cut) not in seen:
                    seen.add((level, cut))
                    yield variable, level, variable.cuts.index(cut)


def verify_rules(checker: Checker, only: Collection[str] = "abcdef") -> tuple[Proof, ...]:
    """Prove what can be proved of a rule base; takes seconds. `only`: the keys of the proofs to run.

    Raises:
        RuleError: `exceptions.yaml` cannot be read.
    """
    prover = _Prover(checker)
    proofs: dict[str, Callable[[], Proof]] = {
        "a": prover.contradictions,
        "b": prover.monotonicity,
        "c": prover.emergencies,
        "d": prover.reachability,
        "e": prover.coverage,
        "f": prover.thresholds,
    }
    return tuple(prove() for key, prove in proofs.items() if key in only)


def _proof(key: str, claim: str, failures: Sequence[str], excused: Sequence[str], *notes: str) -> Proof:
    return Proof(key, claim, not failures, tuple(failures), tuple(excused), notes)


def _opposed(one: Rule, other: Rule) -> list[str]:
    """The studies that two rules rate oppositely; a verdict against imaging that names none is against every study."""
    rows, others = ({row.procedure.id: row.position for row in rule.rows} for rule in (one, other))
    both = [
        study
        for study in rows
        if study in others
        and {rows[study], others[study]} & _FOR_IMAGING
        and "not_indicated" in (rows[study], others[study])
    ]
    if both:
        return both
    against = any(
        rule.position == "not_indicated" and not rule.rows and opposite.position in _FOR_IMAGING
        for rule, opposite in ((one, other), (other, one))
    )
    return ["every study"] if against else []


def _departure(variable: Variable, cell: int) -> str:
    value = variable.cells[cell]
    if value is None:
        return f"{topic_in_words(variable.key)} not known"
    if variable.fact.type == "number":
        return range_in_words(variable.key, variable.limits(cell))
    return fact_in_words(variable.key, value)

"""The checker: patient facts in, findings and verdict out."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from assistant.checker.citing import HasDocuments
from assistant.checker.condition import Judged, Memo, State, Truth
from assistant.checker.loading import load_rules
from assistant.checker.plan import Plan
from assistant.checker.positions import Speakers
from assistant.checker.result import CheckResult, Disagreement, Exit, Finding, FindingStatus, Gap
from assistant.checker.rule import Procedure, Rule, RuleBase
from assistant.checker.space import Value, unstated_state
from assistant.checker.studies import as_study, offered
from assistant.checker.unknowns import Situations, assumed_facts, joint_facts, missing_facts
from assistant.checker.why import smallest_reason
from assistant.checker.why_not import Alternative, alternatives
from assistant.errors import FactError
from assistant.vocabulary import FactValue, Vocabulary, load_vocabulary

_STATUS: Mapping[Truth, FindingStatus] = {True: "applies", None: "undetermined", False: "does_not_apply"}
#: How many choices of guidelines stay compiled at once.
_KEPT = 8


class Checker:
    """A loaded rule base; safe to share between threads once made, as a check changes nothing but caches."""

    def __init__(self, base: RuleBase, vocabulary: Vocabulary) -> None:
        self.base = base
        self.vocabulary = vocabulary
        self._by_id = {rule.id: rule for rule in base.rules}
        self._speakers = Speakers(base)
        self._everything = self._compile(base.guidelines)
        self._chosen: dict[frozenset[str], Situations] = {}

    @property
    def digest(self) -> str:
        """`sha256:…` over the rule files, the vocabulary and every setting that changes a verdict."""
        return self.base.digest

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in rule-file order."""
        return self.base.rules

    @property
    def guidelines(self) -> tuple[str, ...]:
        """Every guideline, in rule-file order."""
        return self.base.guidelines

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[rule_id]

    def check(
        self,
        facts: Mapping[str, FactValue],
        *,
        guidelines: Collection[str] | None = None,
        include_all: bool = False,
    ) -> CheckResult:
        """Say what the guidance holds for this patient.

        Args:
            facts: What was stated, as `Vocabulary.parse` gives it; what is missing is unknown.
            guidelines: Only these speak; None for all. Exits and cautions always do.
            include_all: List findings that do not apply as well.

        Raises:
            FactError: a fact or guideline that does not exist, or a value out of range.
        """
        state = flat(self.vocabulary.parse(facts))
        situations = self._situations(guidelines)
        plan = situations.plan
        completion = unstated_state(self.vocabulary, state)
        memo: Memo = {}
        now = situations.of(completion)
        cells = plan.cells(completion)
        result = (now.verdict, now.urgency)
        settled = plan.is_fixed(plan.region(state, cells, core=False), result)
        missing = missing_facts(situations, state, completion, settled=settled)
        assumed = assumed_facts(missing, completion)
        cautions = [each for each in self.base.cautions if each.when.truth(completion, memo)]
        child = self.base.derived["child"].cases[True].truth(completion, memo) is True
        urgency = now.governing.urgency if now.governing else None
        studies = tuple(
            as_study(row, rule, cautions, state, child=child) for row, rule in offered(now.studies, urgency, now.exits)
        )
        positions, silent = self._speakers.of(completion, memo, now.verdict, now.governing, guidelines)
        return CheckResult(
            verdict=now.verdict,
            urgency=now.urgency,
            settled=settled,
            settled_core=settled or plan.is_fixed(plan.region(state, cells, core=True), result),
            governing=now.governing.id if now.governing else None,
            studies=studies,
            findings=self._findings(state, guidelines, include_all=include_all),
            disagreements=self._disagreements(completion, memo, guidelines),
            assumed=assumed,
            missing=missing,
            together=() if settled or assumed else joint_facts(situations, state, completion),
            exits=tuple(
                Exit(each.id, each.name, each.urgency, each.text, each.recommendations, each.sources)
                for each in now.exits
            ),
            gaps=tuple(Gap(each.id, each.text) for each in self.base.gaps if each.when.truth(completion, memo)),
            why=smallest_reason(plan, state, result),
            governing_source=now.governing.source if now.governing else None,
            governing_statement=now.governing.statement if now.governing else None,
            digest=self.digest,
            all_blocked=bool(studies) and all(study.blocked for study in studies),
            positions=positions,
            silent=silent,
        )

    def why_not(
        self, facts: Mapping[str, FactValue], study: str, *, guidelines: Collection[str] | None = None, most: int = 3
    ) -> tuple[Alternative, ...]:
        """What would have to be different for a study to be indicated, the nearest ways first; at most `most`.

        Args:
            study: A procedure's id or alias, or a modality such as `mri`.

        Raises:
            FactError: a fact, guideline or study that does not exist, or a value out of range.
        """
        named = {procedure.id for procedure in self.procedures_named(study)}
        state = flat(self.vocabulary.parse(facts))
        plan = self._situations(guidelines).plan
        return alternatives(plan, state, unstated_state(self.vocabulary, state), named, most)

    def procedures_named(self, study: str) -> tuple[Procedure, ...]:
        """The procedures that an id, an alias or a modality such as `mri` stands for.

        Raises:
            FactError: it stands for none.
        """
        procedures = self.base.procedures
        named = tuple(p for p in procedures.values() if study in {p.id, p.modality, *p.aliases})
        if not named:
            modalities = sorted({procedure.modality for procedure in procedures.values() if procedure.imaging})
            near = difflib.get_close_matches(study, procedures, 3) or ["mri-l-wo"]
            raise FactError(
                "why_not",
                f"names {study[:60]!r}, which is no study; give a modality ({', '.join(modalities)}) or the id of a "
                f"procedure, such as {', '.join(near)}",
                (*modalities, *procedures),
            )
        return named

    def _findings(self, state: State, guidelines: Collection[str] | None, *, include_all: bool) -> tuple[Finding, ...]:
        memo: Judged = {}
        findings = []
        for rule in self.base.rules:
            if guidelines is not None and rule.guideline not in guidelines:
                continue
            truth, keys = rule.condition.judge(state, memo)
            if truth is False and not include_all:
                continue
            support = tuple(dict.fromkeys(keys))
            findings.append(
                Finding(
                    recommendation=rule.id,
                    guideline=rule.guideline,
                    status=_STATUS[truth],
                    position=rule.position,
                    urgency=rule.urgency,
                    kind=rule.kind,
                    use=rule.use,
                    group=rule.group,
                    statement=rule.statement,
                    because=() if truth is None else support,
                    missing=support if truth is None else (),
                    source=rule.source,
                )
            )
        return tuple(findings)

    def _disagreements(
        self, completion: State, memo: Memo, guidelines: Collection[str] | None
    ) -> tuple[Disagreement, ...]:
        found = []
        for conflict in self.base.conflicts:
            if conflict.when is None or not conflict.when.truth(completion, memo):
                continue
            sides = conflict.sides
            if guidelines is not None:
                sides = tuple(side for side in sides if side.guideline is None or side.guideline in guidelines)
            if len(sides) > 1:
                found.append(Disagreement(conflict.id, conflict.about, sides, conflict.handling))
        return tuple(found)

    def _situations(self, guidelines: Collection[str] | None) -> Situations:
        if guidelines is None:
            return self._everything
        for name in guidelines:
            if name not in self.base.guidelines:
                known = ", ".join(self.base.guidelines)
                raise FactError("guidelines", f"names {name!r}; the guidelines are {known}", self.base.guidelines)
        chosen = frozenset(guidelines)
        situations = self._chosen.get(chosen)
        if situations is None:
            while len(self._chosen) >= _KEPT:
                self._chosen.pop(next(iter(self._chosen)), None)
            situations = self._chosen[chosen] = self._compile(chosen)
        return situations

    def _compile(self, guidelines: Collection[str]) -> Situations:
        ranked = [rule for rule in self.base.ranked() if rule.guideline in guidelines]
        blocking = [leaf for each in self.base.cautions if each.level == "blocked" for leaf in each.when.leaves()]
        plan = Plan(self.vocabulary, ranked, self.base.exits, blocking)
        return Situations(plan, self.base.exits, self.base.cautions)


def load_checker(
    corpus: HasDocuments, *, guideline_priority: Sequence[str] | None = None, elderly_age: float | None = None
) -> Checker:
    """Load every rule, look up every quote, and compile what decides.

    Raises:
        RuleError: a rule file is wrong or a quote is not in the corpus.
        SettingError: a priority or age that cannot be used.
    """
    vocabulary = load_vocabulary()
    base = load_rules(corpus, guideline_priority=guideline_priority, elderly_age=elderly_age, vocabulary=vocabulary)
    return Checker(base, vocabulary)


def flat(facts: Mapping[str, FactValue]) -> dict[str, Value]:
    """Facts by key: a set's members become `set.member`."""
    state: dict[str, Value] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            state.update({f"{name}.{member}": truth for member, truth in value.items()})
        else:
            state[name] = value
    return state

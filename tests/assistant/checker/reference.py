"""A second checker, deliberately naive: it reads the YAML as it stands and tries everything. It shares no code.

Facts are plain JSON: `{"fever": true, "pain_sites": {"lumbar": true}}`. A truth is True, False or None.
"""

import itertools
from pathlib import Path

import yaml

RULES = Path(__file__).parents[3] / "assistant" / "checker" / "rules"
FACTS = Path(__file__).parents[3] / "assistant" / "facts.yaml"
URGENCIES = ["emergency", "urgent", "routine", None]


def _yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


class Reference:
    def __init__(self):
        self.facts = {fact["name"]: fact for fact in _yaml(FACTS)["facts"]}
        derived = _yaml(RULES / "_derived.yaml")
        self.derived = {each["name"]: each for each in derived["derived"]}
        self.params = derived["params"]
        self.policy = _yaml(RULES / "_policy.yaml")
        self.procedures = {each["id"]: each for each in _yaml(RULES / "_procedures.yaml")["procedures"]}
        self.exits = _yaml(RULES / "_exits.yaml")["exits"]
        self.cautions = _yaml(RULES / "_cautions.yaml")["cautions"]
        self.conflicts = _yaml(RULES / "_conflicts.yaml")["conflicts"]
        self.gaps = _yaml(RULES / "_gaps.yaml")["gaps"]
        self._values = {}
        self.rules = []
        for name in self.policy["guidelines"]:
            if (RULES / f"{name}.yaml").exists():
                file = _yaml(RULES / f"{name}.yaml")
                for rule in file["rules"]:
                    scope = rule.get("scope", file["scope"])
                    self.rules.append({**rule, "guideline": name, "condition": {"all": [scope, rule["when"]]}})
        groups = [each["group"] for each in self.policy["precedence"]]
        order = self.policy["guideline_priority"]
        deciding = [r for r in self.rules if r["use"] == "decide" and r["position"] != "none"]
        self.ranked = sorted(deciding, key=lambda r: (groups.index(r["group"]), order.index(r["guideline"])))

    # Conditions

    def truth(self, tree, facts):  # noqa: PLR0911 - one return per kind of node
        if "always" in tree:
            return tree["always"]
        if "not" in tree:
            inner = self.truth(tree["not"], facts)
            return None if inner is None else not inner
        if "all" in tree:
            parts = [self.truth(part, facts) for part in tree["all"]]
            return False if False in parts else None if None in parts else True
        if "any" in tree:
            parts = [self.truth(part, facts) for part in tree["any"]]
            return True if True in parts else None if None in parts else False
        if "at_least" in tree:
            parts = [self.truth(part, facts) for part in tree["of"]]
            if sum(part is True for part in parts) >= tree["at_least"]:
                return True
            return None if sum(part is not False for part in parts) >= tree["at_least"] else False
        if "derived" in tree:
            return self._compare(tree, self._derived(tree["derived"], facts))
        if self.facts[tree["fact"]]["type"] == "set":
            return self._set(tree, facts.get(tree["fact"], {}))
        return self._compare(tree, facts.get(tree["fact"]))

    def _derived(self, name, facts):
        """The value of a derived fact; None where it is not known."""
        definition = self.derived[name]
        if "when" in definition:
            return self.truth(definition["when"], facts)
        true = [case for case, tree in definition["cases"].items() if self.truth(tree, facts) is True]
        return true[0] if true else None

    def _compare(self, tree, value):
        if value is None:
            return None
        against = tree["value"]
        if isinstance(against, dict):
            against = self.params[against["param"]]
        return {
            "is": lambda: value == against,
            "ne": lambda: value != against,
            "eq": lambda: value == against,
            "in": lambda: value in against,
            "lt": lambda: value < against,
            "le": lambda: value <= against,
            "gt": lambda: value > against,
            "ge": lambda: value >= against,
        }[tree["op"]]()

    def _set(self, tree, members):
        named = tree["value"]
        if tree["op"] == "has":
            named = [named]
        elif tree["op"] == "nonempty":
            named = self.facts[tree["fact"]]["members"]
        values = [members.get(member) for member in named]
        return True if True in values else None if None in values else False

    # Completions

    def complete(self, facts):
        """The default completion."""
        full = {}
        for name, fact in self.facts.items():
            if fact["type"] == "set":
                stated = facts.get(name, {})
                default = fact["unstated"]
                if fact.get("unstated_applies") == "only_if_no_member_is_true" and True in stated.values():
                    default = {}
                full[name] = {m: stated.get(m, default.get(m, False)) for m in fact["members"]}
            elif name in facts:
                full[name] = facts[name]
            elif fact["unstated"] is not None:
                full[name] = fact["unstated"]
        return full

    def slots(self, facts, names=None):
        """Every unknown place, with each value that may stand there: (fact, member or None, values)."""
        for name, fact in self.facts.items():
            if names is not None and name not in names:
                continue
            if fact["type"] == "set":
                for member in fact["members"]:
                    if member not in facts.get(name, {}):
                        yield name, member, [True, False]
            elif name not in facts:
                yield name, None, self.values(fact)

    def values(self, fact):
        if fact["name"] not in self._values:
            self._values[fact["name"]] = self._worth_trying(fact)
        return self._values[fact["name"]]

    def _worth_trying(self, fact):
        if fact["type"] == "bool":
            return [True, False]
        if fact["type"] == "enum":
            return fact["values"]
        low, high = fact["range"]
        around = [x + d for x in sorted(self.thresholds(fact["name"])) for d in (-0.5, 0, 0.5)]
        return sorted({low, high, *(x for x in around if low <= x <= high)})

    def thresholds(self, name):
        found = set()

        def walk(tree):
            if isinstance(tree, dict):
                if tree.get("fact") == name:
                    value = tree["value"]
                    found.add(self.params[value["param"]] if isinstance(value, dict) else value)
                for part in tree.values():
                    walk(part)
            elif isinstance(tree, list):
                for part in tree:
                    walk(part)

        walk([list(self.derived.values()), self.rules, self.exits, self.cautions])
        return found

    def completions(self, facts, *, core=False):
        """Every completion; with `core`, unknown topic and safety facts stay as in the default completion."""
        slots = list(self.slots(facts))
        held = []
        if core:
            held = [slot for slot in slots if self.facts[slot[0]]["tier"] != "core"]
            slots = [slot for slot in slots if self.facts[slot[0]]["tier"] == "core"]
        default = self.complete(facts)
        for choice in itertools.product(*(values for _, _, values in slots)):
            full = {name: dict(value) if isinstance(value, dict) else value for name, value in facts.items()}
            for (name, member, _), value in zip(slots, choice, strict=True):
                _put(full, name, member, value)
            for name, member, _ in held:
                if name in default:
                    _put(full, name, member, default[name] if member is None else default[name][member])
            yield full

    # What is decided

    def governing(self, full, ranked=None):
        for rule in self.ranked if ranked is None else ranked:
            if self.truth(rule["condition"], full) is True:
                return rule
        return None

    def fired(self, full):
        return [each for each in self.exits if self.truth(each["when"], full) is True]

    def decided(self, full, ranked=None):
        """Verdict and urgency of a completed patient."""
        rule = self.governing(full, ranked)
        verdict, urgency = (rule["position"], rule["urgency"]) if rule else ("not_covered", None)
        return verdict, min([urgency, *(each["urgency"] for each in self.fired(full))], key=URGENCIES.index)

    def settled(self, facts, *, core=False, ranked=None):
        before = self.decided(self.complete(facts), ranked)
        return all(self.decided(full, ranked) == before for full in self.completions(facts, core=core))

    def studies(self, full):
        """`(procedure, blocked, ids of cautions)` in the order in which they are offered."""
        rule = self.governing(full)
        own = []
        if rule and rule["position"] in {"indicated", "may_be_indicated", "deferred"}:
            source = rule
            if not rule.get("ratings") and not rule.get("procedures"):
                same = [r for r in self.ranked if (r["group"], r["position"]) == (rule["group"], rule["position"])]
                after = same[same.index(rule) + 1 :]
                source = next((r for r in after if (r.get("ratings") or r.get("procedures"))
                               and self.truth(r["condition"], full) is True), {})  # fmt: skip
            own = list(source.get("procedures", []))
            for position in ("indicated", "may_be_indicated"):
                own += [row["procedure"] for row in source.get("ratings", []) if row["position"] == position]
            own = [each for each in own if self.procedures[each]["imaging"]]
        urgency = URGENCIES.index(rule["urgency"] if rule else None)
        before = [s for e in self.fired(full) if URGENCIES.index(e["urgency"]) <= urgency for s in e["studies"]]
        after = [s for e in self.fired(full) if URGENCIES.index(e["urgency"]) > urgency for s in e["studies"]]
        return [self._study(each, full) for each in dict.fromkeys(before + own + after)]

    def _study(self, procedure, full):
        p = self.procedures[procedure]
        touching = []
        for caution in self.cautions:
            to = caution["applies_to"]
            fits = [
                p["modality"] in to.get("modality", [p["modality"]]),
                p["modality"] not in to.get("modality_not", []),
                p["contrast"] in to.get("contrast", [p["contrast"]]),
                p["contrast_route"] in to.get("route", [p["contrast_route"]]),
                p["ionising"] == to.get("ionising", p["ionising"]),
            ]
            if all(fits) and self.truth(caution["when"], full) is True:
                touching.append(caution)
        return procedure, any(c["level"] == "blocked" for c in touching), [c["id"] for c in touching]

    def first_study(self, full):
        return next((procedure for procedure, blocked, _ in self.studies(full) if not blocked), None)

    def missing(self, facts):
        """`(fact, what it can change)` for every single answer that changes something, in order of decisiveness."""
        before = self.complete(facts)
        was = (*self.decided(before), self.first_study(before))
        changes = {}
        for name, member, values in self.slots(facts):
            for value in values:
                answered = {n: dict(v) if isinstance(v, dict) else v for n, v in facts.items()}
                _put(answered, name, member, value)
                full = self.complete(answered)
                now = (*self.decided(full), self.first_study(full))
                if now != was:
                    parts, urgencies = changes.setdefault(name, (set(), []))
                    names = ("verdict", "urgency", "first_study")
                    parts.update(part for part, a, b in zip(names, was, now, strict=True) if a != b)
                    urgencies.append(URGENCIES.index(now[1]))
        order = list(self.facts)
        ranked = sorted(changes, key=lambda n: (min(changes[n][1]), -len(changes[n][0]), order.index(n)))
        return [(name, changes[name][0]) for name in ranked]

    def statuses(self, facts):
        words = {True: "applies", None: "undetermined", False: "does_not_apply"}
        return [(rule["id"], words[self.truth(rule["condition"], facts)]) for rule in self.rules]

    def shown(self, entries, full):
        return [each["id"] for each in entries if each["when"] is not None and self.truth(each["when"], full) is True]


def _put(facts, name, member, value):
    if member is None:
        facts[name] = value
    else:
        facts.setdefault(name, {})[member] = value

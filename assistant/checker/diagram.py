"""Decision diagrams: a function of a patient's cells, compiled so that questions about *all* completions are exact.

A diagram is a directed acyclic graph. Each inner node asks one variable and has one child per cell; each leaf is a
result. Following the cells of a patient from the root gives that patient's result. Nodes are shared and never redundant
(they are reduced and ordered), so equal functions are the same node, and whether a function can still change is a walk
over nodes, not over patients.

Source: Bryant 1986, "Graph-based algorithms for Boolean function manipulation", IEEE Trans Comput C-35:677; here with
more than two children per node (Srinivasan 1990, "Algorithms for discrete function manipulation").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.checker.condition import Always, Condition, Derived, Group, Leaf, Not
from assistant.checker.space import Variable

#: A node: an inner one is >= 0, a result r is ~r (that is, -r-1).
Node = int

FALSE: Node = ~0
TRUE: Node = ~1
#: The two rails of a condition: the node that is true where it is true, and the node that is true where it is false.
#: They are complements except where a variable may stay unknown.
Rails = tuple[Node, Node]


class Diagram:
    """A store of shared nodes over a fixed order of variables."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        self.level = {variable.key: i for i, variable in enumerate(self.variables)}
        self.levels: list[int] = []
        self.children: list[tuple[Node, ...]] = []
        self._unique: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._derived: dict[str, Rails] = {}

    def make(self, level: int, children: tuple[Node, ...]) -> Node:
        """The node that asks variable `level` and goes on to `children`, one per cell."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, children)
        node = self._unique.get(key)
        if node is None:
            node = self._unique[key] = len(self.levels)
            self.levels.append(level)
            self.children.append(children)
        return node

    def rails(self, condition: Condition) -> Rails:
        """Compile a condition, under Kleene's logic."""
        if isinstance(condition, Always):
            return (TRUE, FALSE) if condition.value else (FALSE, TRUE)
        if isinstance(condition, Leaf):
            return self._leaf(condition)
        if isinstance(condition, Not):
            true, false = self.rails(condition.part)
            return false, true
        if isinstance(condition, Derived):
            if condition.name not in self._derived:
                self._derived[condition.name] = self.rails(condition.part)
            return self._derived[condition.name]
        if isinstance(condition, Group):
            parts = [self.rails(part) for part in condition.parts]
            true = self._at_least(condition.needed, [part[0] for part in parts])
            false = self._at_least(len(parts) - condition.needed + 1, [part[1] for part in parts])
            return true, false
        raise TypeError(f"no way to compile {type(condition).__name__}")

    def either(self, left: Node, right: Node) -> Node:
        """True where one of two truth nodes is."""
        return self._apply(left, right, _or)

    def both(self, left: Node, right: Node) -> Node:
        """True where two truth nodes are."""
        return self._apply(left, right, _and)

    def choose(self, where: Node, then: Node, otherwise: Node) -> Node:
        """`then` where the truth node `where` is true, else `otherwise`."""
        memo: dict[tuple[Node, Node, Node], Node] = {}
        levels, children, leaf_level = self.levels, self.children, len(self.variables)

        def walk(test: Node, then: Node, otherwise: Node) -> Node:
            if test == TRUE or then == otherwise:
                return then
            if test == FALSE:
                return otherwise
            key = (test, then, otherwise)
            if (known := memo.get(key)) is not None:
                return known
            level = min(levels[node] if node >= 0 else leaf_level for node in key)
            width = len(self.variables[level].cells)
            below = [children[node] if node >= 0 and levels[node] == level else (node,) * width for node in key]
            node = self.make(level, tuple(map(walk, *below)))
            memo[key] = node
            return node

        return walk(where, then, otherwise)

    def relabel(self, node: Node, label: Callable[[int], int]) -> Node:
        """The diagram whose result is `label(result)`."""
        memo: dict[Node, Node] = {}

        def walk(node: Node) -> Node:
            if node < 0:
                return ~label(~node)
            if node not in memo:
                memo[node] = self.make(self.levels[node], tuple(map(walk, self.children[node])))
            return memo[node]

        return walk(node)

    def compact(self, *roots: Node) -> tuple[Diagram, tuple[Node, ...]]:
        """A copy that holds only what hangs below `roots`, and the roots in it."""
        copy = Diagram(self.variables)
        moved: dict[Node, Node] = {}

        def move(node: Node) -> Node:
            if node < 0:
                return node
            if node not in moved:
                moved[node] = copy.make(self.levels[node], tuple(move(child) for child in self.children[node]))
            return moved[node]

        return copy, tuple(move(root) for root in roots)

    def result(self, node: Node, cells: Sequence[int]) -> int:
        """The result for one patient: `cells[i]` is the cell of variable i."""
        levels, children = self.levels, self.children
        while node >= 0:
            node = children[node][cells[levels[node]]]
        return ~node

    def reaches_other(self, node: Node, allowed: Sequence[Collection[int]], results: frozenset[int]) -> bool:
        """Whether some patient within `allowed` (cells per variable) has a result outside `results`."""
        levels, children = self.levels, self.children
        seen: set[Node] = set()
        stack = [node]
        while stack:
            node = stack.pop()
            if node < 0:
                if ~node not in results:
                    return True
                continue
            if node in seen:
                continue
            seen.add(node)
            below = children[node]
            stack.extend(below[cell] for cell in allowed[levels[node]])
        return False

    def reachable(self, node: Node, allowed: Sequence[Collection[int]]) -> set[int]:
        """Every result that some patient within `allowed` has."""
        found: set[int] = set()
        seen: set[Node] = set()
        stack = [node]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if node < 0:
                found.add(~node)
            else:
                stack.extend(self.children[node][cell] for cell in allowed[self.levels[node]])
        return found

    def nearest(
        self, node: Node, start: Sequence[int], allowed: Sequence[Collection[int]], results: Callable[[int], bool]
    ) -> dict[int, int] | None:
        """The fewest changes to `start` that lead to one of `results`.

        Returns:
            Level to new cell; ties go to the variable asked first. None where no patient within `allowed` gets there.
        """
        by_distance = self.by_distance(node, start, allowed)
        return next((changes for result, changes in by_distance if results(result)), None)

    def by_distance(
        self, node: Node, start: Sequence[int], allowed: Sequence[Collection[int]]
    ) -> Iterator[tuple[int, dict[int, int]]]:
        """Every result that some patient within `allowed` has, once, with the fewest changes that lead to it.

        By number of changes; ties go to the variable asked first.
        """
        # Each layer holds the nodes that need one change more than the layer before. What hangs below a node is found
        # from the layer that comes upon it first, so no node is followed twice.
        layer: list[tuple[Node, tuple[tuple[int, int], ...]]] = [(node, ())]
        seen: set[Node] = set()
        while layer:
            further: list[tuple[Node, tuple[tuple[int, int], ...]]] = []
            for first, changes in layer:
                node, way = first, True
                while way and node >= 0 and node not in seen:
                    seen.add(node)
                    level = self.levels[node]
                    below = self.children[node]
                    unchanged = start[level]
                    further.extend(
                        (below[cell], (*changes, (level, cell))) for cell in allowed[level] if cell != unchanged
                    )
                    way = unchanged in allowed[level]
                    node = below[unchanged]
                if way and node < 0 and node not in seen:
                    seen.add(node)
                    yield ~node, dict(changes)
            layer = further

    def size(self, node: Node) -> int:
        """How many inner nodes hang below (and at) this one."""
        seen: set[Node] = set()
        stack = [node]
        while stack:
            node = stack.pop()
            if node >= 0 and node not in seen:
                seen.add(node)
                stack.extend(self.children[node])
        return len(seen)

    def _leaf(self, leaf: Leaf) -> Rails:
        level = self.level[leaf.key]
        cells = self.variables[level].cells
        true = tuple(TRUE if cell is not None and leaf.holds(cell) else FALSE for cell in cells)
        false = tuple(TRUE if cell is not None and not leaf.holds(cell) else FALSE for cell in cells)
        return self.make(level, true), self.make(level, false)

    def _at_least(self, needed: int, parts: list[Node]) -> Node:
        # exactly[k]: at least k of the parts seen so far are true.
        counts: list[Node] = [TRUE] + [FALSE] * needed
        for part in parts:
            for k in range(needed, 0, -1):
                counts[k] = self.either(counts[k], self.both(part, counts[k - 1]))
        return counts[needed]

    def _apply(self, left: Node, right: Node, decide: Callable[[Node, Node], Node | None]) -> Node:
        memo: dict[tuple[Node, Node], Node] = {}
        levels, children = self.levels, self.children

        def walk(a: Node, b: Node) -> Node:
            decided = decide(a, b)
            if decided is not None:
                return decided
            known = memo.get((a, b))
            if known is not None:
                return known
            level_a = levels[a] if a >= 0 else len(self.variables)
            level_b = levels[b] if b >= 0 else len(self.variables)
            level = min(level_a, level_b)
            width = len(self.variables[level].cells)
            below_a = children[a] if level_a == level else (a,) * width
            below_b = children[b] if level_b == level else (b,) * width
            node = self.make(level, tuple(walk(x, y) for x, y in zip(below_a, below_b, strict=True)))
            memo[a, b] = node
            return node

        return walk(left, right)


def _or(a: Node, b: Node) -> Node | None:
    if TRUE in {a, b}:
        return TRUE
    if a in {FALSE, b}:
        return b
    return a if b == FALSE else None


def _and(a: Node, b: Node) -> Node | None:
    if FALSE in {a, b}:
        return FALSE
    if a in {TRUE, b}:
        return b
    return a if b == TRUE else None

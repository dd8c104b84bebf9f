"""Finding one patient who shows something: the searches over diagrams that proofs are made of."""

from __future__ import annotations

from collections.abc import Callable

from assistant.checker.diagram import TRUE, Diagram, Node
from assistant.checker.space import Value

#: Level to cell: a patient, as far as it matters.
Cube = dict[int, int]


def restrict(diagram: Diagram, node: Node, level: int, cell: int) -> Node:
    """The diagram for patients who are in this cell of this variable."""
    memo: dict[Node, Node] = {}

    def walk(node: Node) -> Node:
        if node < 0 or diagram.levels[node] > level:
            return node
        if diagram.levels[node] == level:
            return diagram.children[node][cell]
        if node not in memo:
            memo[node] = diagram.make(diagram.levels[node], tuple(map(walk, diagram.children[node])))
        return memo[node]

    return walk(node)


def any_patient(diagram: Diagram, node: Node) -> Cube | None:
    """A patient for whom a truth node is true; None if it never is."""
    return pair_of(diagram, node, TRUE, lambda found, _: found == 1)


def pair_of(diagram: Diagram, left: Node, right: Node, wanted: Callable[[int, int], bool]) -> Cube | None:
    """A patient whose two results are as `wanted`; None if there is none, which is a proof.

    The first cell of each variable is tried first, so the patient is as plain as the search comes upon.
    """
    barren: set[tuple[Node, Node]] = set()
    levels, children, leaf = diagram.levels, diagram.children, len(diagram.variables)

    def walk(a: Node, b: Node) -> Cube | None:
        if a < 0 and b < 0:
            return {} if wanted(~a, ~b) else None
        if (a, b) in barren:
            return None
        level = min(levels[a] if a >= 0 else leaf, levels[b] if b >= 0 else leaf)
        for cell in range(len(diagram.variables[level].cells)):
            below_a = children[a][cell] if a >= 0 and levels[a] == level else a
            below_b = children[b][cell] if b >= 0 and levels[b] == level else b
            if (found := walk(below_a, below_b)) is not None:
                return {level: cell, **found}
        barren.add((a, b))
        return None

    return walk(left, right)


def in_words(diagram: Diagram, cube: Cube) -> str:
    """A patient as `key = value` pairs, those left out that are a plain no."""
    pairs: list[tuple[str, Value | None]] = []
    for level, cell in sorted(cube.items()):
        variable = diagram.variables[level]
        pairs.append((variable.key, variable.cells[cell]))
    said = [f"{key} = {_word(value)}" for key, value in pairs if value not in {False, "none"}]
    return ", ".join(said) or "nothing in particular"


def _word(value: Value | None) -> str:
    if value is None:
        return "unknown"
    return f"{value:g}" if isinstance(value, float) else str(value).lower()

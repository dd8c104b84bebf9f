"""HTML that is safe by construction: every text is escaped, and only elements made here are not."""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"meta", "link", "img", "br"})


class Markup(str):
    """A piece of HTML that needs no escaping."""

    __slots__ = ()


def element(name: str, attributes: dict[str, str | None] | None = None, *content: object) -> Markup:
    """An element; nested content is flattened.

    None is left out, as content and as the value of an attribute; an attribute of "" stands without a value.

    >>> element("p", {"class": "a", "id": None}, "1 < 2", [element("b", None, "&")])
    '<p class="a">1 &lt; 2<b>&amp;</b></p>'
    """
    given = "".join(
        f' {key}="{html.escape(value)}"' if value else f" {key}"
        for key, value in (attributes or {}).items()
        if value is not None
    )
    opened = f"<{name}{given}>"
    return Markup(opened if name in _VOID else f"{opened}{''.join(_written(content))}</{name}>")


def _written(content: Iterable[object]) -> Iterable[str]:
    for each in content:
        if isinstance(each, Markup):
            yield each
        elif isinstance(each, str):
            yield html.escape(each, quote=False)
        elif isinstance(each, Iterable):
            yield from _written(each)
        elif each is not None:
            raise TypeError(f"{type(each).__name__} cannot stand in a page; write it as text")

"""One entry of a feed as a flat list of named values, whatever the format it stood in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from longhaul_worker.feeds.nodes import HTML_NAMES, Node

_MOST_AROUND = 30
_PLACEHOLDERS = frozenset({"n/a", "-", "--", "null", "undefined", "not specified", "not available", "unknown", "tbd"})
_FOREIGN = frozenset({"media", "itunes", "atom", "dc", "dcterms", "a10"})


@dataclass
class Entry:
    """An entry's values in document order, by the path of their elements.

    A path joins local names in lower case without signs: `<job_type>` is `jobtype`, a `<name>` in a `<company>` is
    `company/name`, an attribute `href` of `<link>` is `link@href`. Element content that is HTML is kept as HTML.
    """

    values: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    inherited: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        self._by_path: dict[str, list[str]] = {}
        for path, value in self.values:
            if _says_something(value):
                self._by_path.setdefault(path, []).append(value)

    def first(self, *paths: str) -> str | None:
        """The first value that is not blank, looking for `paths` in their order."""
        return next(self.all(*paths), None)

    def all(self, *paths: str) -> Iterator[str]:
        """Every value that is not blank under `paths`, in the order of `paths`."""
        for path in paths:
            yield from self._by_path.get(path, ())

    def ending(self, end: str) -> str | None:
        """The first value that is not blank under a plain name that ends in `end`."""
        found = (
            value for name, value in self.values if name.endswith(end) and name.isalnum() and _says_something(value)
        )
        return next(found, None)

    def around(self, *paths: str) -> str | None:
        """The first value under `paths` of what encloses the entry, such as a list of one company's jobs."""
        found = (value for path in paths for name, value in self.inherited if name == path and value.strip())
        return next(found, None)


def _says_something(value: str) -> bool:
    stripped = value.strip()
    return bool(stripped) and stripped[:20].lower() not in _PLACEHOLDERS


def entry_of(node: Node, inherited: Sequence[tuple[str, str]] = ()) -> Entry:
    """The values in `node`, and what the nodes around it say for all that they enclose."""
    own = list(node.attributes.items())
    foreign: list[tuple[str, str]] = []
    for child in node.children:
        # A foreign vocabulary's `title` or `link` must not go before the entry's own.
        (foreign if child.prefix in _FOREIGN else own).extend(_flat(child, ""))
    return Entry(own + foreign, inherited)


def said_around(node: Node) -> list[tuple[str, str]]:
    """What `node` says for all that it encloses: attributes and simple children, with and without its own name."""
    simple = ((child.name, child.text) for child in node.children if not child.children)
    near = [*node.attributes.items(), *islice(simple, _MOST_AROUND)]
    return [pair for key, value in near for pair in ((f"{node.name}/{key}", value), (key, value))]


def _flat(node: Node, above: str) -> Iterator[tuple[str, str]]:
    name = node.name
    if name == "link" and node.attributes.get("rel", "alternate") != "alternate":
        name = "otherlink"
    path = f"{above}/{name}" if above else name
    yield from ((f"{path}@{key}", value) for key, value in node.attributes.items())
    if any(child.name in HTML_NAMES for child in node.children):
        yield path, node.markup()
        return
    text = node.own_text()
    if text.strip():
        yield path, text
    for child in node.children:
        yield from _flat(child, path)

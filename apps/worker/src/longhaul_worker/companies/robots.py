"""What a site's `robots.txt` allows us to read (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES: Final = 500_000
_MAX_RULES: Final = 2000


@dataclass(frozen=True)
class Robots:
    """The rules that are for us, and where the site says its sitemaps are."""

    rules: list[tuple[bool, str]] = field(default_factory=list[tuple[bool, str]])
    sitemaps: list[str] = field(default_factory=list[str])

    def allows(self, url: str) -> bool:
        """Whether `url` may be read: the longest matching rule decides, and of two as long the one that allows."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)]
        return max(matching, default=(0, True))[1]


ALLOW_ALL: Final = Robots()
DENY_ALL: Final = Robots(rules=[(False, "/")])


def read_robots(text: str, agent: str) -> Robots:
    """The rules for `agent`: its own group where there is one, else that for everybody."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    sitemaps: list[str] = []
    agents: list[str] = []
    in_rules = False
    for line in text.lstrip("\ufeff").splitlines():
        name, colon, value = line.split("#", 1)[0].partition(":")
        name, value = name.strip().casefold(), value.strip()
        if not colon:
            continue
        match name:
            case "user-agent":
                if in_rules:
                    agents, in_rules = [], False
                agents.append(value.casefold())
                groups.setdefault(value.casefold(), [])
            case "allow" | "disallow":
                in_rules = True
                for one in agents:
                    if value and len(groups[one]) < _MAX_RULES:
                        groups[one].append((name == "allow", _normal(value)))
            case "sitemap":
                sitemaps.append(value)
            case _:
                pass
    product = agent.split("/", 1)[0].casefold()
    own = [name for name in groups if name != "*" and name and product.startswith(name)]
    rules = groups[max(own, key=len)] if own else groups.get("*", [])
    return Robots(rules=rules, sitemaps=sitemaps[:5])


def _matches(pattern: str, path: str) -> bool:
    """Whether `pattern`, in which `*` stands for anything and a last `$` for the end, is how `path` begins."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in others[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = others[-1] if others else ""
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at if others else at == len(path)
    return path.find(last, at) >= 0


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/%*$?&=+,;:@!~'()[]")

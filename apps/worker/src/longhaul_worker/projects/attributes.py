"""Reads what `.gitattributes` says of a repository's files: whose they are, and in which language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_RULES: Final = 300
_PATTERN_CHARS: Final = 200
_STARS: Final = 5
_NAMES: Final = {"vendored": "is_foreign", "generated": "is_foreign", "documentation": "is_document"}
_FALSE: Final = frozenset({"false", "0", "no", "off"})


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one file; None where nothing is."""

    is_foreign: bool | None = None
    is_document: bool | None = None
    is_detectable: bool | None = None
    language: str | None = None


class Attributes:
    """The rules of one file, of which the last that fits decides."""

    def __init__(self, rules: Sequence[tuple[re.Pattern[str], dict[str, str | bool]]]) -> None:
        self._rules = rules

    def of(self, path: str) -> Said:
        """What the rules say of the file at `path`."""
        said: dict[str, str | bool] = {}
        for pattern, values in self._rules:
            if pattern.fullmatch(path):
                said |= values
        return Said(
            is_foreign=_flag(said.get("is_foreign")),
            is_document=_flag(said.get("is_document")),
            is_detectable=_flag(said.get("is_detectable")),
            language=str(said["language"]) if "language" in said else None,
        )


def read_attributes(text: str) -> Attributes:
    """The rules in the text of a `.gitattributes` that are about languages."""
    rules: list[tuple[re.Pattern[str], dict[str, str | bool]]] = []
    for line in text.split("\n"):
        words = line.split()
        if len(words) < 2 or words[0].startswith("#") or len(words[0]) > _PATTERN_CHARS or words[0].count("*") > _STARS:
            continue
        values = dict(pair for word in words[1:] if (pair := _pair(word)) is not None)
        if values:
            rules.append((_pattern(words[0].strip('"')), values))
    return Attributes(rules[:_RULES])


def _pair(word: str) -> tuple[str, str | bool] | None:
    name, _, value = word.lstrip("-!").partition("=")
    if not name.startswith("linguist-"):
        return None
    what = name.removeprefix("linguist-")
    if what == "language":
        return "language", value
    key = "is_detectable" if what == "detectable" else _NAMES.get(what)
    return None if key is None else (key, not word.startswith("-") and value.lower() not in _FALSE)


def _pattern(glob: str) -> re.Pattern[str]:
    """The pattern of git as a regular expression: without a slash inside it fits at any depth."""
    anchored = "/" in glob.rstrip("/")
    body = ""
    # Runs of stars are joined first: each one would multiply the time that a long name takes.
    for part in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", re.sub(r"\*{3,}", "**", glob.strip("/"))):
        match part:
            case "**/":
                body += "(?:[^/]+/)*+"
            case "**":
                body += ".*"
            case "*":
                body += "[^/]*"
            case "?":
                body += "[^/]"
            case _:
                body += re.escape(part)
    return re.compile(("" if anchored else r"(?:.*/)?") + body + "(?:/.*)?")


def _flag(value: str | bool | None) -> bool | None:
    return value if isinstance(value, bool) else None

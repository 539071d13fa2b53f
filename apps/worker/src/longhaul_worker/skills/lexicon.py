"""The lexicon of skills: canonical names, and finding them in lists and in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import ahocorasick_rs
import yaml

_EDGE = re.compile(r"[\w+#]")


@dataclass(frozen=True, slots=True)
class Skill:
    """A canonical skill."""

    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Skills by name and alias in lower case, and an automaton over all of them; `everyday` are ordinary words too."""

    by_alias: dict[str, Skill]
    everyday: frozenset[str]
    aliases: list[str]
    automaton: ahocorasick_rs.AhoCorasick

    def canonical(self, text: str) -> Skill | None:
        """The skill that the whole of `text` names, whatever its capitals."""
        plain = " ".join(text.lower().split())
        found = self.by_alias.get(plain) or self.by_alias.get(plain.replace("-", " "))
        if found is None:
            found = self.by_alias.get(re.sub(r"\s*\(.*\)$|\s+\d+(?:\.\d+)*\+?$", "", plain))
        return found

    def find(self, text: str, *, in_list: bool) -> list[tuple[Skill, str]]:
        """Skills named anywhere in `text`, each once and with the words it was found by.

        Everyday words count only where `in_list`; names of up to two letters only in the capitals of the lexicon.
        """
        lower = text.lower()
        if len(lower) != len(text):
            text = lower
        found: dict[str, tuple[Skill, str]] = {}
        for index, start, end in self.automaton.find_matches_as_indexes(lower, overlapping=False):
            skill = self.by_alias[self.aliases[index]]
            words = text[start:end]
            if not _is_whole(text, start, end) or skill.name in found:
                continue
            if not in_list and (
                words.lower() in self.everyday or (len(words) <= 3 and words != words.upper() and words.isalpha())
            ):
                continue
            if len(words) <= 2 and words != words.upper() and words != skill.name:
                continue
            found[skill.name] = (skill, words)
        return list(found.values())


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that is part of the package."""
    source = files("longhaul_worker.skills").joinpath("skills.yaml").read_text("utf-8")
    table = cast("dict[str, list[object]]", yaml.load(source, Loader=yaml.CSafeLoader))
    everyday = frozenset(str(name).lower() for name in table.pop("only_in_lists"))
    by_alias: dict[str, Skill] = {}
    for category, entries in table.items():
        for entry in entries:
            names = [name.strip() for name in str(entry).split(";")]
            skill = Skill(names[0], category)
            for name in names:
                by_alias.setdefault(name.lower(), skill)
    aliases = sorted(by_alias)
    automaton = ahocorasick_rs.AhoCorasick(aliases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return Lexicon(by_alias, everyday, aliases, automaton)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the match is not part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (
        _EDGE.match(before) or (before in ".-@/" and text[start - 2 : start - 1].isalnum() and before != "/")
    ):
        return False
    return not (after and (_EDGE.match(after) or (after in "-@" and text[end + 1 : end + 2].isalnum())))

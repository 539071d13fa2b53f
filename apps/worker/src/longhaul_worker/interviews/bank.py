"""The bank of questions: by skill, and families of questions that fit any topic, any CV or any company."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, cast

import yaml

FILES: Final = ("software", "data_and_cloud", "professions", "families", "frames", "generic", "study")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question or a template of one: `{topic}`, `{quote}` and the like stand for what is put in.

    `difficulty` is 1 to 5; `tags` say when it fits, such as `senior` or `number`.
    """

    text: str
    difficulty: int
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions by the canonical name of a skill, and families of templates by their name."""

    by_skill: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])
    families: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])

    def about(self, skill: str) -> list[Entry]:
        """The bank's own questions about a skill; none for most."""
        return self.by_skill.get(skill, [])

    def family(self, name: str) -> list[Entry]:
        """The templates of a family. Raises `KeyError` for one that does not exist."""
        return self.families[name]


@cache
def load_bank() -> Bank:
    """The bank that is part of the package."""
    bank = Bank()
    for name in FILES:
        source = files("longhaul_worker.interviews").joinpath("bank", f"{name}.yaml").read_text("utf-8")
        table = cast("dict[str, dict[str, list[str]]]", yaml.load(source, Loader=yaml.CSafeLoader))
        for skill, lines in table.get("skills", {}).items():
            bank.by_skill.setdefault(skill, []).extend(read_entry(line) for line in lines)
        for family, lines in table.get("families", {}).items():
            bank.families.setdefault(family, []).extend(read_entry(line) for line in lines)
    return bank


def read_entry(line: str) -> Entry:
    """An entry from its line in the bank: difficulty, tags, then the text.

    Example:
        >>> read_entry("3 senior | How do you plan {topic}?").difficulty
        3
    """
    head, _, text = line.partition("|")
    difficulty, *tags = head.split()
    return Entry(" ".join(text.split()), int(difficulty), frozenset(tags))

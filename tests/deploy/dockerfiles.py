"""Reads a Dockerfile as far as its tests ask about it."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

ROOT: Final = Path(__file__).parents[2]
APPS: Final = ("api", "worker", "web")


@dataclass(frozen=True)
class Instruction:
    """One instruction, its lines joined."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Its text as a shell splits it."""
        return shlex.split(self.text)


@dataclass(frozen=True)
class Dockerfile:
    """The stages of a file, each with its instructions; the first is what stands before any FROM."""

    stages: list[list[Instruction]]

    @property
    def last(self) -> list[Instruction]:
        """The stage that becomes the image."""
        return self.stages[-1]

    @property
    def builder(self) -> list[Instruction]:
        """The stage that it is built in."""
        return self.stages[1]

    def texts(self, name: str) -> list[str]:
        """The texts of the image's instructions of one kind."""
        return [one.text for one in self.last if one.name == name]

    def only(self, name: str) -> str:
        """The text of the image's one instruction of a kind."""
        (text,) = self.texts(name)
        return text

    def command(self, name: str) -> list[str]:
        """The exec form of ENTRYPOINT, CMD or the CMD of HEALTHCHECK. Raises `ValueError` for the shell form."""
        text = self.only(name)
        return cast("list[str]", json.loads(text.partition("CMD ")[2] if name == "HEALTHCHECK" else text))

    @property
    def environment(self) -> dict[str, str]:
        """What ENV sets in the image."""
        pairs = (word.partition("=") for text in self.texts("ENV") for word in shlex.split(text))
        return {name: value for name, _, value in pairs}


def dockerfile(app: str) -> Dockerfile:
    """The Dockerfile of an app."""
    text = (ROOT / "apps" / app / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[list[Instruction]] = [[]]
    for line in filter(None, joined.splitlines()):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Instruction(name, rest.strip()))
    return Dockerfile(stages)

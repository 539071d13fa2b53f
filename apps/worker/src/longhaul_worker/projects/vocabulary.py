"""Which language a file name, a first line or a notebook's kernel means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final, cast

import yaml

_SHEBANG: Final = re.compile(rb"#!\s*(\S+)(?:[ \t]+([^\n]*))?")
_VERSION: Final = re.compile(r"[\d.]+$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Languages by ending, whole name, interpreter and kernel, all in lower case but the names; skills by language."""

    endings: Mapping[str, str]
    names: Mapping[str, str]
    interpreters: Mapping[str, str]
    kernels: Mapping[str, str]
    skills: Mapping[str, str]

    def by_name(self, path: str) -> str | None:
        """The language that the file's name means."""
        name = PurePosixPath(path).name
        if name in self.names:
            return self.names[name]
        if name.lower().endswith(".blade.php"):
            return "Blade"
        stem, dot, ending = name.rpartition(".")
        if dot and stem:
            return self.endings.get(ending.lower()) or self._dockerfile(name)
        return self._dockerfile(name)

    def by_first_line(self, content: bytes) -> str | None:
        """The language of the program that `#!` names."""
        found = _SHEBANG.match(content[:300])
        if found is None:
            return None
        program = found[1].decode("ascii", errors="replace").rpartition("/")[2]
        if program == "env":
            words = (found[2] or b"").decode("ascii", errors="replace").split()
            program = next((word for word in words if not word.startswith("-") and "=" not in word), "")
            program = program.rpartition("/")[2]
        return self.interpreters.get(program) or self.interpreters.get(_VERSION.sub("", program))

    def _dockerfile(self, name: str) -> str | None:
        is_one = name.lower().startswith(("dockerfile.", "containerfile.")) or name.lower().endswith(".dockerfile")
        return "Dockerfile" if is_one else None


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that is part of the package."""
    source = files("longhaul_worker.projects").joinpath("languages.yaml").read_text("utf-8")
    table = cast("dict[str, dict[str, str]]", yaml.load(source, Loader=yaml.CSafeLoader))
    turned = {part: _turned(table[part]) for part in ("endings", "names", "interpreters", "kernels")}
    return Vocabulary(**turned, skills=table["skills"])


def _turned(words_by_language: Mapping[str, str]) -> dict[str, str]:
    return {word: language for language, words in words_by_language.items() for word in words.split()}

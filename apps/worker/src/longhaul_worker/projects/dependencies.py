"""Which skills a dependency shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import yaml


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Skills by the whole name of what shows them, and by how such names begin."""

    whole: Mapping[str, Sequence[str]]
    beginnings: Sequence[tuple[str, str]]

    def skills(self, name: str) -> set[str]:
        """The skills that `registry:name` shows; the registry `tool` names a skill itself."""
        registry, _, rest = name.partition(":")
        if registry == "tool":
            return {rest}
        found = {skill for beginning, skill in self.beginnings if name.startswith(beginning)}
        return found.union(self.whole.get(name, ()))


@cache
def load_dependencies() -> Dependencies:
    """The table that is part of the package."""
    source = files("longhaul_worker.projects").joinpath("dependencies.yaml").read_text("utf-8")
    table = cast("dict[str, dict[str, str]]", yaml.load(source, Loader=yaml.CSafeLoader))
    whole: defaultdict[str, list[str]] = defaultdict(list)
    beginnings: list[tuple[str, str]] = []
    for skill, names_by_registry in table.items():
        for registry, names in names_by_registry.items():
            for name in names.split():
                key = f"{registry}:{name if registry == 'file' else name.lower()}"
                if name.endswith("*"):
                    beginnings.append((key[:-1], skill))
                else:
                    whole[key].append(skill)
    return Dependencies(dict(whole), beginnings)

"""Tells which skills a repository shows, each with the files that show it; for child processes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import BaseModel

from career.model import Skill
from longhaul_worker.projects.decoding import decoded, is_binary
from longhaul_worker.projects.dependencies import Dependencies, load_dependencies
from longhaul_worker.projects.imports import imported_skills
from longhaul_worker.projects.manifests.catalogue import reader_of
from longhaul_worker.projects.paths import is_document, is_foreign
from longhaul_worker.projects.scan import Scan
from longhaul_worker.projects.tree import Entry, Tree
from longhaul_worker.projects.vocabulary import load_vocabulary
from longhaul_worker.skills.lexicon import load_lexicon

_MANIFESTS: Final = 2000
_MANIFEST_BYTES: Final = 400_000
_EVIDENCE: Final = 3
_PATH_CHARS: Final = 120
_SKILLS: Final = 120
#: A language is a skill that the repository shows from this many bytes on, or from this share and these few.
_SHARE: Final = 0.03
_BYTES: Final = 4000
_LEAST_BYTES: Final = 60
_LANGUAGE_WEIGHT: Final = 50
_IMPORTS: Final = re.compile(rb"^import (SwiftUI|UIKit|Combine)\b", re.MULTILINE)
#: Files that say what scripts in Python or R need.
_NEEDS: Final = re.compile(
    r"(?:.*/)?(?:pyproject\.toml|[\w.-]*requirements[\w.-]*\.txt|setup\.(?:py|cfg)|Pipfile|environment\.ya?ml|DESCRIPTION"
    r"|renv\.lock)"
)
_SOURCES: Final = 300


class FoundSkills(BaseModel):
    """The skills, those with the most evidence first."""

    skills: list[Skill] = []


def find_skills(directory: str, found: Scan) -> FoundSkills:
    """The skills of the bare repository at `directory`, whose languages are those of its scan."""
    return FoundSkills(skills=skills_of(Tree.of(Path(directory)), found))


def skills_of(tree: Tree, found: Scan) -> list[Skill]:
    """The skills that languages, manifests and telling files show.

    Manifests of examples and documentation count only where there are no others.
    """
    own = [entry for path, entry in tree.entries.items() if not (entry.is_link or is_foreign(path))]
    main = [entry for entry in own if not is_document(entry.path)]
    evidence = _Evidence()
    for language, paths, weight in _shown(found):
        evidence.add(language, paths, weight)
    before = len(evidence.paths)
    evidence.add_all(_from_manifests(tree, main))
    if len(evidence.paths) == before:
        evidence.add_all(_from_manifests(tree, [entry for entry in own if is_document(entry.path)]))
    if not any(_NEEDS.fullmatch(entry.path) for entry in main):
        evidence.add_all(imported_skills(tree, main, load_dependencies()))
    evidence.add_all(_from_sources(tree, main))
    return evidence.skills()


class _Evidence:
    """Collects paths by skill."""

    def __init__(self) -> None:
        self.paths: defaultdict[str, list[str]] = defaultdict(list)
        self._weights: Counter[str] = Counter()

    def add(self, skill: str, paths: Iterable[str], weight: int = 0) -> None:
        self._weights[skill] += weight
        for path in paths:
            self._weights[skill] += 1
            if path not in self.paths[skill] and len(self.paths[skill]) < _EVIDENCE:
                self.paths[skill].append(path)

    def add_all(self, found: Iterable[tuple[str, str]]) -> None:
        for skill, path in found:
            self.add(skill, [path])

    def skills(self) -> list[Skill]:
        lexicon = load_lexicon()
        found: list[Skill] = []
        for name, _ in sorted(self._weights.items(), key=lambda item: (-item[1], item[0])):
            known = lexicon.by_alias.get(name.lower())
            paths = [path[:_PATH_CHARS] for path in self.paths[name]]
            found.append(Skill(name=name, category=known.category if known else None, evidence=paths))
        return found[:_SKILLS]


def _shown(found: Scan) -> Iterator[tuple[str, list[str], int]]:
    """The languages that are skills, by the names that skills have, with a weight by their share."""
    vocabulary, lexicon = load_vocabulary(), load_lexicon()
    total = sum(found.languages.values())
    most = max(found.languages.values(), default=0)
    for language, size in [*found.languages.items(), *found.data.items()]:
        name = vocabulary.skills.get(language, language)
        known = lexicon.by_alias.get(name.lower()) if name else None
        is_large = size >= _BYTES or size == most or (size >= _LEAST_BYTES and size >= _SHARE * total)
        if known is not None and is_large:
            yield known.name, found.examples.get(language, []), round(_LANGUAGE_WEIGHT * size / max(total, size))


def _from_manifests(tree: Tree, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    dependencies = load_dependencies()
    wanted: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.path.count("/"), entry.path)):
        yield from _from_name(entry.path, dependencies)
        if reader_of(entry.path) is not None and (entry.size or 0) <= _MANIFEST_BYTES:
            wanted.append(entry)
    for entry, content in tree.contents(wanted[:_MANIFESTS]):
        reader = reader_of(entry.path)
        if reader is None or is_binary(content):
            continue
        skills: set[str] = set()
        for name in dict.fromkeys(reader(decoded(content))):
            skills |= dependencies.skills(name)
        yield from ((skill, entry.path) for skill in sorted(skills))


def _from_name(path: str, dependencies: Dependencies) -> Iterator[tuple[str, str]]:
    for skill in sorted(dependencies.skills(f"file:{PurePosixPath(path).name}")):
        yield skill, path


def _from_sources(tree: Tree, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """What is used without being a dependency that a manifest could name."""
    swift = [entry for entry in entries if entry.path.endswith(".swift")]
    for entry, content in tree.contents(swift[:_SOURCES]):
        for name in set(_IMPORTS.findall(content[:4000])):
            if name in {b"SwiftUI", b"UIKit"}:
                yield name.decode("ascii"), entry.path
                yield "iOS", entry.path

"""Counts how much of a repository's own source is in which language; for child processes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import BaseModel

from longhaul_worker.projects.ambiguous import SHARED, decide
from longhaul_worker.projects.attributes import Attributes, Said, read_attributes
from longhaul_worker.projects.decoding import decoded, is_binary
from longhaul_worker.projects.generated import looks_generated
from longhaul_worker.projects.notebooks import code_of
from longhaul_worker.projects.paths import is_document, is_foreign, is_generated, is_setting
from longhaul_worker.projects.tree import Entry, Tree
from longhaul_worker.projects.vocabulary import Vocabulary, load_vocabulary

_READ_BYTES: Final = 64_000_000
_EXAMPLES: Final = 3
_SCRIPT_BYTES: Final = 200_000
#: Written by people, but what is in them is data: they say nothing of what a program is written in.
_DATA: Final = frozenset({"SQL", "GraphQL"})
#: Which languages are what a repository is for only where there is nothing else.
_MINOR: Final = frozenset({"Makefile", "CMake", "Dockerfile", "Batchfile", "Just", "Starlark"})


class Scan(BaseModel):
    """Languages by bytes, with up to three paths of each; `data` are those that do not count, such as SQL."""

    languages: dict[str, int]
    data: dict[str, int]
    examples: dict[str, list[str]]
    files: int
    bytes: int
    is_complete: bool


def scan(directory: str) -> Scan:
    """Read the bare repository at `directory`."""
    tree = Tree.of(Path(directory))
    attributes = tree.read(".gitattributes")
    return scan_tree(tree, read_attributes(decoded(attributes or b"")))


def scan_tree(tree: Tree, attributes: Attributes) -> Scan:
    """Count the languages of the files that are the repository's own.

    What is vendored, generated or only documents or sets up something does not count, unless there is nothing else.
    """
    own: list[tuple[Entry, Said]] = []
    documents: list[tuple[Entry, Said]] = []
    for path, entry in tree.entries.items():
        said = attributes.of(path)
        if entry.is_link or not entry.is_readable or not entry.size or _is_left_out(path, said):
            continue
        is_doc = said.is_document if said.is_document is not None else is_document(path) or is_setting(path)
        (documents if is_doc else own).append((entry, said))
    counter = _Counter(load_vocabulary())
    counter.count(tree, own)
    if not counter.has_source:
        counter.count(tree, documents)
    if not counter.has_source:
        # A repository of nothing but queries is one in SQL.
        counter.languages, counter.data = counter.data + counter.languages, Counter()
    return Scan(
        languages=dict(counter.languages.most_common()),
        data=dict(counter.data.most_common()),
        examples={name: counter.largest(name) for name in (*counter.languages, *counter.data)},
        files=len(tree.entries),
        bytes=sum(entry.size or 0 for entry in tree.entries.values()),
        is_complete=tree.is_complete,
    )


def _is_left_out(path: str, said: Said) -> bool:
    if said.is_detectable is False or path.startswith((".github/", ".gitlab/", ".circleci/")):
        return True
    return said.is_foreign if said.is_foreign is not None else is_foreign(path) or is_generated(path)


class _Counter:
    """Adds up bytes by language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.languages: Counter[str] = Counter()
        self.data: Counter[str] = Counter()
        self._vocabulary = vocabulary
        self._paths: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)

    @property
    def has_source(self) -> bool:
        """Whether there is a language that a program is written in."""
        return any(language not in _MINOR for language in self.languages)

    def largest(self, language: str) -> list[str]:
        """The paths of its largest files."""
        return [path for _, path in sorted(self._paths[language], key=lambda file: (-file[0], file[1]))[:_EXAMPLES]]

    def count(self, tree: Tree, files: Iterable[tuple[Entry, Said]]) -> None:
        """Add these files; headers last, because their language depends on the others."""
        said = {entry.path: words for entry, words in files}
        wanted = [tree.entries[path] for path in said if self._may_count(path, tree.entries[path], said[path])]
        wanted.sort(key=lambda entry: (_ending(entry.path) == "h", entry.path))
        left = _READ_BYTES
        read: list[Entry] = []
        for entry in wanted:
            left -= entry.size or 0
            if left >= 0:
                read.append(entry)
            elif (language := self._vocabulary.by_name(entry.path)) is not None:
                self._add(language, entry.size or 0, entry.path, said[entry.path])
        for entry, content in tree.contents(read):
            self._look(entry, content, said[entry.path])

    def _may_count(self, path: str, entry: Entry, said: Said) -> bool:
        """Whether the file can be in a language at all; spares reading pictures and the like."""
        if said.language is not None or self._vocabulary.by_name(path) is not None:
            return True
        ending = _ending(path)
        return ending in SHARED or ending == "ipynb" or (ending == "" and (entry.size or 0) <= _SCRIPT_BYTES)

    def _look(self, entry: Entry, content: bytes, said: Said) -> None:
        if is_binary(content):
            return
        ending = _ending(entry.path)
        if said.language is not None:
            language = self._called(said.language)
            if language is not None:
                self._add(language, len(content), entry.path, said)
            return
        if ending == "ipynb":
            found = code_of(content, self._vocabulary.kernels)
            if found is not None:
                self._add(*found, entry.path, said)
            return
        by_name = self._vocabulary.by_name(entry.path)
        if ending in SHARED and (by_name is None or by_name == self._vocabulary.endings.get(ending)):
            language = decide(ending, content, self.languages)
        else:
            language = by_name or self._vocabulary.by_first_line(content)
        if language is not None and (said.is_foreign is False or not looks_generated(content, language)):
            self._add(language, len(content), entry.path, said)

    def _add(self, language: str, size: int, path: str, said: Said) -> None:
        counts = self.data if language in _DATA and not said.is_detectable else self.languages
        counts[language] += size
        self._paths[language].append((size, path))

    def _called(self, name: str) -> str | None:
        """The language that `.gitattributes` names, in our spelling; None for one that is no source, such as JSON."""
        plain = name.replace("-", " ").lower()
        known = {*self._vocabulary.endings.values(), *self._vocabulary.names.values()}
        return next((language for language in known if language.lower() == plain), None)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix[1:].lower()

"""Tells a repository's own files from those it only carries: vendored, generated, fixtures, documents."""

from __future__ import annotations

import re
from typing import Final

_FOREIGN: Final = re.compile(
    r"^deps/|(?:^|/)(?:node_modules|bower_components|jspm_packages|vendor|vendors|vendored|third[-_]?party|3rd[-_]?party"
    r"|externals?|extern|_vendor|dist|build/static|\.next|\.nuxt|\.yarn|\.venv|venv|virtualenv"
    r"|site-packages|__pycache__|\.git|\.svn|\.idea|\.vscode|\.gradle|gradle/wrapper|\.mvn|Pods|Carthage|DerivedData"
    r"|testdata|test[-_]data|fixtures?|__fixtures__|__snapshots__|snapshots|\.terraform|coverage|htmlcov|\.cache"
    r"|godeps|bower_libs|wheelhouse|elm-stuff|obj|bin/(?:Debug|Release)|\.dart_tool|ephemeral|jquery[^/]*/dist)/",
    re.IGNORECASE,
)
_CARRIED_FILE: Final = re.compile(
    r"(?:^|/)(?:[^/]*[.-]min\.(?:js|css|mjs)|[^/]*\.bundle\.js|[^/]*-bundle\.js|jquery[^/]*\.js"
    r"|bootstrap(?:[.-](?:bundle|grid|reboot|utilities|theme|\d)[^/]*)?\.css|bootstrap[.-](?:bundle|\d)[^/]*\.js"
    r"|d3(?:\.v\d+)?\.js|react(?:-dom)?\.(?:development|production)[^/]*\.js|mvnw(?:\.cmd)?|gradlew(?:\.bat)?|configure"
    r"|config\.(?:guess|sub)|aclocal\.m4|libtool\.m4|ltmain\.sh|install-sh|depcomp|missing|waf|normalize\.css"
    r"|font-?awesome[^/]*\.css|sqlite3\.[ch]|catch\.hpp|doctest\.h|stb_[^/]*\.h|uglify[^/]*\.js|moment\.js)$",
    re.IGNORECASE,
)
_GENERATED: Final = re.compile(
    r"(?:^|/)(?:[^/]*\.map|[^/]*_pb2(?:_grpc)?\.pyi?|[^/]*\.pb\.(?:go|cc|h|dart|gw\.go)|[^/]*_grpc\.pb\.go|[^/]*\.g\.dart"
    r"|[^/]*\.freezed\.dart|[^/]*\.(?:designer|g|g\.i)\.cs|[^/]*\.generated\.[a-z]+|[^/]*_generated\.[a-z]+"
    r"|zz_generated[^/]*|[^/]*_string\.go|bindata\.go|[^/]*\.gen\.(?:go|ts|tsx|js)|generated_plugin_registrant[^/]*"
    r"|versioneer\.py|_version\.py|parser\.out|next-env\.d\.ts|vite-env\.d\.ts|schema\.graphql\.ts"
    r"|lex\.yy\.c|(?:moc|qrc|ui)_[^/]*\.(?:cpp|h)|[^/]*\.tab\.[ch])$"
    r"|(?:^|/)(?:__generated__|generated|gen-[a-z]+|autogen)/",
    re.IGNORECASE,
)
_DOCUMENT: Final = re.compile(
    r"^(?:docs?|documentation|examples?|samples?|demos?|man)/"
    r"|(?:^|/)(?:documentation|javadoc|groovydoc|apidocs?|_site|doxygen|storybook-static)/",
    re.IGNORECASE,
)
_SETTINGS: Final = re.compile(
    r"(?:^|/)(?:[^/]+\.config\.[cm]?[jt]s|\.[^/]+rc\.[cm]?js|[^/]+\.gradle(?:\.kts)?|(?:gulp|grunt)file\.[jt]s|\.pryrc)$",
    re.IGNORECASE,
)
_LOCK: Final = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock"
    r"|Pipfile\.lock|pdm\.lock|Gemfile\.lock|composer\.lock|Cargo\.lock|go\.(?:sum|work\.sum)|mix\.lock|pubspec\.lock"
    r"|flake\.lock|packages\.lock\.json|Podfile\.lock|\.terraform\.lock\.hcl|deno\.lock|gradle\.lockfile|[^/]+\.lock)$",
    re.IGNORECASE,
)


def is_foreign(path: str) -> bool:
    """Whether the file was written by somebody else, or is input of tests."""
    return bool(_FOREIGN.search(path) or _CARRIED_FILE.search(path))


def is_generated(path: str) -> bool:
    """Whether the name says that a program wrote the file."""
    return bool(_GENERATED.search(path) or _LOCK.search(path))


def is_lock(path: str) -> bool:
    """Whether the file pins versions."""
    return bool(_LOCK.search(path))


def is_document(path: str) -> bool:
    """Whether the file is part of documentation, examples or demonstrations."""
    return bool(_DOCUMENT.search(path))


def is_setting(path: str) -> bool:
    """Whether the file only sets up a tool, though it is written in a programming language."""
    return bool(_SETTINGS.search(path))

"""Libraries of projects in C and C++: CMake, vcpkg, Conan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from longhaul_worker.projects.manifests.reading import json_object, listed, mapping

_PACKAGE: Final = re.compile(r"^[^#\n]*?\bfind_package\s*\(\s*([\w.+-]+)", re.IGNORECASE | re.MULTILINE)
_LANGUAGES: Final = re.compile(r"\b(?:project|enable_language)\s*\([^)]*\bCUDA\b", re.IGNORECASE)
_CONAN: Final = re.compile(r"^[ \t]*(?:self\.requires\(\s*[\"'])?([\w.+-]+)/\d[\w.]*", re.MULTILINE)


def cmake(text: str) -> Iterable[str]:
    """Packages that a CMakeLists.txt looks for; they are known by the names they have at vcpkg too."""
    names = {name.lower() for name in _PACKAGE.findall(text)}
    found = [f"{registry}:{name}" for name in sorted(names) for registry in ("cmake", "vcpkg")]
    if _LANGUAGES.search(text) or names & {"cuda", "cudatoolkit"}:
        found.append("tool:CUDA")
    return found


def vcpkg(text: str) -> Iterable[str]:
    """Libraries of a vcpkg.json."""
    entries = listed(json_object(text).get("dependencies"))
    names = (entry if isinstance(entry, str) else mapping(entry).get("name") for entry in entries)
    return [f"vcpkg:{name.lower()}" for name in names if isinstance(name, str)]


def conan(text: str) -> Iterable[str]:
    """Libraries of a conanfile in both its forms."""
    return [f"vcpkg:{name.lower()}" for name in _CONAN.findall(text)]

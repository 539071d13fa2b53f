"""Dependencies of projects for the JVM: pom.xml, Gradle and its version catalogue, sbt, Leiningen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from longhaul_worker.projects.manifests.reading import local_name, mapping, toml, xml

_COMMENT: Final = re.compile(r"(?<![:\w])//[^\n]*|/\*.*?\*/", re.DOTALL)
_COORDINATES: Final = re.compile(r"""["']([\w.-]{1,120}):([\w.-]{1,120})(?::[^"'\s]{0,120})?["']""")
_NAMED: Final = re.compile(r"""group\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["']""")
_PLUGIN: Final = re.compile(r"""\bid\s*\(?\s*["']([\w.-]+)["']|apply\s*\(?\s*plugin\s*[:=]\s*["']([\w.-]+)["']""")
_KOTLIN: Final = re.compile(r"""\bkotlin\s*\(\s*["'](jvm|android|multiplatform|plugin\.\w+)["']""")
_SBT: Final = re.compile(r'"([\w.-]+)"\s*%%?%?\s*"([\w.-]+)"')
_LEIN: Final = re.compile(r"\[([\w.-]+)/([\w.-]+)\s+\"")
_PARTS: Final = frozenset({"dependency", "plugin", "parent"})
_TEST_KIT: Final = re.compile(r"\buseJUnitPlatform\b")


def pom(text: str) -> Iterable[str]:
    """Dependencies, plugins and the parent of a pom.xml."""
    root = xml(text)
    if root is None:
        return []
    return [name for element in root.iter() if local_name(element) in _PARTS and (name := _coordinates(element))]


def gradle(text: str) -> Iterable[str]:
    """Dependencies and plugins of a build.gradle or build.gradle.kts."""
    source = _COMMENT.sub("", text)
    found = [f"maven:{group}:{artifact}".lower() for group, artifact in _COORDINATES.findall(source)]
    found += [f"maven:{group}:{artifact}".lower() for group, artifact in _NAMED.findall(source)]
    for first, second in _PLUGIN.findall(source):
        plugin = (first or second).lower()
        found.append(f"maven:{plugin}:{plugin}")
    if _KOTLIN.search(source):
        found.append("maven:org.jetbrains.kotlin:kotlin-stdlib")
    if _TEST_KIT.search(source):
        found.append("maven:org.junit.jupiter:junit-jupiter")
    return found


def version_catalogue(text: str) -> Iterable[str]:
    """Libraries and plugins of gradle/libs.versions.toml."""
    table = toml(text)
    found: list[str] = []
    for entry in mapping(table.get("libraries")).values():
        if isinstance(entry, str):
            module = ":".join(entry.split(":")[:2])
        else:
            facts = mapping(entry)
            module = str(facts.get("module") or f"{facts.get('group')}:{facts.get('name')}")
        found.append(f"maven:{module}".lower())
    for entry in mapping(table.get("plugins")).values():
        plugin = (entry if isinstance(entry, str) else str(mapping(entry).get("id"))).split(":")[0].lower()
        found.append(f"maven:{plugin}:{plugin}")
    return found


def sbt(text: str) -> Iterable[str]:
    """Libraries of a build.sbt."""
    return [f"maven:{group}:{artifact}".lower() for group, artifact in _SBT.findall(_COMMENT.sub("", text))]


def leiningen(text: str) -> Iterable[str]:
    """Libraries of a project.clj."""
    source = re.sub(r";[^\n]*", "", text)
    return [f"maven:{group}:{artifact}".lower() for group, artifact in _LEIN.findall(source)]


def _coordinates(element: Any) -> str | None:
    parts = {local_name(child): (child.text or "").strip() for child in element}
    group, artifact = parts.get("groupId"), parts.get("artifactId")
    return f"maven:{group}:{artifact}".lower() if group and artifact else None

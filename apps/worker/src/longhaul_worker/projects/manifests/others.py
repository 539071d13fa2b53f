"""Dependencies of projects in Go, Rust, Ruby, PHP, C#, Dart, Elixir, R and Swift."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from longhaul_worker.projects.manifests.reading import json_object, local_name, mapping, toml, xml, yaml_documents

_GO: Final = re.compile(r"^(?:require\s+)?([\w-]+(?:\.[\w-]+)+(?:/\S+)?)\s+v\d\S*(.*)$", re.MULTILINE)
_VERSION: Final = re.compile(r"/v\d+$")
_GEM: Final = re.compile(r"""^[ \t]*(?:gem|\w+\.add(?:_\w+)?_dependency)[\s(]+["']([\w.-]+)["']""", re.MULTILINE)
_HEX: Final = re.compile(r"^[^#\n]*?\{:(\w+),", re.MULTILINE)
_CRAN: Final = re.compile(r"\b([A-Za-z][A-Za-z0-9.]+)\b(?:\s*\([^)]*\))?")
_CRAN_FIELDS: Final = re.compile(r"^(?:Depends|Imports|Suggests|LinkingTo):((?:.*\n?)(?:[ \t]+.*\n?)*)", re.MULTILINE)
_REPLACED: Final = re.compile(
    r"^(?:replace|exclude|retract)\s*\(.*?^\)|^(?:replace|exclude|retract)\s[^\n]*", re.MULTILINE | re.DOTALL
)


def go_mod(text: str) -> Iterable[str]:
    """Modules required directly; those needed by others are marked `// indirect`."""
    source = _REPLACED.sub("", text)
    lines = "\n".join(line.strip() for line in source.split("\n"))
    return [f"go:{_VERSION.sub('', name).lower()}" for name, rest in _GO.findall(lines) if "indirect" not in rest]


def cargo(text: str) -> Iterable[str]:
    """Crates of all kinds, also of a workspace and of targets."""
    table = toml(text)
    parts = [table, mapping(table.get("workspace")), *map(mapping, mapping(table.get("target")).values())]
    found: list[str] = []
    for part in parts:
        for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
            for name, value in mapping(part.get(kind)).items():
                package = mapping(value).get("package", name)
                found.append(f"cargo:{str(package).lower()}")
    return found


def gemfile(text: str) -> Iterable[str]:
    """Gems of a Gemfile or a gemspec."""
    return [f"gem:{name.lower()}" for name in _GEM.findall(text)]


def composer(text: str) -> Iterable[str]:
    """Packages of a composer.json."""
    package = json_object(text)
    names = (name for part in ("require", "require-dev") for name in mapping(package.get(part)))
    return [f"composer:{name.lower()}" for name in names]


def dotnet(text: str) -> Iterable[str]:
    """Packages and SDKs of a project file of .NET, or of packages.config."""
    root = xml(text)
    if root is None:
        return []
    found = [root.get("Sdk") or ""]
    for element in root.iter():
        match local_name(element):
            case "PackageReference" | "PackageVersion":
                found.append(element.get("Include") or element.get("Update") or "")
            case "FrameworkReference":
                found.append(element.get("Include") or "")
            case "package":
                found.append(element.get("id") or "")
            case "UseMaui" if (element.text or "").strip().lower() == "true":
                found.append("Microsoft.Maui.Controls")
            case _:
                pass
    return [f"nuget:{name.partition('/')[0].lower()}" for name in found if name]


def pubspec(text: str) -> Iterable[str]:
    """Packages of a pubspec.yaml."""
    found: list[str] = []
    for document in yaml_documents(text):
        for part in ("dependencies", "dev_dependencies"):
            found += [f"pub:{name.lower()}" for name in mapping(mapping(document).get(part))]
    return found


def mix(text: str) -> Iterable[str]:
    """Packages of a mix.exs."""
    return [f"hex:{name.lower()}" for name in _HEX.findall(text)]


def r_description(text: str) -> Iterable[str]:
    """Packages of an R DESCRIPTION."""
    fields = _CRAN_FIELDS.findall(text)
    return [f"cran:{name.lower()}" for field in fields for name in _CRAN.findall(field)]


def renv(text: str) -> Iterable[str]:
    """Packages that an renv.lock names; R has no other list of what a script needs."""
    return [f"cran:{name.lower()}" for name in mapping(json_object(text).get("Packages"))]

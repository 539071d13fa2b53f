"""Dependencies of Python projects: pyproject.toml, requirements, setup.cfg, setup.py, Pipfile, environment.yml."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterable
from typing import Any, Final

from longhaul_worker.projects.manifests.reading import listed, mapping, texts, toml, yaml_documents

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_SEPARATORS: Final = re.compile(r"[-_.]+")
_EGG: Final = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_REQUIRES: Final = frozenset({"install_requires", "tests_require", "setup_requires", "extras_require", "requires"})


def pyproject(text: str) -> Iterable[str]:
    """Dependencies of PEP 621 and 735, Poetry, PDM, uv, Hatch and Flit."""
    table = toml(text)
    project, tool = mapping(table.get("project")), mapping(table.get("tool"))
    found = texts(project.get("dependencies"))
    groups = [project.get("optional-dependencies"), table.get("dependency-groups")]
    groups.append(mapping(tool.get("pdm")).get("dev-dependencies"))
    for group in groups:
        for entries in mapping(group).values():
            found += texts(entries)
    found += texts(mapping(tool.get("uv")).get("dev-dependencies"))
    for environment in mapping(mapping(tool.get("hatch")).get("envs")).values():
        found += texts(mapping(environment).get("dependencies"))
        found += texts(mapping(environment).get("extra-dependencies"))
    found += _poetry(mapping(tool.get("poetry")))
    flit = mapping(mapping(tool.get("flit")).get("metadata"))
    found += texts(flit.get("requires"))
    names = _names(found)
    # Tools that are set up here are used, whether or not they are listed.
    names += [f"pypi:{name}" for name in ("pytest", "mypy") if name in tool]
    return names


def requirements(text: str) -> Iterable[str]:
    """Lines of a requirements file; options, comments and paths are none."""
    found: list[str] = []
    for line in text.replace("\\\n", " ").split("\n"):
        entry = re.sub(r"(^|\s)#.*$", "", line).strip()
        egg = _EGG.search(line)
        if egg is not None:
            found.append(egg[1])
        elif entry and not entry.startswith(("-", ".", "/", "#")) and "://" not in entry.partition("@")[0]:
            found.append(entry)
    return _names(found)


def setup_cfg(text: str) -> Iterable[str]:
    """`install_requires` and the like of a setup.cfg."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return []
    lines: list[str] = []
    for section in parser.sections():
        for option, value in parser.items(section):
            is_list = option in _REQUIRES and section == "options"
            if value and (is_list or section == "options.extras_require"):
                lines += value.split("\n")
    return requirements("\n".join(line.replace(";", " ;") for line in lines))


def setup_py(text: str) -> Iterable[str]:
    """What a setup.py gives literally, or by a name that it assigned a list to; it is not run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    assigned: dict[str, ast.expr] = {}
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            assigned |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in _REQUIRES:
            value = node.value
            if isinstance(value, ast.Name):
                value = assigned.get(value.id, value)
            found += _strings(value)
    return _names(found)


def pipfile(text: str) -> Iterable[str]:
    """Packages of a Pipfile."""
    table = toml(text)
    return _names(name for part in ("packages", "dev-packages") for name in mapping(table.get(part)))


def conda(text: str) -> Iterable[str]:
    """Dependencies of an environment.yml, among them those from pip."""
    found: list[str] = []
    for document in yaml_documents(text):
        for entry in listed(mapping(document).get("dependencies")):
            if isinstance(entry, str):
                found.append(entry.rpartition("::")[2])
            else:
                found += texts(mapping(entry).get("pip"))
    return [*_names(found), *(f"cran:{name[2:]}" for name in found if name.startswith("r-"))]


def _poetry(poetry: dict[str, Any]) -> list[str]:
    tables = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    tables += [mapping(group).get("dependencies") for group in mapping(poetry.get("group")).values()]
    return [name for table in tables for name in mapping(table)]


def _strings(node: ast.expr) -> list[str]:
    """The texts of a literal list or of a literal mapping's lists; the keys of a mapping are names of extras."""
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in _strings(value)]
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _names(entries: Iterable[str]) -> list[str]:
    found = (_REQUIREMENT.match(entry) for entry in entries)
    return [f"pypi:{_SEPARATORS.sub('-', name[1]).lower()}" for name in found if name is not None]

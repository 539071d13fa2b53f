"""Dependencies of JavaScript projects: package.json, deno.json."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from longhaul_worker.projects.manifests.reading import json_object, mapping

_TABLES: Final = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_NPM: Final = re.compile(r"npm:(@[\w.-]+/[\w.-]+|[\w.-]+)")


def package_json(text: str) -> Iterable[str]:
    """Names of all dependencies, also those for development; with `engines.node` also Node.js."""
    package = json_object(text)
    found = [f"npm:{name.lower()}" for table in _TABLES for name in mapping(package.get(table))]
    # A package that says which Node it runs on is a program for it, unless a page is what it builds.
    if "node" in mapping(package.get("engines")) and not {"npm:react", "npm:vue", "npm:svelte"} & set(found):
        found.append("image:node")
    return found


def deno_json(text: str) -> Iterable[str]:
    """Packages from npm in the import map."""
    imports = mapping(json_object(text).get("imports")).values()
    found = (_NPM.match(str(target)) for target in imports)
    return [f"npm:{name[1].lower()}" for name in found if name is not None]

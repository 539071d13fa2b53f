"""What the page of versions says is so."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from typing import Any

import pytest
from scripts.release.version import PYTHON_PACKAGES, ROOT

from tests.documents.reading import Block, blocks

PAGE = (ROOT / "docs/reference/versioning.md").read_text(encoding="utf-8")


def public_modules() -> tuple[str, ...]:
    """The modules that the page calls public."""
    (paragraph,) = re.findall(r"^Public in Python is .*?The rest", PAGE, re.DOTALL | re.MULTILINE)
    return tuple(re.findall(r"`((?:longhaul|career)[\w.]*)`", paragraph))


def package(folder: str) -> dict[str, Any]:
    """A package.json."""
    return json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))


def needed(row: str) -> str:
    """The first number that the page says is needed for this."""
    (number,) = re.findall(rf"^\| {row}[^|]*\| (\d+(?:\.\d+)?)", PAGE, re.MULTILINE)
    return number


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.name)
def test_examples_import_only_what_is_public(block: Block) -> None:
    imported = [
        node.module
        for node in ast.walk(ast.parse(block.code))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in {"longhaul", "career"}
    ]

    inner = [name for name in imported if not f"{name}.".startswith(tuple(f"{one}." for one in public_modules()))]

    assert inner == []


def test_what_is_needed_is_what_the_packages_ask_for() -> None:
    asked = {
        tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]["requires-python"]
        for folder in (".", *PYTHON_PACKAGES)
    }

    assert {f">={needed('Python')}"} == asked
    assert f">={needed('Node')}" == package(".")["engines"]["node"]
    assert f">={needed('React')}" == package("packages/react")["peerDependencies"]["react"]

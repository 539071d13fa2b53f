"""Code in documents is code: it compiles or parses, and diagrams can be drawn."""

from __future__ import annotations

import ast
import json
import re
import tomllib

import pytest
import yaml
from scripts.chromium import NOT_THERE, chromium, find_chromium

from .reading import ROOT, Block, blocks

_MERMAID = ROOT / "node_modules" / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.name)
def test_python_compiles(block: Block) -> None:
    compile(block.code, block.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


@pytest.mark.parametrize("block", blocks("json", "yaml", "yml", "toml"), ids=lambda block: block.name)
def test_data_parses(block: Block) -> None:
    match block.language:
        case "json":
            json.loads(block.code)
        case "toml":
            tomllib.loads(block.code)
        case _:
            assert list(yaml.safe_load_all(block.code))


def test_every_block_says_what_it_is() -> None:
    assert [] == [block.name for block in blocks("")]


async def test_diagrams_can_be_drawn() -> None:
    path = find_chromium()
    if path is None or not _MERMAID.exists():
        pytest.skip(NOT_THERE if path is None else "node_modules is not there: make web")
    async with chromium(path) as browser:
        page = await browser.new_page()
        await page.add_script_tag(path=_MERMAID)

        faults = [
            f"{block.name}: {fault}"
            for block in blocks("mermaid")
            if (fault := await page.evaluate("text => mermaid.parse(text).then(() => '', String)", block.code))
        ]

        nonsense = await page.evaluate("mermaid.parse('sequenceDiagram\\n nonsense').then(() => '', String)")
    assert faults == []
    assert re.search("error", nonsense, re.IGNORECASE)

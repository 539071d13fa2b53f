"""What documents name is there: commands, modules, variables, routes."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .reading import ROOT, blocks, blocks_of, documents, name_of, spans_of, text_of

_SHELL = ("sh", "console", "text", "bash")
_SUFFIXES = {".py", ".ts", ".tsx", ".mjs", ".yml", ".yaml", ".toml", ".sh", ".example", ".service", ".conf", ""}
_OURS = re.compile(
    r"(?:LONGHAUL|MONGODB|AUTH|LLM|SMTP|MAIL|WEB|BETTER_AUTH|CORS|ALLOW|API|PROJECT|GITHUB|KEEP_ALIVE)_[A-Z0-9_]*[A-Z0-9]"
)
_BESIDE_OPENAPI = frozenset({"/docs", "/openapi.json", "/metrics", "/ws/events"})
_URL = re.compile(r"(?:https?://(?:127\.0\.0\.1|localhost):(?:8000|3000/api)|\$\{?API\}?)(/[^\s'\"?#]*)")


def commands(document: Path) -> Iterator[str]:
    """What a document says to type: lines of its shell blocks and what stands in backticks."""
    yield from spans_of(document)
    for block in blocks_of(document):
        if block.language in _SHELL:
            for line in block.code.replace("\\\n", " ").splitlines():
                yield line.removeprefix("$ ").strip()


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_targets_of_make_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = [one.split() for one in commands(document) if one.startswith("make ")]

    asked = {word for words in named for word in words[1:] if re.fullmatch(r"[a-z]+", word) and "#" not in words}

    assert asked - targets - {"down"} == set()


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_modules_that_are_run_exist(document: Path) -> None:
    named = {found for one in commands(document) for found in re.findall(r"python3? -m ([\w.]+)", one)}
    ours = {name for name in named if name.split(".")[0] in {"scripts", "tests"} or name.startswith("longhaul")}

    assert [] == [name for name in sorted(ours) if importlib.util.find_spec(name) is None]


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_environment_variables_exist(document: Path) -> None:
    named = set(_OURS.findall(text_of(document)))

    assert named - _words_of_the_code() == set()


@pytest.mark.parametrize("block", blocks(*_SHELL), ids=lambda block: block.name)
def test_routes_that_are_asked_exist(block: Any) -> None:
    routes = [_as_pattern(path) for path in (*_openapi()["paths"], *_BESIDE_OPENAPI)]

    asked = [found.rstrip("/") for found in _URL.findall(block.code)]

    assert [] == [path for path in asked if path and not any(route.fullmatch(path) for route in routes)]


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_commands_of_longhaul_exist(document: Path) -> None:
    named = [one.removeprefix(".venv/bin/") for one in commands(document)]

    unknown = [one for one in named if re.match(r"longhaul [a-z-]", one) and (fault := _fault_of(one)) and fault]

    assert unknown == []


def test_an_unknown_command_option_or_route_is_noticed() -> None:
    assert _fault_of("longhaul job ls") == "job"
    assert _fault_of("longhaul jobs ls --no-such-option") == "--no-such-option"
    assert _fault_of("longhaul jobs ls") == ""
    assert ["/no-such"] == _URL.findall("curl 'http://127.0.0.1:8000/no-such?after=0.0'")


def _fault_of(command: str) -> str:
    """The first word of a command line that `longhaul` does not know; empty where it knows all."""
    import typer  # noqa: PLC0415 - the command line is an extra

    from longhaul.cli.app import app  # noqa: PLC0415

    at: Any = typer.main.get_command(app)
    try:
        words = shlex.split(command, comments=True)[1:]
    except ValueError:  # a sentence with an apostrophe
        return ""
    for word in words:
        if word in {"|", ">", "&&", ";"}:
            break
        if word.startswith("-"):
            options = {option for one in at.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
            if word.partition("=")[0] not in options:
                return word
        elif hasattr(at, "commands"):
            if word not in at.commands:
                return word
            at = at.commands[word]
    return ""


@cache
def _words_of_the_code() -> frozenset[str]:
    """Every name in capitals in the repository's sources, and every setting."""
    words: set[str] = set()
    for path in _sources():
        text = path.read_text(encoding="utf-8", errors="ignore")
        words.update(_OURS.findall(text))
        if path.name == "settings.py":  # a field's name in upper case is its variable
            words.update(name.upper() for name in re.findall(r"^    (\w+):", text, re.MULTILINE))
    return frozenset(words)


def _sources() -> Iterator[Path]:
    yield ROOT / "Makefile"
    yield from (path for path in ROOT.glob("*") if path.is_file() and path.suffix in {".yml", ".example"})
    for folder in ("packages", "apps", "scripts", "deploy", "tests"):
        for path in (ROOT / folder).rglob("*"):
            is_made = {"node_modules", ".next", "dist", "__pycache__"} & set(path.parts)
            if path.suffix in _SUFFIXES and not is_made and path.is_file():
                yield path


@cache
def _openapi() -> dict[str, Any]:
    return json.loads(text_of(ROOT / "docs" / "reference" / "openapi.json"))


def _as_pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))

"""The commands that images start: what they answer, and that nothing is started by mistake."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import Final

import pytest

from longhaul_api.__main__ import main as api
from longhaul_worker.__main__ import main as worker
from tests.deploy.dockerfiles import ROOT, dockerfile

MAINS: Final = {"longhaul-api": api, "longhaul-worker": worker}

every_command = pytest.mark.parametrize("command", MAINS)


def ended(command: str, *arguments: str) -> int:
    """The status that a command ends with."""
    with pytest.raises(SystemExit) as end:
        MAINS[command](arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


@every_command
def test_help_names_the_variables_that_matter_and_where_all_of_them_are(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = ended(command, "--help")

    said = capsys.readouterr().out
    assert 0 == status
    assert f"usage: {command}" in said
    assert all(re.search(rf"^  {name} +\S", said, re.MULTILINE) for name in ("MONGODB_URI", "HOST", "PORT"))
    assert "docs/reference/settings.md" in said
    assert 100 >= max(len(line) for line in said.splitlines() if line.startswith("  "))


@every_command
def test_version_is_one_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = ended(command, "--version")

    assert 0 == status
    assert re.fullmatch(rf"{command} \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


@every_command
@pytest.mark.parametrize("argument", ["serve", "--port", "--vers"])
def test_an_argument_that_it_does_not_know_starts_nothing(
    command: str, argument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = ended(command, argument)

    said = capsys.readouterr()
    assert 2 == status
    assert "" == said.out
    assert said.err.startswith(f"{command}: ")
    assert argument in said.err
    assert 1 == said.err.count("\n")


def test_as_a_module_a_worker_asked_for_help_starts_no_worker() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "longhaul_worker", "--help"],
        env={"MONGODB_URI": "mongodb://127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (0, "") == (asked.returncode, asked.stderr)
    assert asked.stdout.startswith("usage: longhaul-worker")


@pytest.mark.parametrize("app", ["api", "worker"])
def test_an_image_starts_a_command_that_its_package_declares(app: str) -> None:
    project = tomllib.loads((ROOT / "apps" / app / "pyproject.toml").read_text("utf-8"))

    (name,) = dockerfile(app).command("CMD")
    assert f"longhaul_{app}.__main__:main" == project["project"]["scripts"][name]

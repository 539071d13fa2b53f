"""The directories of attempts: deleted where the worker was killed, and never one of a worker that lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from longhaul.engine.workspaces import Workspace, sweep_workspaces

AN_HOUR_S = 3600

MAKES_ONE = """
import sys, time
from longhaul.engine.workspaces import Workspace
print(Workspace().path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where these tests' directories are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(path: Path) -> Path:
    """`path`, as if nothing had been put into it for an hour."""
    then = time.time() - AN_HOUR_S
    os.utime(path, (then, then))
    return path


def killed_workers_directory(parent: Path) -> Path:
    """A directory with a file in it whose process was killed."""
    made = subprocess.Popen(
        [sys.executable, "-c", MAKES_ONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(parent)},
    )
    with made:
        assert made.stdout is not None
        path = Path(made.stdout.readline().decode().strip())
        (path / "page.html").write_text("half of it")
        made.send_signal(signal.SIGKILL)
    return path


def test_a_directory_of_a_killed_worker_is_deleted_with_all_in_it(parent: Path) -> None:
    path = aged(killed_workers_directory(parent))

    assert 1 == sweep_workspaces(parent)
    assert not path.exists()


def test_a_directory_of_a_living_worker_stays_however_old(parent: Path) -> None:
    workspace = Workspace()
    aged(workspace.path)

    swept = sweep_workspaces(parent)

    assert (0, True) == (swept, workspace.path.exists())
    workspace.remove()
    assert not workspace.path.exists()


def test_a_directory_that_may_not_be_locked_yet_stays(parent: Path) -> None:
    path = killed_workers_directory(parent)

    assert (0, True) == (sweep_workspaces(parent), path.exists())


def test_a_link_is_not_followed(parent: Path) -> None:
    elsewhere = parent / "precious"
    elsewhere.mkdir()
    (elsewhere / "file").write_text("kept")
    (parent / "longhaul-attempt-link").symlink_to(aged(elsewhere))

    assert (0, True) == (sweep_workspaces(parent), (elsewhere / "file").exists())

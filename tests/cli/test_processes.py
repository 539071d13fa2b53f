"""The command as a process: Ctrl-C, pipes that close, terminals, and what is not there."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from longhaul.runtime import Core
from tests.cli.conftest import MODULE, ROOT, Cli, insert, words

SECRET = "pass-word-9d1f"


async def test_ctrl_c_ends_a_tail_with_130_and_no_traceback(cli: Cli, core: Core) -> None:
    await insert(core)
    process = cli.spawn("events", "tail", "--after", "0.0")
    assert process.stdout is not None
    first = process.stdout.readline()

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert "job.created" in first
    assert (130, "") == (process.returncode, err)


async def test_a_pipe_that_closes_ends_a_tail_quietly(cli: Cli, core: Core) -> None:
    await insert(core, count=200)
    process = cli.spawn("events", "tail", "--after", "0.0", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()

    process.stdout.close()
    err = process.stderr.read()
    process.wait(60)
    process.stderr.close()

    assert '"seq": 1,' in first
    assert (141, "") == (process.returncode, err)


@pytest.mark.parametrize("extra", [{}, {"NO_COLOR": "1"}], ids=["colours", "NO_COLOR"])
async def test_a_table_fits_a_terminal_of_a_hundred_columns(cli: Cli, core: Core, extra: dict[str, str]) -> None:
    await insert(core, "松本" * 30)
    await core.jobs.claim(worker_id="w", queues=["default"], types=["test.echo"], limit=1, lease_s=60)
    controller, terminal = pty.openpty()
    environment = {**os.environ, **cli.environment, "COLUMNS": "100", "TERM": "xterm-256color", **extra}
    command = subprocess.Popen(  # noqa: ASYNC220 - returns as soon as the process exists
        [*MODULE, "jobs", "ls"], env=environment, stdout=terminal, stderr=terminal
    )
    os.close(terminal)

    text = read_all(controller)
    command.wait(60)

    rows = text.splitlines()
    assert 0 == command.returncode
    assert 2 == len(rows), "a row went over the edge"
    assert ("\x1b[3" not in text) == bool(extra)


def read_all(controller: int) -> str:
    """What was written to a terminal until its other end closed."""
    pieces: list[bytes] = []
    try:
        while piece := os.read(controller, 65536):
            pieces.append(piece)
    except OSError:  # Linux says so that nobody has it open any more
        pass
    finally:
        os.close(controller)
    return b"".join(pieces).decode()


@pytest.mark.parametrize(
    "command",
    [["jobs", "ls"], ["doctor"], ["events", "tail"], ["indexes", "build"], ["enqueue", "test.echo"]],
    ids=words,
)
async def test_a_database_that_does_not_answer_is_one_line_and_status_4(
    cli: Cli, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", f"mongodb://someone:{SECRET}@127.0.0.1:1/?authSource=admin")
    monkeypatch.setenv("LONGHAUL_MONGO_TIMEOUT_S", "0.3")

    ran = await cli(*command)

    assert 4 == ran.status
    assert ran.err.startswith("longhaul: the database does not answer")
    assert 1 == len(ran.err.splitlines())
    assert SECRET not in ran.out + ran.err


async def test_settings_that_are_wrong_are_status_2(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", f"mongo://someone:{SECRET}@example.org")

    ran = await cli("jobs", "ls")

    assert (2, "") == (ran.status, ran.out)
    assert ran.err.startswith("longhaul: MONGODB_URI is not usable")
    assert SECRET not in ran.err


def test_without_its_libraries_the_command_says_how_to_install_them(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['typer'] = None; import longhaul.cli; sys.exit(longhaul.cli.main(['doctor']))"

    ran = subprocess.run([sys.executable, "-c", hidden], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "longhaul: the command line is not installed; run: pip install 'longhaul[cli]'\n" == ran.stderr


async def test_the_version_is_told_without_a_database(cli: Cli) -> None:
    ran = await cli("--version")

    assert 0 == ran.status
    assert ran.out.startswith("longhaul ")


async def test_without_a_command_the_help_is_on_standard_error(cli: Cli) -> None:
    ran = await cli("jobs")

    assert (2, "") == (ran.status, ran.out)
    assert "requeue" in ran.err

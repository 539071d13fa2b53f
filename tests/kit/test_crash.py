"""A crash ends its own process at the named point, at the time that it counts to, and nowhere else."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from longhaul.model.probe import POINTS
from longhaul.testing.faults import Crash

SCRIPT = """
import asyncio, sys
from longhaul.testing.faults import Crash

async def main():
    crash = Crash.parse(sys.argv[1])
    for number in range(1, 4):
        print("before", number, flush=True)
        await crash("claiming")
        await crash("ending")

asyncio.run(main())
print("survived", flush=True)
"""


class Deaths:
    """Counts instead of dying."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def run(text: str) -> tuple[int, list[str]]:
    """Exit status and output of a process that goes three times past two points with this crash."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, text], capture_output=True, text=True, check=False, timeout=50)
    assert "" == done.stderr
    return done.returncode, done.stdout.splitlines()


async def test_it_kills_at_its_point_the_first_time() -> None:
    deaths = Deaths()
    crash = Crash("claimed", kill=deaths)

    await crash("claimed")

    assert 1 == deaths.count


async def test_it_kills_at_no_other_point() -> None:
    deaths = Deaths()
    crash = Crash("claimed", kill=deaths)

    for point in POINTS:
        if point != "claimed":
            await crash(point)

    assert 0 == deaths.count


async def test_it_counts_the_times_at_its_own_point_only() -> None:
    deaths = Deaths()
    crash = Crash("ending", 3, kill=deaths)

    counts: list[int] = []
    for point in ("ending", "claimed", "ending", "claimed", "ending"):
        await crash(point)
        counts.append(deaths.count)

    assert [0, 0, 0, 0, 1] == counts


@pytest.mark.parametrize(("text", "times"), [("ending", 1), ("ending:1", 1), ("ending:2", 2)])
async def test_its_text_names_the_point_and_the_time(text: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    deaths = Deaths()
    monkeypatch.setattr("longhaul.testing.faults._kill_this_process", deaths)
    crash = Crash.parse(text)

    reached = 0
    while not deaths.count:
        await crash("ending")
        reached += 1

    assert times == reached


@pytest.mark.parametrize("text", ["lunch", "", "Ending", " ending", "lunch:2"])
def test_a_point_that_does_not_exist_is_refused_with_those_that_do(text: str) -> None:
    with pytest.raises(ValueError, match="there is no point") as refused:
        Crash.parse(text)

    assert [] == [point for point in POINTS if point not in str(refused.value)]


@pytest.mark.parametrize("text", ["ending:0", "ending:-1", "ending:often", "ending:1.5", "ending:1:2"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - two messages, one of them Python's own
        Crash.parse(text)


@pytest.mark.parametrize(("text", "lines"), [("claiming", ["before 1"]), ("ending:2", ["before 1", "before 2"])])
def test_a_real_process_is_gone_at_once(text: str, lines: list[str]) -> None:
    status, output = run(text)

    assert (-signal.SIGKILL, lines) == (status, output)


def test_a_real_process_that_never_comes_to_the_point_lives() -> None:
    status, output = run("ending:4")

    assert (0, "survived") == (status, output[-1])

"""Starts processes as an image's are started: without the rights of root, nothing around them that can be written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.deploy.dockerfiles import ROOT, dockerfile

NOBODY: Final = 65534
_READ_ONLY: Final = "mount --bind /tmp /tmp && mount -o remount,bind,ro / && exec "
_SHELL: Final = ("unshare", "--mount", "--propagation", "private", "sh", "-ec", _READ_ONLY + '"$@"', "sh")
#: What lies in root's own directories may still be read, such as the interpreter; nothing can be written there.
_READER: Final = ("-all", "+dac_read_search")


@cache
def prefix() -> tuple[str, ...]:
    """What a command is put behind to be confined: nobody instead of root, and / read-only where that may be had.

    Whoever is not root is somebody else already and can have no more.
    """
    if os.geteuid() != 0:
        return ()
    capabilities = ",".join(_READER)
    nobody = (
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"),
        *(f"--bounding-set={capabilities}", f"--inh-caps={capabilities}", "--ambient-caps=+dac_read_search"),
    )
    return (*(_SHELL if is_read_only() else ()), *nobody)


@cache
def is_read_only() -> bool:
    """Whether this machine lets a process have a root that is read-only."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    return subprocess.run([*_SHELL, "true"], capture_output=True, check=False).returncode == 0


def environment(app: str, port: int, **variables: str) -> dict[str, str]:
    """The environment of an image, on loopback's port and with no home that could be written."""
    image = {name: value for name, value in dockerfile(app).environment.items() if name != "PATH"}
    return {**image, "PATH": os.environ["PATH"], "HOME": "/nonexistent", "PORT": str(port), **variables}


def command(app: str) -> list[str]:
    """What an image starts, from this checkout: the module that its package declares for that name, or node."""
    said = dockerfile(app).command("CMD")
    if app == "web":
        return said
    project = tomllib.loads((ROOT / "apps" / app / "pyproject.toml").read_text("utf-8"))
    return [sys.executable, "-m", project["project"]["scripts"][said[0]].removesuffix(":main")]


@dataclass
class Process:
    """A confined process."""

    app: str
    popen: subprocess.Popen[bytes]
    environment: Mapping[str, str]

    def is_healthy(self) -> bool:
        """What the image's own health check says."""
        return healthy(self.app, self.environment)

    def end(self) -> int:
        """Ask it to end as a platform does; the exit status, within the time that platforms give."""
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(60)


def healthy(app: str, environment: Mapping[str, str]) -> bool:
    """Run the health check of an image, word for word."""
    program, *arguments = dockerfile(app).command("HEALTHCHECK")
    program = sys.executable if program == "python" else program
    asked = [*prefix(), program, *arguments]
    return subprocess.run(asked, env=environment, capture_output=True, timeout=60, check=False).returncode == 0


@contextmanager
def confined(
    app: str, environment: Mapping[str, str], arguments: Sequence[str] | None = None, directory: Path = Path("/")
) -> Generator[Process]:
    """An image's process for the length of a block."""
    popen = subprocess.Popen(
        [*prefix(), *(arguments or command(app))],
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Process(app, popen, environment)
    finally:
        if popen.poll() is None:
            popen.kill()
        popen.wait(60)

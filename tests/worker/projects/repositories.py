"""Makes bare repositories out of dictionaries of files, in one `git fast-import`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

_GIT = shutil.which("git") or "git"
SYMLINK = "120000"
_ENVIRONMENT = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


def commit(
    directory: Path,
    files: Mapping[str, str | bytes],
    *,
    branch: str = "main",
    links: Mapping[str, str] | None = None,
    at: int = 1_700_000_000,
) -> str:
    """Make the files the whole content of a new commit on `branch`, in a bare repository; its hash.

    `links` are symbolic links by path; `at` is the moment of the commit in seconds.
    """
    if not (directory / "HEAD").exists():
        initialise(directory, branch)
    parts = [f"commit refs/heads/{branch}\n".encode()]
    parts.append(f"committer Ann <ann@example.com> {at} +0000\ndata 4\nwork\n".encode())
    if _git(["rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"], directory, check=False):
        parts.append(f"from refs/heads/{branch}^0\n".encode())
    parts.append(b"deleteall\n")
    for path, content in files.items():
        parts.append(_file("100644", path, content.encode() if isinstance(content, str) else content))
    for path, target in (links or {}).items():
        parts.append(_file(SYMLINK, path, target.encode()))
    _git(["fast-import", "--quiet"], directory, given=b"".join(parts))
    return _git(["rev-parse", f"refs/heads/{branch}"], directory)


def initialise(directory: Path, branch: str = "main") -> None:
    """Make a bare repository without commits."""
    _git(["init", "--quiet", "--bare", f"--initial-branch={branch}", str(directory)])


def tag(directory: Path, name: str, *, annotated: bool = False) -> None:
    """Tag what `main` is now."""
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    _git([*who, "tag", *(["-m", "a tag"] if annotated else []), name, "main"], directory)


def bomb(directory: Path, levels: int = 10, width: int = 10) -> None:
    """Make a bare repository of few objects whose commit has `width ** levels` files."""
    initialise(directory)
    name = _git(["hash-object", "-w", "--stdin"], directory, given=b"x\n")
    entry = "100644 blob"
    for _ in range(levels):
        tree = "".join(f"{entry} {name}\tf{number}\n" for number in range(width))
        name, entry = _git(["mktree"], directory, given=tree.encode()), "040000 tree"
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    sha = _git([*who, "commit-tree", "-m", "x", name], directory)
    _git(["update-ref", "refs/heads/main", sha], directory)


def _file(mode: str, path: str, content: bytes) -> bytes:
    return f"M {mode} inline {_quoted(path)}\ndata {len(content)}\n".encode() + content + b"\n"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _git(command: list[str], directory: Path | None = None, *, given: bytes = b"", check: bool = True) -> str:
    where = [f"--git-dir={directory}"] if directory is not None else []
    done = subprocess.run([_GIT, *where, *command], input=given, capture_output=True, check=check, env=_ENVIRONMENT)
    return done.stdout.decode().strip()

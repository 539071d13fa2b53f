"""Asks git about a repository and fetches it, so that nothing in it can run, write elsewhere or ask for a password."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from longhaul_worker.projects.address import Address
from longhaul_worker.projects.errors import (
    empty_repository,
    error_of,
    ref_not_found,
    timed_out,
    too_large,
)
from longhaul_worker.projects.process import OnSize, Ran, RunLimits, run, size_of

LIMIT_MB: Final = 200
_ASK_S: Final = 30.0
_CLONE_S: Final = 120.0
_SHA_CHARS: Final = frozenset("0123456789abcdef")
#: What the operator may have set about certificates; nothing else of the worker's environment reaches git.
_INHERITED: Final = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SYSTEMROOT")
_SETTINGS: Final = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "credential.helper=",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
    "core.packedGitLimit=128m",
    "core.packedGitWindowSize=16m",
    "pack.threads=2",
    "protocol.allow=never",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The commit a ref means, and the branch that is checked out by default where the server says so."""

    sha: str
    default_branch: str | None


@dataclass(frozen=True, slots=True)
class Clone:
    """A bare repository with one commit: where it is, which commit, and when that was made."""

    directory: Path
    sha: str
    committed_at: datetime | None


def environment(home: Path, protocols: str = "none") -> dict[str, str]:
    """The whole environment that git runs in: no configuration but ours, no prompts, only these protocols."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_ASKPASS": "",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(home),
        "LC_ALL": "C",
        "SSH_ASKPASS": "",
    }


class Git:
    """Runs git for one job. `home` is a directory of that job; clones are made in it."""

    def __init__(self, home: Path, *, limit_mb: int = LIMIT_MB, seconds: float = _CLONE_S) -> None:
        self._home = home
        self._limit_mb = limit_mb
        self._seconds = seconds

    async def head(self, address: Address, ref: str | None, on_size: OnSize | None = None) -> Head:
        """The commit that `ref`, or the default branch, means at the server now. Raises `RepositoryError`.

        `on_size` is called while git is asked, so that it can end the wait.
        """
        asked = [f"refs/heads/{ref}", f"refs/tags/{ref}", f"refs/tags/{ref}^{{}}"] if ref else []
        command = ["ls-remote", "--symref", "--", address.url, "HEAD", *asked]
        ran = await self._git(address, command, ref=ref, seconds=_ASK_S, on_size=on_size)
        branch, hashes = _advertised(ran.output.decode(errors="replace"))
        if ref is None:
            if "HEAD" in hashes:
                return Head(hashes["HEAD"], branch)
            raise empty_repository()
        # A tag that is an object of its own stands for the commit it points at.
        for name in (asked[0], asked[2], asked[1]):
            if name in hashes:
                return Head(hashes[name], branch)
        if is_hash(ref):
            return Head(ref, branch)
        raise ref_not_found(ref)

    async def clone(self, address: Address, ref: str | None, on_size: OnSize | None = None) -> Clone:
        """Fetch the one commit into a bare repository, without large files. Raises `RepositoryError`.

        `on_size` is told the bytes received, a few times a second.
        """
        directory = self._home / "repository.git"
        shutil.rmtree(directory, ignore_errors=True)

        async def watch(size: int) -> None:
            if size > self._limit_mb * 1_000_000:
                raise too_large(self._limit_mb)
            if on_size is not None:
                await on_size(size)

        shallow = ["--depth", "1", "--no-tags", "--filter=blob:limit=1m"]
        where = ["--", address.url]
        if ref is not None and is_hash(ref):
            await self._git(address, ["init", "--quiet", "--bare", "--template=", "--", str(directory)], ref=ref)
            fetch = [f"--git-dir={directory}", "fetch", "--quiet", *shallow, *where, f"{ref}:refs/heads/asked"]
            await self._git(address, fetch, ref=ref, watched=directory, on_size=watch)
            await self._git(address, [f"--git-dir={directory}", "symbolic-ref", "HEAD", "refs/heads/asked"], ref=ref)
        else:
            branch = ["--branch", ref] if ref is not None else []
            clone = ["clone", "--quiet", "--bare", "--template=", "--single-branch", *shallow, *branch]
            await self._git(address, [*clone, *where, str(directory)], ref=ref, watched=directory, on_size=watch)
        if size_of(directory) > self._limit_mb * 1_000_000:
            raise too_large(self._limit_mb)
        return await self._cloned(address, directory)

    async def _cloned(self, address: Address, directory: Path) -> Clone:
        show = [f"--git-dir={directory}", "show", "--no-patch", "--format=%H %ct", "HEAD^{commit}", "--"]
        ran = await self._git(address, show, ref=None)
        sha, _, seconds = ran.output.decode("ascii", errors="replace").strip().rpartition("\n")[2].partition(" ")
        return Clone(directory, sha, _moment(seconds))

    async def _git(
        self,
        address: Address,
        command: Sequence[str],
        *,
        ref: str | None,
        seconds: float | None = None,
        watched: Path | None = None,
        on_size: OnSize | None = None,
    ) -> Ran:
        settings = [*_SETTINGS, f"protocol.{address.protocol}.allow=always"]
        if address.pinned:
            # git looks the name up itself: this makes it use the addresses that were vetted.
            addresses = ",".join(f"[{one}]" if ":" in one else one for one in address.pinned)
            settings.append(f"http.curloptResolve={address.host}:{address.port}:{addresses}")
        options = [part for setting in settings for part in ("-c", setting)]
        limits = RunLimits(seconds or self._seconds, file_mb=self._limit_mb + 20)
        try:
            ran = await run(
                ["git", *options, *command],
                environment=environment(self._home, address.protocol),
                limits=limits,
                watched=watched or self._home,
                on_size=on_size,
            )
        except TimeoutError as error:
            raise timed_out(address.host, limits.seconds) from error
        if ran.status != 0:
            raise error_of(ran, address.host, ref, self._limit_mb)
        return ran


def is_hash(ref: str) -> bool:
    """Whether `ref` is the full hash of a commit."""
    return len(ref) in {40, 64} and set(ref) <= _SHA_CHARS


def _advertised(output: str) -> tuple[str | None, dict[str, str]]:
    """The default branch and the hashes by ref name, from the output of `git ls-remote --symref`."""
    branch: str | None = None
    hashes: dict[str, str] = {}
    for line in output.splitlines():
        what, _, name = line.partition("\t")
        if what.startswith("ref: refs/heads/") and name == "HEAD":
            branch = what.removeprefix("ref: refs/heads/")
        elif is_hash(what):
            hashes.setdefault(name, what)
    return branch, hashes


def _moment(seconds: str) -> datetime | None:
    """The moment of a commit; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None

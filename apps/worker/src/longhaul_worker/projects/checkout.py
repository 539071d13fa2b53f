"""The clone of one attempt: made when a step first needs it, and again by another attempt that still does."""

from __future__ import annotations

import asyncio
import shutil

from longhaul.engine.context import Context
from longhaul_worker.projects.address import Address
from longhaul_worker.projects.git import Clone, Git
from longhaul_worker.projects.process import OnSize


class MovedOn(Exception):
    """The branch has another commit than the one asked for."""

    def __init__(self, sha: str) -> None:
        super().__init__(sha)
        self.sha = sha


class Checkout:
    """A bare repository in the attempt's directory."""

    def __init__(self, ctx: Context, address: Address, ref: str | None, on_size: OnSize) -> None:
        self._home = ctx.tmpdir / "git"
        self._address = address
        self._ref = ref
        self._on_size = on_size
        self._clone: Clone | None = None

    async def at(self, sha: str) -> Clone:
        """The clone of the commit `sha`. Raises `MovedOn` where the branch has another one, or `RepositoryError`."""
        if self._clone is None:
            await asyncio.to_thread(self._home.mkdir, parents=True, exist_ok=True)
            self._clone = await Git(self._home).clone(self._address, self._ref, self._on_size)
        if self._clone.sha != sha:
            raise MovedOn(self._clone.sha)
        return self._clone

    async def remove(self) -> None:
        """Delete the clone; whoever still needs it makes another one."""
        self._clone = None
        await asyncio.to_thread(shutil.rmtree, self._home, ignore_errors=True)

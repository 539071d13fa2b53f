"""The Chromium of the system, for browser tests and measurements."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

NOT_THERE: Final = "there is no Chromium: apt-get install chromium, or say where it is in CHROMIUM"

_ARGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Where it is, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@asynccontextmanager
async def chromium(path: str) -> AsyncGenerator[Browser]:
    """The browser at `path`, without a window, for the length of a block."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=_ARGS)
        try:
            yield running
        finally:
            await running.close()

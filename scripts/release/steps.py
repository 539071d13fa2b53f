"""Says in the terminal what is being done, for how long, and what each step came to."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Step:
    """One step under way; `result` is what its line says at the end."""

    result: str = ""


class Steps:
    """Steps of one run, also several at once from threads: a moving line each, and a lasting one when it is done."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, title: str) -> Generator[Step]:
        """Show `title` for the length of a block. Where the block raises, no lasting line says that it was done."""
        step, began = Step(), time.monotonic()
        row = self._progress.add_task(title, total=None)
        try:
            yield step
        finally:
            self._progress.remove_task(row)
        line = f"  {title:44} {time.monotonic() - began:6.1f} s  {step.result}".rstrip()
        self._progress.console.print(line, highlight=False, soft_wrap=True)


def size_of(path: Path) -> str:
    """The size of a file, or of everything in a folder, as people read it."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    total = sum(one.stat().st_size for one in files)
    return f"{total / 1_000_000:.1f} MB" if total >= 1_000_000 else f"{total / 1000:.0f} kB"

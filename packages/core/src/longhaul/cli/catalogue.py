"""The tasks that installed packages offer by the entry-point group `longhaul.tasks`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, cast

from longhaul.model.errors import LonghaulError
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import AnyTask, Task

GROUP: Final = "longhaul.tasks"


class CatalogueError(LonghaulError):
    """An installed package offers tasks that cannot be loaded, or something that is no task."""


def installed_tasks() -> TaskRegistry:
    """The tasks of all entry points: each names a `Task` or several. Raises `CatalogueError` naming the entry point."""
    tasks: list[AnyTask] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        tasks += [task for task in _tasks(entry) if task not in tasks]
    try:
        return TaskRegistry(tasks)
    except ValueError as error:
        raise CatalogueError(f"the entry points {GROUP!r} clash: {error}") from error


def _tasks(entry: EntryPoint) -> list[AnyTask]:
    try:
        loaded: Any = entry.load()
    except Exception as error:
        raise CatalogueError(f"the entry point {entry.name} = {entry.value} cannot be loaded: {error}") from error
    found = list(cast("Iterable[Any]", loaded)) if isinstance(loaded, Iterable) else [loaded]
    if not all(isinstance(one, Task) for one in found):
        raise CatalogueError(f"the entry point {entry.name} = {entry.value} is neither a task nor several")
    return found

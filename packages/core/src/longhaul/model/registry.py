"""Which tasks there are: an explicit list, no scanning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from longhaul.model.errors import InvalidInput
from longhaul.model.task import AnyTask


class TaskRegistry:
    """The tasks an application knows, by name. Two of one name are a mistake in the program: `ValueError`."""

    def __init__(self, tasks: Iterable[AnyTask]) -> None:
        self._tasks: dict[str, AnyTask] = {}
        for task in tasks:
            if task.name in self._tasks:
                raise ValueError(f"two tasks are called {task.name}")
            self._tasks[task.name] = task

    def __iter__(self) -> Iterator[AnyTask]:
        return iter(self._tasks.values())

    def __contains__(self, name: object) -> bool:
        return name in self._tasks

    def get(self, name: str) -> AnyTask:
        """The task called `name`. Raises `InvalidInput` that lists the names there are."""
        task = self._tasks.get(name)
        if task is None:
            known = ", ".join(sorted(self._tasks)) or "none"
            raise InvalidInput(f"type: there is no task {name[:80]!r}; the tasks are: {known}", field="type")
        return task

    @property
    def names(self) -> tuple[str, ...]:
        """The names, sorted."""
        return tuple(sorted(self._tasks))

"""Which handler does which task: an explicit list, checked at start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from longhaul.engine.context import Context, SyncContext
from longhaul.model.task import AnyTask

AsyncHandler = Callable[[Context, Any], Awaitable[Any]]
SyncHandler = Callable[[SyncContext, Any], Any]


@dataclass(frozen=True, slots=True)
class Handler:
    """A task and the function that does it: async for isolation `async`, blocking for `thread` and `process`.

    The function of a `process` task is sent to a child and therefore has to be one of a module.
    """

    task: AnyTask
    function: AsyncHandler | SyncHandler


class HandlerRegistry:
    """Handlers by task name. Two for one task are a mistake in the program: `ValueError`."""

    def __init__(self, handlers: Iterable[Handler]) -> None:
        self._handlers: dict[str, Handler] = {}
        for handler in handlers:
            if handler.task.name in self._handlers:
                raise ValueError(f"task {handler.task.name} has two handlers")
            self._handlers[handler.task.name] = handler

    def get(self, name: str) -> Handler | None:
        """The handler of the task called `name`."""
        return self._handlers.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tasks that have a handler, sorted."""
        return tuple(sorted(self._handlers))

    def check(self, tasks: Iterable[AnyTask]) -> None:
        """Raise `ValueError` naming the `tasks` without a handler."""
        without = [task.name for task in tasks if task.name not in self._handlers]
        if without:
            raise ValueError(f"no handler for: {', '.join(without)}")

"""How much is measured: the steps of each scenario and how long one takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True)
class Plan:
    """The whole run, about ten minutes on two cores. A step is measured for `step_s` after `warm_s` of the same."""

    step_s: float = 4.0
    warm_s: float = 1.0
    workers: tuple[int, ...] = (1, 2, 4, 8)
    concurrency: int = 50
    other_concurrencies: tuple[int, ...] = (10, 200)  # of one worker: how much the size of a batch matters
    jobs_per_s: int = 4000  # so many are enqueued for each second of a step
    appenders: tuple[int, ...] = (1, 2, 4, 8, 16)
    groups: tuple[int, ...] = (1, 10, 100)
    hubs: tuple[int, ...] = (1, 2, 4, 8, 16)
    rates: tuple[int, ...] = (100, 1000)
    doorbells: tuple[str, ...] = ("change_stream", "poll")
    idle_s: float = 15.0
    settling_s: float = 7.0  # polling slows down to once a second in five
    stored_jobs: int = 100_000
    logs: tuple[int, ...] = (1, 2, 4)
    log_appenders: int = 16
    members: tuple[int, ...] = (1, 3)
    replicated_appenders: int = 4
    replicated_workers: int = 2

    @property
    def hands(self) -> int:
        """How many processes the largest of its steps needs."""
        hubs = 1 + max(self.hubs)
        others = (self.log_appenders, self.replicated_appenders, self.replicated_workers)
        return max(*self.workers, *self.appenders, *others, hubs)

    def with_step(self, step_s: float) -> Plan:
        """The same with steps of another length, the other times in proportion."""
        factor = step_s / self.step_s
        return replace(
            self,
            step_s=step_s,
            warm_s=self.warm_s * factor,
            idle_s=self.idle_s * factor,
            settling_s=self.settling_s * min(1.0, factor),
            stored_jobs=max(500, round(self.stored_jobs * factor)),
        )


QUICK: Final = Plan(
    step_s=0.5,
    warm_s=0.3,
    workers=(1, 2, 4),
    other_concurrencies=(),
    jobs_per_s=3000,
    appenders=(1, 2, 4),
    groups=(1, 10),
    hubs=(1, 3),
    idle_s=1.0,
    settling_s=0.5,
    stored_jobs=3000,
    logs=(1, 2),
    log_appenders=4,
    replicated_appenders=2,
)
"""Less than a minute: shows that everything works, and says little about what it costs."""

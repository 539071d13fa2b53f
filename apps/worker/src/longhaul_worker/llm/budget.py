"""How much a job has asked the language model, over all its attempts in this worker."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

_REMEMBERED: Final = 1000


@dataclass(slots=True)
class Budget:
    """What is left for one job."""

    calls: int
    tokens: int


class Budgets:
    """The budgets of the last 1000 jobs. Answers that are kept already cost nothing."""

    def __init__(self, calls: int, tokens: int) -> None:
        self._calls = calls
        self._tokens = tokens
        self._by_job: OrderedDict[str, Budget] = OrderedDict()

    def of(self, job_id: str) -> Budget:
        """The job's budget: the same object for every attempt of it."""
        budget = self._by_job.pop(job_id, None) or Budget(self._calls, self._tokens)
        self._by_job[job_id] = budget
        while len(self._by_job) > _REMEMBERED:
            self._by_job.popitem(last=False)
        return budget

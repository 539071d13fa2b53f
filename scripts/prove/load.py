"""Asks for jobs over HTTP as an application would: with idempotency keys, trying again until it has an answer."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import httpx

from longhaul.model.states import TERMINAL
from scripts.local import local_client

_MIX: Final = {
    "prove.quick": 40,
    "prove.tell": 12,
    "prove.steps": 10,
    "prove.flaky": 10,
    "prove.snoozy": 3,
    "prove.fails": 4,
    "prove.files": 3,
    "prove.stream": 4,
    "prove.thread": 4,
    "prove.spin": 2,
    "prove.long": 5,
    "prove.limited": 3,
}
_AGAIN_S: Final = 0.25
_UNAVAILABLE: Final = 503
_CONFLICT: Final = 409
_CANCELLED: Final = 0.05
_REQUEUED: Final = 0.5
_UNIQUE: Final = 0.04
_UNIQUE_KEYS: Final = 5


@dataclass
class Asked:
    """What was asked for and what came of it."""

    keys: dict[str, str] = field(default_factory=dict[str, str])
    """Job by idempotency key, for every job that was accepted."""
    answered: dict[str, float] = field(default_factory=dict[str, float])
    """When the client knew of each job, by `time.time()`."""
    shared: int = 0
    """Requests that met an active job with their unique key."""
    cancels: Counter[str] = field(default_factory=Counter[str])
    requeues: Counter[str] = field(default_factory=Counter[str])
    tries_again: int = 0
    """Requests sent again because no API, or no database behind it, answered."""
    refused: list[str] = field(default_factory=list[str])
    """Answers nobody should get."""


class Load:
    """A stream of jobs at `rate` a second, drawn from a seed."""

    def __init__(self, seed: int, apis: Sequence[str], *, rate: float) -> None:
        self.asked = Asked()
        self._dice = Random(f"load-{seed}")  # noqa: S311 - has to be repeatable
        self._apis = list(apis)
        self._rate = rate
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = local_client(timeout=30, limits=httpx.Limits(max_connections=100))

    async def run(self, seconds: float) -> None:
        """Ask for jobs for `seconds`, one of them poison; return when the last has its answer."""
        loop = asyncio.get_running_loop()
        begins, n = loop.time(), 0
        count = round(seconds * self._rate)
        while n < count:
            await asyncio.sleep(max(0.0, begins + n / self._rate - loop.time()))
            task = "prove.poison" if n == count // 8 else self._dice.choices(list(_MIX), list(_MIX.values()))[0]
            self._spawn(self._one(n, task, Random(f"{self._dice.random()}-{n}")))  # noqa: S311
            n += 1
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Give up what is still being asked."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def _spawn(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, n: int, task: str, dice: Random) -> None:
        key = f"key-{n}"
        body: dict[str, Any] = {"type": task, "args": {"n": n, "seconds": round(dice.uniform(3.0, 9.0), 1)}}
        body["priority"] = dice.choice([3, 5, 5, 5, 7])
        is_unique = task == "prove.tell" and dice.random() < _UNIQUE * 10
        if is_unique:
            body["unique_key"] = f"unique-{n % _UNIQUE_KEYS}"
        answer = await self._ask("POST", "/background-jobs", json=body, headers={"Idempotency-Key": key})
        if answer.status_code == _CONFLICT and is_unique:
            self.asked.shared += 1  # its holder ended in that very moment
            return
        if answer.status_code not in {200, 202}:
            self.asked.refused.append(f"POST {task}: {answer.status_code} {answer.text[:200]}")
            return
        job_id = answer.json()["job_id"]
        if is_unique and job_id in self.asked.keys.values():
            self.asked.shared += 1
            return
        self.asked.keys[key] = job_id
        self.asked.answered[job_id] = time.time()
        if task != "prove.poison" and dice.random() < _CANCELLED:
            await asyncio.sleep(dice.uniform(0.0, 3.0))
            answer = await self._ask("POST", f"/background-jobs/{job_id}/cancel")
            self._expect(answer, "cancel")
            self.asked.cancels[_outcome(answer)] += 1
        elif task == "prove.fails" and dice.random() < _REQUEUED:
            await self._requeue(job_id)

    async def _requeue(self, job_id: str) -> None:
        while True:
            answer = await self._ask("GET", f"/background-jobs/{job_id}")
            if not answer.is_success:
                self.asked.refused.append(f"GET {job_id}: {answer.status_code} {answer.text[:200]}")
                return
            if answer.json()["status"] in TERMINAL:
                break
            await asyncio.sleep(1.0)
        answer = await self._ask("POST", f"/background-jobs/{job_id}/requeue")
        self._expect(answer, "requeue")
        self.asked.requeues[_outcome(answer)] += 1

    def _expect(self, answer: httpx.Response, what: str) -> None:
        """Keep what is neither success nor a conflict: nobody should get it."""
        if not answer.is_success and answer.status_code != _CONFLICT:
            self.asked.refused.append(f"{what}: {answer.status_code} {answer.text[:200]}")

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The first answer that is one: connection faults and 503 are tried again, at any of the APIs."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = await self._client.request(method, self._dice.choice(self._apis) + path, **more)
                if answer.status_code != _UNAVAILABLE:
                    return answer
            self.asked.tries_again += 1
            await asyncio.sleep(_AGAIN_S)


def _outcome(answer: httpx.Response) -> str:
    return str(answer.json().get("status", answer.status_code)) if answer.is_success else str(answer.status_code)

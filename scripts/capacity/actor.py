"""One process of the crew, as `python -m scripts.capacity.actor`: a line of JSON in is an order, a line out an answer.

For each order it says `{}` when it is connected, begins at the next line, and at the one after that stops and says
what it did between the two moments named there. It ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from longhaul.telemetry.logs import configure_logs
from scripts.capacity.acts import appending, counting, following
from scripts.capacity.working import working


async def main() -> None:
    """Follow orders until the input ends."""
    while (order := await _heard()) is not None:
        await _follow(order)


async def _follow(order: dict[str, Any]) -> None:
    async with _ACTS[order["do"]](order) as act:
        _say({})
        if await _heard() is None:
            return
        stop = asyncio.Event()
        acting = asyncio.create_task(act.run(stop), name="act")
        listening = asyncio.create_task(_heard(), name="order")
        await asyncio.wait({acting, listening}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await acting  # raises what went wrong, and then there is no answer
        window = await listening
        answer = act.answer(window["began"], window["ended"]) if window is not None else None
    if answer is not None:
        _say(answer)  # only now: what is not closed yet would meet a database that is being dropped


async def _heard() -> dict[str, Any] | None:
    line = await asyncio.to_thread(sys.stdin.readline)
    return json.loads(line) if line else None


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


_ACTS = {
    "append": appending,
    "count": counting,
    "follow": following,
    "work": working,
}

if __name__ == "__main__":
    configure_logs("console", "error")
    asyncio.run(main())

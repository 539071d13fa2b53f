"""A worker for the test that kills it: starts the body named by its argument, writes the pids, and waits."""

from __future__ import annotations

import asyncio
import struct
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from longhaul.engine.isolation import ChildRunner, Limits
from tests.isolation import child_bodies as bodies


async def main() -> None:
    """Run until killed."""
    runner = ChildRunner()

    async def on_call(method: str, args: dict[str, Any]) -> Any:
        sys.stdout.buffer.write(struct.pack("!iii", args["pid"], args["grandchild"], args["server"]))
        sys.stdout.buffer.flush()

    await runner.run(getattr(bodies, sys.argv[1]), limits=Limits(), on_call=on_call)


if __name__ == "__main__":
    asyncio.run(main())

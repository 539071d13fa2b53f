# ruff: noqa: INP001 - a script beside the tests that start it, not a module
"""Runs mongod, an API and a worker for the tests beside this file, until its input ends.

Prints a JSON line with the address once all is ready. Each line read, `kill` or `start`, acts on the API and is
answered with a line.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[4]))

from scripts.stack import Service, stack


def say(**facts: object) -> None:
    """Print one line of JSON at once."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def kill(api: Service) -> None:
    """End the API as a crash does."""
    api.send(signal.SIGKILL)
    api.process.wait(10)


def main() -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory() as directory, stack(Path(directory)) as running:
        api = running.api()
        running.worker()
        say(url=api.url)
        for line in sys.stdin:
            match line.strip():
                case "kill":
                    kill(api)
                    running.services.remove(api)
                case "start":
                    api = running.api(port=api.port)
                case other:
                    raise SystemExit(f"unknown: {other}")
            say(done=line.strip())


if __name__ == "__main__":
    main()

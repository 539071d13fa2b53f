"""The examples on the pages of the packages run."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

from scripts.release.version import ROOT

from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from tests.support.waiting import eventually


def example(folder: str) -> str:
    """The Python example of a package's README."""
    text = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return code


async def test_the_example_of_the_engine_runs(tmp_path: Path, mongo_uri: str, database_name: str) -> None:
    database = Database(mongo_uri, database_name)
    await build_indexes(database)
    jobs = database.collection("background_jobs")
    process = subprocess.Popen(  # noqa: ASYNC220 - returns as soon as the process exists
        [sys.executable, "-c", example("packages/core")],
        cwd=tmp_path,
        env={"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database_name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        job = await eventually(lambda: jobs.find_one({"status": "succeeded"}), description="the job succeeds")
        process.send_signal(signal.SIGTERM)
        status = process.wait(60)
    finally:
        process.kill()
        process.wait()
        await database.close()

    assert job is not None
    assert {"text": "Good morning, Ada"} == job["result"]
    assert 0 == status


def test_the_example_of_the_desk_runs() -> None:
    ran = subprocess.run([sys.executable, "-c", example("packages/career")], capture_output=True, text=True, check=True)

    assert "resume.parse" == ran.stdout.split()[0]

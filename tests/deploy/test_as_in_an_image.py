"""The processes where they have what an image gives them: not root, nothing to write but /tmp, no home."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import httpx
import pytest
from scripts.local import local_client
from scripts.stack import web_server

from longhaul.testing.ports import HeldPort
from tests.deploy.confinement import command, confined, environment, healthy, is_read_only, prefix
from tests.deploy.dockerfiles import APPS
from tests.support.waiting import eventually

NODE_TOLD_TO_END = 128 + signal.SIGTERM
ELSEWHERE = "127.0.0.2"
"""Another address of this machine: reached only where a process does not listen on 127.0.0.1 alone."""


def run(*arguments: str, **variables: str) -> str:
    """What a confined command prints."""
    ran = subprocess.run(
        [*prefix(), *arguments], env=variables, cwd="/", capture_output=True, text=True, timeout=60, check=True
    )
    return ran.stdout


def test_the_confinement_of_these_tests_is_one() -> None:
    script = "import os, tempfile; tempfile.TemporaryFile(); print(os.getuid(), os.access('/', os.W_OK))"

    user, may_write = run(sys.executable, "-c", script).split()
    assert "0" != user
    assert "False" == may_write


def test_nothing_around_a_process_can_be_written() -> None:
    if not is_read_only():
        pytest.skip("only root on Linux can have a root that is read-only")

    script = "import os; print(os.statvfs('/').f_flag & os.ST_RDONLY, os.statvfs('/tmp').f_flag & os.ST_RDONLY)"
    assert ["1", "0"] == run(sys.executable, "-c", script).split()


@pytest.mark.parametrize("app", APPS)
def test_a_health_check_fails_where_nothing_listens(app: str) -> None:
    with HeldPort() as port:
        assert not healthy(app, environment(app, port.number))


async def test_a_cv_is_read_by_a_worker_for_an_api_and_both_end_when_told(mongo_uri: str, database_name: str) -> None:
    database = {"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database_name}
    key = _key(database)
    with (
        HeldPort() as first,
        HeldPort() as second,
        confined("api", environment("api", first.number, AUTH="api-key", **database)) as api,
        confined("worker", environment("worker", second.number, **database)) as worker,
    ):
        await eventually(api.is_healthy, description="the API is healthy")
        await eventually(worker.is_healthy, description="the worker is healthy")
        async with local_client(f"http://{ELSEWHERE}:{first.number}", timeout=90) as http:
            unknown = await http.get("/background-jobs")
            await eventually(lambda: _is_ready(http), description="the API is ready")
            job = await http.post(
                "/resumes/parse",
                files={"file": ("cv.txt", _CV.encode())},
                headers={"Authorization": f"Bearer {key}", "Prefer": "wait=60"},
            )

        assert 401 == unknown.status_code
        assert "succeeded" == job.json()["status"]
        assert [0, 0] == [api.end(), worker.end()]


async def test_the_web_serves_and_ends_when_told() -> None:
    server = web_server()
    if not server.exists():
        pytest.skip("the web has not been built: make web")

    with (
        HeldPort() as port,
        HeldPort() as nobody,
        confined(
            "web",
            environment("web", port.number, API_ORIGIN=f"http://127.0.0.1:{nobody.number}"),
            directory=server.parent,
        ) as web,
    ):
        await eventually(web.is_healthy, description="the web is healthy")
        async with local_client(f"http://{ELSEWHERE}:{port.number}") as http:
            elsewhere = await http.get("/healthz")

        assert 200 == elsewhere.status_code
        assert NODE_TOLD_TO_END == web.end()


@pytest.mark.parametrize("app", ["api", "worker"])
def test_settings_that_are_wrong_end_it_with_status_2_and_every_name(app: str) -> None:
    ran = subprocess.run(
        [*prefix(), *command(app)],
        env=environment(app, 99_999, LONGHAUL_LEASE_S="0"),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert 2 == ran.returncode
    assert {"PORT", "LONGHAUL_LEASE_S"} <= set(re.findall(r"^  ([A-Z_]+):", ran.stderr, re.MULTILINE))


_CV = """\
Ines Marchetti
Senior Backend Engineer
ines.marchetti@example.org

Experience
Backend Engineer, Lantern Freight, 2019 - 2024
Built APIs in Python with FastAPI and PostgreSQL.

Education
MSc Computer Science, University of Bologna, 2013 - 2015

Skills
Python, FastAPI, PostgreSQL, Docker
"""


def _key(database: dict[str, str]) -> str:
    made = run(sys.executable, "-m", "longhaul_api.keys", "create", "--owner", "ada", "--name", "test", **database)
    return made.strip()


async def _is_ready(http: httpx.AsyncClient) -> bool:
    return (await http.get("/readyz")).status_code == 200

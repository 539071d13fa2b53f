"""A database that refuses us: wrong credentials, missing privileges, and privileges that are taken away later."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.degraded.conftest import environment
from tests.degraded.processes import API, WORKER, Watched, get, is_ready, is_unready, post, usage_over, watched
from tests.degraded.servers import ADMIN, PASSWORD, Server
from tests.support.waiting import eventually

SECRET = "pass-word-7c2e"
DOCUMENTS = ["find", "insert", "update", "remove", "listCollections", "listIndexes", "killCursors"]
INDEXES = ["createCollection", "createIndex"]
PATIENT = {"LONGHAUL_MONGO_TIMEOUT_S": "10"}
"""A refusal comes at once; a server that a busy machine does not let answer in time would be another complaint."""


@dataclass(frozen=True)
class Users:
    """Makes and changes users of one database."""

    server: Server
    database: str

    def add(self, actions: list[str] | None = None, *, role: str | None = None) -> str:
        """A user with a role of its own for `actions`, or with a built-in one; the URI that names it."""
        name = f"user-{time.monotonic_ns()}"
        with self._admin() as admin:
            if actions is not None:
                resource = {"db": self.database, "collection": ""}
                admin.command("createRole", name, privileges=[{"resource": resource, "actions": actions}], roles=[])
            admin.command("createUser", name, pwd=SECRET, roles=[name] if role is None else [self._on(role)])
        return self.server.uri_of(name, SECRET)

    def set_role(self, uri: str, role: str | None) -> None:
        """Give the user of `uri` this role in place of all it had."""
        name = uri.removeprefix("mongodb://").partition(":")[0]
        with self._admin() as admin:
            admin.command("updateUser", name, roles=[] if role is None else [self._on(role)])

    def _on(self, role: str) -> dict[str, str]:
        return {"role": role, "db": self.database}

    def _admin(self) -> Any:
        return self.server.admin(self.server.uri_of(ADMIN, PASSWORD))


@pytest.fixture
def users(locked: Server, unused_name: str) -> Users:
    """The users of this test's database."""
    return Users(locked, unused_name)


async def refused(module: str, directory: Path, uri: str) -> tuple[int, str]:
    """Start a process that is refused; its exit status and the one line of it that an operator has to read."""
    with watched(module, directory, **environment(uri, "refused", **PATIENT)) as process:
        status = await asyncio.to_thread(process.wait, 60)
        complaints = process.complaints()
        assert SECRET not in process.said()
        assert "Traceback" not in process.said()
    assert 1 == len(complaints), complaints
    return status, str(complaints[0].get("error") or complaints[0].get("text"))


@pytest.mark.parametrize("module", [API, WORKER])
async def test_a_wrong_password_is_one_line_and_status_4(module: str, users: Users, tmp_path: Path) -> None:
    uri = users.add(role="readWrite").replace(SECRET, SECRET[::-1])

    status, told = await refused(module, tmp_path, uri)

    assert 4 == status
    assert "does not know this user with this password" in told
    assert "MONGODB_URI" in told


@pytest.mark.parametrize("module", [API, WORKER])
async def test_who_may_only_read_is_told_which_role_is_missing(module: str, users: Users, tmp_path: Path) -> None:
    status, told = await refused(module, tmp_path, users.add(role="read"))

    assert 4 == status
    assert told.endswith("this user may not createIndexes in the database refused: grant it the role readWrite there")


async def test_who_gives_no_user_is_told_to_name_one(users: Users, tmp_path: Path) -> None:
    status, told = await refused(API, tmp_path, users.server.uri)

    assert 4 == status
    assert told == "it wants a user with a password and the role readWrite: name one in MONGODB_URI"


async def test_who_may_build_no_index_is_told_which_role_is_missing(users: Users, tmp_path: Path) -> None:
    status, told = await refused(WORKER, tmp_path, users.add(DOCUMENTS))

    assert 4 == status
    assert "grant it the role readWrite" in told


async def test_a_uri_that_is_none_is_one_line_without_the_password_and_status_4(tmp_path: Path) -> None:
    status, told = await refused(WORKER, tmp_path, f"mongodb://user:1/{SECRET}@localhost:1/")

    assert 4 == status
    assert "MONGODB_URI is not usable" in told
    assert "percent-encoded" in told


async def test_without_the_privilege_of_change_streams_all_works_by_polling(users: Users, tmp_path: Path) -> None:
    variables = environment(users.add([*DOCUMENTS, *INDEXES]), users.database, **PATIENT)
    with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
        for process in (api, worker):
            await is_ready(process)

        asked = await post(api, "/jobs/ingest", json={"url": "http://127.0.0.1:9/"})

        job = f"/background-jobs/{asked.json()['job_id']}"
        await eventually(lambda: _has_begun(api, job), description="the worker has the job")
        polling = [process.said().count("no change streams here, polling instead") for process in (api, worker)]
        assert [1, 1] == polling
        assert [] == api.complaints()


async def test_privileges_taken_away_are_told_once_and_given_back_all_goes_on(users: Users, tmp_path: Path) -> None:
    uri = users.add(role="readWrite")
    variables = environment(uri, users.database, **PATIENT)
    with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
        both = (api, worker)
        for process in both:
            await is_ready(process)
        users.set_role(uri, None)
        checks = [(await is_unready(process))["mongodb"] for process in both]

        refusal = await post(api, "/jobs/ingest", json={"url": "http://127.0.0.1:9/"})
        stream = await get(api, "/events/stream?after=1.1")
        for process in both:
            await eventually(lambda process=process: process.complaints(), description="it says so")
        used = await usage_over(4.0, *both)
        told = [process.complaints() for process in both]
        alive = [(await get(process, "/healthz")).status_code for process in both]
        users.set_role(uri, "readWrite")
        for process in both:
            await is_ready(process)
        accepted = await post(api, "/jobs/ingest", json={"url": "http://127.0.0.1:9/"})

    assert ["refuses this process"] * 2 == checks
    assert ([200, 200], 503, 200) == (alive, refusal.status_code, stream.status_code)
    assert [["waiting for the database"]] * 2 == [[line["event"] for line in lines] for lines in told]
    assert all("grant it the role readWrite" in lines[0]["error"] for lines in told)
    for usage in used:
        usage.assert_modest(lines=2)
    assert 202 == accepted.status_code


async def _has_begun(api: Watched, job: str) -> bool:
    return bool((await get(api, job)).json()["progress"])

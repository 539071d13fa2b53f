"""`python -m longhaul_api.keys`: the first key of a service that takes keys alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from longhaul.mongo.driver import Database
from longhaul_api.auth.api_keys import ApiKeys
from longhaul_api.auth.errors import Unauthenticated
from tests.api.test_process import environment

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, mongo_uri: str, database_name: str) -> Run:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        variables = environment(tmp_path, MONGODB_URI=mongo_uri, MONGODB_DATABASE=database_name)
        return subprocess.run(
            [sys.executable, "-m", "longhaul_api.keys", *arguments],
            env=variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return command


async def test_a_key_is_made_listed_and_revoked(run: Run, database: Database) -> None:
    made = run("create", "--owner", "ada", "--name", "ci", "--role", "operator", "--days", "90")
    key = made.stdout.strip()
    caller = await ApiKeys(database).caller(key)
    id_ = key.split("_")[1]

    listed = run("ls", "--owner", "ada")
    revoked = run("revoke", id_)

    assert ("ada", ("user", "operator")) == (caller.owner, caller.roles)
    assert [0, 0, 0] == [made.returncode, listed.returncode, revoked.returncode]
    assert [id_, "user,operator"] == listed.stdout.split("\t")[:2]
    assert key not in listed.stdout
    with pytest.raises(Unauthenticated):
        await ApiKeys(database).caller(key)


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "--owner", "system", "--name", "ci"],
        ["create", "--owner", "local", "--name", "ci"],
        ["create", "--owner", "ada", "--name", ""],
        ["create", "--owner", "ada", "--name", "ci", "--days", "0"],
        ["create", "--owner", "ada", "--name", "ci", "--role", "emperor"],
        ["create", "--owner", "ada"],
        ["revoke", "nothing"],
        [],
    ],
)
def test_a_fault_is_one_line(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.returncode in {1, 2}
    assert 1 == len(done.stderr.splitlines())
    assert "" == done.stdout


def test_without_a_database_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "longhaul_api.keys", "ls", "--owner", "ada"],
        env=environment(tmp_path, MONGODB_URI="mongodb://127.0.0.1:1/", LONGHAUL_MONGO_TIMEOUT_S="0.3"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (1, 1) == (done.returncode, len(done.stderr.splitlines()))

"""`node user.mjs` beside the assembled server: accounts where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from scripts.stack import web_server

from longhaul.testing.ports import HeldPort

PASSWORD = "correct horse battery"


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """The folder of the server in a copy of what the build has assembled, out of reach of the checkout's modules."""
    built = web_server().parent
    if not (built / "user.mjs").exists():
        pytest.skip("the web has not been built: make web")
    shutil.copytree(built.parents[1] / "node_modules", tmp_path / "node_modules", symlinks=True)
    copy = tmp_path / "apps/web"
    copy.mkdir(parents=True)
    shutil.copy(built / "user.mjs", copy)
    return copy


def user(server: Path, mongo_uri: str, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node")
    assert node is not None, "the web needs it as well"
    return subprocess.run(
        [node, "user.mjs", *arguments],
        cwd=server,
        env={
            "PATH": os.environ["PATH"],
            "MONGODB_URI": mongo_uri,
            "WEB_AUTH_DATABASE": database,
            "BETTER_AUTH_SECRET": "0123456789abcdef0123456789abcdef",
        },
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_makes_an_account_and_lists_it(server: Path, mongo_uri: str, database_name: str) -> None:
    made = user(server, mongo_uri, database_name, "create", "Ada@example.org", "Ada L.")
    listed = user(server, mongo_uri, database_name, "list")

    assert (0, "ada@example.org can sign in.\n", "") == (made.returncode, made.stdout, made.stderr)
    assert "ada@example.org\tconfirmed\tAda L.\n" == listed.stdout


def test_without_an_address_it_says_how_it_is_used(server: Path, mongo_uri: str, database_name: str) -> None:
    told = user(server, mongo_uri, database_name, "create")

    assert 1 == told.returncode
    assert "user create <e-mail> [name]" in told.stderr
    assert PASSWORD not in json.dumps([told.stdout, told.stderr])


def test_a_database_that_is_away_is_one_line(server: Path, database_name: str) -> None:
    with HeldPort() as port:
        told = user(server, f"mongodb://127.0.0.1:{port.number}/", database_name, "create", "ada@example.org")

    assert 1 == told.returncode
    assert told.stderr.startswith("The database does not answer: ")
    assert 1 == told.stderr.count("\n")

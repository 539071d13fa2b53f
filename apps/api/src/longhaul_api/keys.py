"""`python -m longhaul_api.keys`: make, list and revoke API keys without a login."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime

from longhaul.model.errors import LonghaulError
from longhaul.model.settings import EngineSettings, load_settings
from longhaul.mongo.driver import Database
from longhaul_api.auth.api_keys import DAYS, NAME_LENGTH, ApiKey, ApiKeys
from longhaul_api.auth.caller import ROLES, owner_fault
from longhaul_api.auth.records import AuthRecords


class _Fault(Exception):
    """What was asked is not possible."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - ends as that does
        """End with status 2."""
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    given = _parser().parse_args(arguments)
    settings = load_settings(EngineSettings)
    try:
        text = asyncio.run(_run(given, settings))
    except (_Fault, LonghaulError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m longhaul_api.keys", description="API keys of the Longhaul API.")
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a key and print it, this once")
    create.add_argument("--owner", required=True, help="whose jobs and records the key is for")
    create.add_argument("--name", required=True, help="what the key is for")
    create.add_argument("--role", action="append", choices=ROLES, default=[], help="beside `user`; may be repeated")
    create.add_argument("--days", type=int, default=None, help="after how many days it expires")
    listing = commands.add_parser("ls", help="list the keys of an owner")
    listing.add_argument("--owner", required=True)
    revoke = commands.add_parser("revoke", help="refuse a key from now on")
    revoke.add_argument("id", metavar="ID", help="as `ls` shows it; the first part of the key")
    return parser


async def _run(given: argparse.Namespace, settings: EngineSettings) -> str:
    database = Database(
        settings.mongodb_uri,
        settings.mongodb_database,
        driver=settings.mongo_driver,
        timeout_s=settings.mongo_timeout_s,
    )
    try:
        records = AuthRecords(database)
        match given.command:
            case "create":
                await records.ensure_indexes()
                return await _create(records.keys, given)
            case "ls":
                return "".join(_line(key) for key in await records.keys.list(given.owner))
            case _:
                if await records.keys.revoke(given.id) is None:
                    raise _Fault(f"there is no API key {given.id!r}")
                return ""
    finally:
        await database.close()


async def _create(keys: ApiKeys, given: argparse.Namespace) -> str:
    fault = owner_fault(given.owner)
    if fault is not None:
        raise _Fault(f"--owner {fault}")
    if not 1 <= len(given.name) <= NAME_LENGTH or not given.name.isprintable():
        raise _Fault(f"--name is not 1 to {NAME_LENGTH} printable characters")
    if given.days is not None and not 1 <= given.days <= DAYS:
        raise _Fault(f"--days is not 1 to {DAYS:,}")
    _, text = await keys.create(given.owner, given.name, given.role, given.days)
    return f"{text}\n"


def _line(key: ApiKey) -> str:
    facts = (
        key.id,
        ",".join(key.roles),
        _moment(key.expires_at, "no end"),
        _moment(key.last_used_at, "unused"),
        key.name,
    )
    return "\t".join(facts) + "\n"


def _moment(moment: datetime | None, otherwise: str) -> str:
    return moment.isoformat(timespec="seconds") if moment is not None else otherwise


if __name__ == "__main__":
    sys.exit(main())

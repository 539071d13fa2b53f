"""`longhaul indexes`: what is missing, different or not ours, and building it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import INDEXES, missing_indexes
from longhaul.mongo.server import Building, ServerFacts
from longhaul.runtime import Core
from tests.cli.conftest import Cli


async def verdicts(cli: Cli) -> tuple[int, dict[str, str]]:
    """The status of a check, and the indexes that are not as they should be."""
    ran = await cli("indexes", "check", "--json")
    told = ran.document["indexes"]
    return ran.status, {f"{one['collection']}.{one['name']}": one["verdict"] for one in told if one["verdict"] != "ok"}


async def test_a_database_with_all_indexes_passes(cli: Cli, core: Core) -> None:
    assert (0, {}) == await verdicts(cli)


async def test_what_is_missing_fails_the_check_and_is_built(cli: Cli, core: Core) -> None:
    await core.collections.jobs.drop_index("fair")
    await core.collections.events.drop_index("once")

    before = await verdicts(cli)
    built = await cli("indexes", "build", "--json")

    assert (1, {"background_jobs.fair": "missing", "events.once": "missing"}) == before
    assert {"background_jobs.fair", "events.once"} == set(built.document["built"])
    assert [] == await missing_indexes(core.database)


async def test_building_again_changes_nothing(cli: Cli, core: Core) -> None:
    ran = await cli("indexes", "build")

    assert (0, "nothing was missing\n") == (ran.status, ran.out)


async def test_an_empty_database_is_prepared_altogether(cli: Cli, core: Core) -> None:
    await core.database.drop()

    ran = await cli("indexes", "build", "--json")

    assert (0, len(INDEXES)) == (ran.status, len(ran.document["built"]))
    assert 0 == (await core.log.head()).seq


async def test_an_index_that_is_defined_otherwise_is_named_and_not_touched(cli: Cli, core: Core) -> None:
    await core.collections.events.drop_index("once")
    await core.collections.events.create_index([("job", 1), ("v", 1)], name="once")
    try:
        checked = await verdicts(cli)
        built = await cli("indexes", "build")
    finally:
        await core.collections.events.drop_index("once")

    assert (1, {"events.once": "different"}) == checked
    assert 1 == built.status
    assert "drop events.once first, it is defined otherwise: its unique is False and should be True" in built.err


async def test_an_index_of_somebody_else_is_named_and_no_failure(cli: Cli, core: Core) -> None:
    await core.collections.jobs.create_index([("tags", 1)], name="mine")
    try:
        checked = await verdicts(cli)
    finally:
        await core.collections.jobs.drop_index("mine")

    assert (0, {"background_jobs.mine": "extra"}) == checked


class Told:
    """A database in which one index is being built, as its server tells it."""

    name = "desk"

    def __init__(self, message: str, progress: dict[str, int] | None) -> None:
        self._operation = {"msg": message, "ns": "desk.background_jobs", "progress": progress}

    async def command(self, command: dict[str, Any]) -> dict[str, Any]:
        """The answer to `$currentOp`."""
        assert "$currentOp" in command["pipeline"][0]
        return {"cursor": {"firstBatch": [self._operation]}}


@pytest.mark.parametrize(
    ("message", "progress", "expected"),
    [
        (
            "Index Build: scanning collection Index Build: scanning collection: 598394/1000000 59%",
            {"done": 598_394, "total": 1_000_000},
            Building("background_jobs", "scanning collection", 598_394, 1_000_000),
        ),
        (
            "Index Build: draining writes received during build",
            None,
            Building("background_jobs", "draining writes received during build", None, None),
        ),
    ],
    ids=["scanning", "draining"],
)
async def test_how_far_a_build_is_is_read_from_the_server(
    message: str, progress: dict[str, int] | None, expected: Building
) -> None:
    builds = await ServerFacts(cast("Database", Told(message, progress))).index_builds()

    assert [expected] == builds

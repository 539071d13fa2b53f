"""Every named point is reached by the engine, and everybody who listens is told of it through the collections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from longhaul.model.probe import POINTS, Point
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database

ENGINE = Path(__file__).parents[2] / "packages" / "core" / "src" / "longhaul"
REACHED = re.compile(r'\b_?reach\(\s*"(\w+)"\s*\)')


def test_every_point_is_reached_somewhere_in_the_engine_and_no_other() -> None:
    found = {
        point
        for path in ENGINE.rglob("*.py")
        if "testing" not in path.parts
        for point in REACHED.findall(path.read_text(encoding="utf-8"))
    }

    assert set(POINTS) == found


def test_no_point_is_named_twice() -> None:
    assert len(POINTS) == len(set(POINTS))


@pytest.mark.parametrize("point", POINTS)
async def test_a_probe_hears_of_a_point_and_others_of_the_same_database_do_not(mongo_uri: str, point: Point) -> None:
    heard: list[Point] = []

    async def listen(point: Point) -> None:
        heard.append(point)

    database = Database(mongo_uri, "kit")
    plain = Collections(database)
    probed = plain.probed(listen)

    await plain.reach(point)
    await probed.reach(point)

    await database.close()
    assert [point] == heard

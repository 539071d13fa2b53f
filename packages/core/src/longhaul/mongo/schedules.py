"""The store of schedules: what is declared, when it ticks next, and who may say that a tick has fired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError, PyMongoError

from longhaul.model.errors import NotFound
from longhaul.model.schedule import Schedule
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated
from longhaul.mongo.expressions import literal


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """A schedule as it stands: when it ticks next, and which job its last tick enqueued."""

    schedule: Schedule
    next_run_at: datetime
    last_run_at: datetime | None
    last_job_id: str | None
    enabled: bool
    updated_at: datetime


class ScheduleStore:
    """Schedules in `schedules`, one document each, by name; shared by all schedulers of a database."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._schedules = collections.schedules
        self._reach = collections.reach
        self._time = time

    async def sync(self, schedules: Sequence[Schedule]) -> None:
        """Store what is declared. The next tick stays where it is unless cron or time zone changed.

        What is stored but not declared here stays too: another process may declare it.
        """
        now = await self._time.now()
        try:
            for schedule in schedules:
                await self._declare(schedule, schedule.next_after(now))
        except PyMongoError as error:
            raise translated(error) from error

    async def due(self, names: Sequence[str], limit: int) -> list[ScheduleRecord]:
        """Those of `names` whose tick has come by the database's clock, the oldest first."""
        matching = {
            "_id": {"$in": list(names)},
            "enabled": True,
            "next_run_at": {"$type": "date"},
            "$expr": {"$lte": ["$next_run_at", self._time.now_expr()]},
        }
        return await self._read(matching, limit)

    async def next_tick_in_s(self, names: Sequence[str]) -> float | None:
        """Seconds until the next of `names` ticks, None where none will."""
        found = await self._read({"_id": {"$in": list(names)}, "enabled": True}, 1)
        if not found:
            return None
        return max(0.0, (found[0].next_run_at - await self._time.now()).total_seconds())

    async def fire(
        self, name: str, seen_next_run_at: datetime, next_run_at: datetime, *, job_id: str | None = None
    ) -> bool:
        """Move the next tick, unless somebody has since it was seen at `seen_next_run_at`: then False."""
        fields: Document = {"next_run_at": next_run_at, "last_run_at": self._time.now_expr()}
        if job_id is not None:
            fields["last_job_id"] = literal(job_id)
        await self._reach("firing")
        try:
            outcome = await self._schedules.update_one(
                {"_id": name, "next_run_at": seen_next_run_at}, [{"$set": fields}]
            )
        except PyMongoError as error:
            raise translated(error) from error
        return outcome.modified_count == 1

    async def set_enabled(self, name: str, *, enabled: bool) -> None:
        """Pause a schedule or let it go on with its next tick; those of the pause are left out. Raises `NotFound`."""
        found = await self._read({"_id": name}, 1)
        if not found:
            raise NotFound("schedule", name)
        fields: Document = {"enabled": enabled, "updated_at": self._time.now_expr()}
        if enabled and not found[0].enabled:
            fields["next_run_at"] = found[0].schedule.next_after(await self._time.now())
        try:
            await self._schedules.update_one({"_id": name}, [{"$set": fields}])
        except PyMongoError as error:
            raise translated(error) from error

    async def list(self) -> list[ScheduleRecord]:
        """All schedules, by name."""
        try:
            found = await self._schedules.find({}, sort=[("_id", 1)]).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [_to_record(document) for document in found]

    async def _declare(self, schedule: Schedule, next_run_at: datetime) -> None:
        told: Document = {
            "task": schedule.task,
            "cron": schedule.cron,
            "timezone": schedule.timezone,
            "owner": schedule.owner,
            "args": schedule.args,
        }
        same_ticks = _all_equal({name: told[name] for name in ("cron", "timezone")})
        fields: Document = {
            **{name: literal(value) for name, value in told.items()},
            "next_run_at": {"$cond": [same_ticks, "$next_run_at", next_run_at]},
            "enabled": {"$ifNull": ["$enabled", True]},
            "updated_at": {"$cond": [_all_equal(told), "$updated_at", self._time.now_expr()]},
        }
        try:
            await self._schedules.update_one({"_id": schedule.name}, [{"$set": fields}], upsert=True)
        except DuplicateKeyError:  # another process declared it for the first time at the same moment
            await self._schedules.update_one({"_id": schedule.name}, [{"$set": fields}])

    async def _read(self, matching: Document, limit: int) -> list[ScheduleRecord]:
        try:
            found = await self._schedules.find(matching, sort=[("next_run_at", 1)], limit=limit).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [_to_record(document) for document in found]


def _all_equal(values: Document) -> Document:
    return {"$and": [{"$eq": [f"${name}", literal(value)]} for name, value in values.items()]}


def _to_record(document: Any) -> ScheduleRecord:
    return ScheduleRecord(
        schedule=Schedule(
            name=document["_id"],
            task=document["task"],
            cron=document["cron"],
            timezone=document["timezone"],
            owner=document["owner"],
            args=document["args"],
        ),
        next_run_at=document["next_run_at"],
        last_run_at=document.get("last_run_at"),
        last_job_id=document.get("last_job_id"),
        enabled=document["enabled"],
        updated_at=document["updated_at"],
    )

"""Databases as the settings say, and the connection of its own that a lease keeper has."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from longhaul.model.settings import EngineSettings
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.jobs import JobStore


def database_of(settings: EngineSettings) -> Database:
    """The database that `settings` name; nothing is asked yet. Raises `StoreMisconfigured` for an unusable URI."""
    return Database(
        settings.mongodb_uri,
        settings.mongodb_database,
        driver=settings.mongo_driver,
        timeout_s=settings.mongo_timeout_s,
    )


def job_store_opener(settings: EngineSettings) -> Callable[[], AbstractAsyncContextManager[JobStore]]:
    """What opens a job store with a connection of its own, for a thread with an event loop of its own."""

    @asynccontextmanager
    async def opened() -> AsyncGenerator[JobStore]:
        database = database_of(settings)
        try:
            yield JobStore(Collections(database), ServerTime(database))
        finally:
            await database.close()

    return opened

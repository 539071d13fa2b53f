"""Which handler does which task of the career desk: an explicit list."""

from __future__ import annotations

import os
from typing import Final

from career.records.feeds import FeedStore
from career.records.postings import PostingStore
from career.tasks.feed import FEED_INGEST
from career.tasks.resume import RESUME_PARSE
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.runtime import Core
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.feed_ingest import FeedIngest
from longhaul_worker.handlers.resume_parse import resume_parse

TASKS: Final = TaskRegistry([RESUME_PARSE, FEED_INGEST])

PRELOAD: Final = ("longhaul_worker.handlers.resume_parse",)
"""Modules that child processes find imported, so that one starts in milliseconds."""


def build_handlers(core: Core) -> HandlerRegistry:
    """The handlers, on the worker's database."""
    postings, feeds = PostingStore(core.database), FeedStore(core.database)
    fetcher = Fetcher.from_environment(os.environ)
    return HandlerRegistry(
        [
            Handler(RESUME_PARSE, resume_parse),
            Handler(FEED_INGEST, FeedIngest(postings, feeds, fetcher)),
        ]
    )


async def prepare(core: Core) -> None:
    """Build the indexes of the desk's own collections."""
    await PostingStore(core.database).ensure_indexes()
    await FeedStore(core.database).ensure_indexes()

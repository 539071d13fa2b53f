"""How often an owner may ask for a task: an exact sliding window, kept by the database's clock."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from longhaul.model.errors import InvalidInput, RateExceeded
from longhaul.model.task import Rate
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated
from longhaul.mongo.expressions import after


class RateLimits:
    """One document in `limits` for each owner and task, with the hits of its window: at most `Rate.count` of them."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._limits = collections.limits
        self._time = time

    async def take(self, owner: str, task: str, rate: Rate, *, times: int = 1) -> str:
        """Count `times` jobs against `rate`, all or none of them; the answer is a receipt for `give_back`.

        Raises `RateExceeded`, which says when that many fit, and `InvalidInput` where they never will.
        """
        if times > rate.count:
            raise InvalidInput(f"jobs: at most {rate.count:,} of {task} in {rate.per_s:g} s", field="jobs")
        receipt = ObjectId()
        try:
            document: Any = await self._limits.find_one_and_update(
                {"_id": _key(owner, task)},
                _counted(rate, times, receipt, self._time.now_expr()),
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        except PyMongoError as error:
            raise translated(error) from error
        hits: list[Document] = document["hits"]
        if not any(hit["receipt"] == receipt for hit in hits):
            wait_s = _wait_s(hits, document["at"], rate, times)
            raise RateExceeded(
                f"{task}: at most {rate.count:,} in {rate.per_s:g} s; try again in {math.ceil(wait_s):,} s",
                retry_after_s=wait_s,
            )
        return str(receipt)

    async def give_back(self, owner: str, task: str, receipt: str) -> None:
        """Forget what was taken for jobs that were not enqueued after all."""
        try:
            await self._limits.update_one(
                {"_id": _key(owner, task)}, {"$pull": {"hits": {"receipt": ObjectId(receipt)}}}
            )
        except PyMongoError as error:
            raise translated(error) from error


def _key(owner: str, task: str) -> str:
    return f"rate:{owner}:{task}"


def _counted(rate: Rate, times: int, receipt: ObjectId, now: Any) -> list[Document]:
    """Forget the hits that have left the window, then add one if it fits."""
    recent: Document = {
        "$filter": {
            "input": {"$ifNull": ["$hits", []]},
            "as": "hit",
            "cond": {"$gt": ["$$hit.at", after(now, -rate.per_s)]},
        }
    }
    fits = {"$lte": [{"$add": [{"$sum": "$hits.times"}, times]}, rate.count]}
    hit: Document = {"at": now, "times": times, "receipt": receipt}
    return [
        {"$set": {"hits": recent, "at": now, "expires_at": after(now, rate.per_s)}},
        {"$set": {"hits": {"$cond": [fits, {"$concatArrays": ["$hits", [hit]]}, "$hits"]}}},
    ]


def _wait_s(hits: list[Document], at: datetime, rate: Rate, times: int) -> float:
    """Seconds from `at` until enough of `hits` have left the window."""
    surplus = sum(hit["times"] for hit in hits) + times - rate.count
    for hit in sorted(hits, key=lambda hit: hit["at"]):
        surplus -= hit["times"]
        if surplus <= 0:
            return max(0.001, (hit["at"] + timedelta(seconds=rate.per_s) - at).total_seconds())
    return rate.per_s

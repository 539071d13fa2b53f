"""The store of jobs: enqueueing, claiming and keeping leases. What a holder writes is in `mongo/holder.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError, PyMongoError

from longhaul.model.errors import InvalidInput, KeyConflict
from longhaul.model.job import Enqueued, Job, NewJob
from longhaul.model.lease import Lease
from longhaul.model.states import ACTIVE, Status
from longhaul.mongo import transitions
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.codec import as_claimed, new_document, to_job
from longhaul.mongo.collections import JOBS, Collections
from longhaul.mongo.driver import UNSTORABLE, Document, aggregate, is_unavailable, translated
from longhaul.mongo.indexes import CLAIM, FAIR, LEASES
from longhaul.mongo.rotation import Rotation
from longhaul.mongo.spread import Spread

_ORDER = [("priority", 1), ("run_at", 1)]
_BY_OWNER = [("owner", 1), *_ORDER]
_ACTIVE = sorted(ACTIVE)
_DUPLICATE = 11000
_INSERTS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """What a renewal found for one lease."""

    lease: Lease
    is_held: bool
    cancel_requested: bool


class JobStore:
    """Jobs in `background_jobs`. Every method is one or two round trips and safe against every other process."""

    def __init__(
        self,
        collections: Collections,
        time: TimeSource,
        *,
        rotation: Rotation | None = None,
        spread: Spread | None = None,
    ) -> None:
        self._jobs = collections.jobs
        self._reach = collections.reach
        self._time = time
        self._rotation = rotation or Rotation()
        self._spread = spread or Spread()
        self.more_waits = False
        """Whether the last claim saw as many due jobs as it had room for, even if others took some of them first."""

    async def insert(self, new: Sequence[NewJob]) -> list[Enqueued]:
        """Store jobs. One whose idempotency or unique key is taken is answered with the job that has the key.

        Raises `KeyConflict` where an idempotency key stands for a job of another task or with other args. Of several
        jobs none is stored then, unless the other request came in this very moment.
        """
        try:
            if len(new) > 1:
                await self._refuse_conflicts(new)
            now = await self._time.now()
            documents = [new_document(job, ObjectId(), now) for job in new]
            answer: dict[int, Enqueued] = {}
            for _ in range(_INSERTS):
                left = [index for index in range(len(new)) if index not in answer]
                taken = await self._insert_fresh([documents[index] for index in left])
                await self._reach("changed")
                for place, index in enumerate(left):
                    if place not in taken:
                        answer[index] = Enqueued(to_job(documents[index]), existed=False)
                    elif (holder := await self._holder_of_key(new[index], taken[place])) is not None:
                        answer[index] = Enqueued(holder, existed=True)
                if len(answer) == len(new):
                    return [answer[index] for index in range(len(new))]
            raise KeyConflict("the jobs that hold this key end and begin all the time; send the request again")
        except UNSTORABLE as error:
            raise InvalidInput(f"args: the value cannot be stored: {error}", field="args") from error
        except PyMongoError as error:
            raise translated(error) from error

    async def _insert_fresh(self, documents: Sequence[Document]) -> dict[int, Document]:
        """Insert what has no taken key; the taken key's pattern for each of the others, by place."""
        taken: dict[int, Document] = {}
        try:
            await self._jobs.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            for failed in error.details["writeErrors"]:
                if failed["code"] != _DUPLICATE:
                    raise
                # A retried insert meets itself: the key is then `_id`, and the job is stored.
                if "_id" not in failed["keyPattern"]:
                    taken[failed["index"]] = failed["keyPattern"]
            if error.details["writeConcernErrors"]:
                raise  # stored, but a failover may take it back: that is no promise
        return taken

    async def fresh(self, new: Sequence[NewJob]) -> list[NewJob]:
        """Those of `new` that `insert` would store as things stand: no key of theirs is taken, nor used twice."""
        keyed = [job for job in new if job.idempotency_key is not None or job.unique_key is not None]
        if not keyed:
            return list(new)
        # The `$type` says that the partial indexes hold all there is to find.
        keys = {"$type": "string", "$in": [job.idempotency_key for job in keyed]}
        unique_keys = {"$type": "string", "$in": [job.unique_key for job in keyed]}
        owners = {"$in": sorted({job.owner for job in keyed})}
        types = {"$in": sorted({job.type for job in keyed})}
        wanted = {"owner": 1, "type": 1, "idempotency_key": 1, "unique_key": 1}
        try:
            by_key = await self._jobs.find({"owner": owners, "idempotency_key": keys}, wanted).to_list(None)
            by_unique_key = await self._jobs.find(
                {"owner": owners, "type": types, "unique_key": unique_keys, "status": {"$in": _ACTIVE}}, wanted
            ).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        taken = {(entry["owner"], entry["idempotency_key"]) for entry in by_key}
        taken |= {(entry["owner"], entry["type"], entry["unique_key"]) for entry in by_unique_key}
        fresh: list[NewJob] = []
        for job in new:
            own = _keys(job)
            if not own & taken:
                fresh.append(job)
            taken |= own
        return fresh

    async def claim(
        self,
        worker_id: str,
        queues: Sequence[str],
        types: Sequence[str],
        *,
        lease_s: float,
        limit: int,
        token: str | None = None,
    ) -> list[Job]:
        """Take up to `limit` due jobs, best priority first, then oldest `run_at`. All get the same fresh token.

        Where more wait than fit, half goes to the owners in turn, so that nobody waits behind all jobs of another, and
        where other processes take what this one sees, it begins a little further on (decision 0020).
        A call that raises or is cancelled may have taken jobs all the same: who gave it a token of `new_token` asks
        `claimed_with` for them.
        """
        token = token or new_token()
        matching = transitions.due(queues, types, self._time.now_expr())
        self.more_waits = False
        await self._reach("claiming")
        try:
            take = self._claim_many if limit > 1 else self._claim_one
            jobs = await take(matching, token, worker_id, lease_s, limit)
            if jobs:
                await self._reach("claimed")
            return jobs
        except PyMongoError as error:
            if not is_unavailable(error):
                raise translated(error) from error
        return await self.claimed_with(token, lease_s=lease_s)

    async def claimed_with(self, token: str, *, lease_s: float) -> list[Job]:
        """The jobs that a claim with `token` took, should its answer have been lost, their leases kept from now on."""
        now = self._time.now_expr()
        change = transitions.renew(transitions.claimed_with(token), lease_s, now)
        try:
            # A write first: right after an election a read may not see yet what the majority has, and a write waits.
            await self._jobs.update_many(change.filter, change.update, hint=LEASES)
            found = await self._jobs.find(change.filter, sort=_ORDER, hint=LEASES).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [to_job(entry) for entry in found]

    async def _claim_one(
        self, matching: Document, token: str, worker_id: str, lease_s: float, _limit: int
    ) -> list[Job]:
        async def take(matching: Document, order: list[tuple[str, int]], index: str) -> Document | None:
            change = transitions.claim(matching, token, worker_id, lease_s, self._time.now_expr())
            return await self._jobs.find_one_and_update(
                change.filter, change.update, sort=order, hint=index, return_document=ReturnDocument.AFTER
            )

        document = None
        if share := self._rotation.share(1):
            document = await take(self._next_owners(matching), _BY_OWNER, FAIR)
            self._rotation.served([document["owner"]] if document is not None else [], share)
        if document is None:
            document = await take(matching, _ORDER, CLAIM)
        self.more_waits = document is not None
        return [to_job(document)] if document is not None else []

    async def _claim_many(
        self, matching: Document, token: str, worker_id: str, lease_s: float, limit: int
    ) -> list[Job]:
        found = await self._due(matching, limit)
        if not found:
            return []
        self.more_waits = len(found) == limit
        if self.more_waits and (share := self._rotation.share(limit)):
            found = await self._with_next_owners(found, matching, share)
        seen = transitions.unchanged([entry["_id"] for entry in found], [entry["v"] for entry in found])
        change = transitions.claim(seen, token, worker_id, lease_s, self._time.now_expr())
        outcome = await self._jobs.update_many(change.filter, change.update)
        self._spread.took(outcome.modified_count, len(found), limit)
        if outcome.modified_count == len(found):
            return [to_job(as_claimed(entry, token, worker_id)) for entry in found]
        return await self.claimed_with(token, lease_s=lease_s) if outcome.modified_count else []

    async def _due(self, matching: Document, limit: int) -> list[Document]:
        """The first due jobs; a little further on where other processes take these."""
        for skip in dict.fromkeys((self._spread.skip(limit), 0)):
            cursor = self._jobs.find(matching, sort=_ORDER, hint=CLAIM, skip=skip, limit=limit)
            if found := await cursor.to_list(None):
                return found
        return []

    async def _with_next_owners(self, found: list[Document], matching: Document, share: int) -> list[Document]:
        """As many as `found`: up to `share` jobs of the owners whose turn it is, then the first of `found`."""
        cursor = self._jobs.find(self._next_owners(matching), sort=_BY_OWNER, hint=FAIR, limit=share)
        in_turn = await cursor.to_list(None)
        self._rotation.served([entry["owner"] for entry in in_turn], share)
        ids = {entry["_id"] for entry in in_turn}
        return [*in_turn, *(entry for entry in found if entry["_id"] not in ids)][: len(found)]

    def _next_owners(self, matching: Document) -> Document:
        return {**matching, "owner": {"$gt": self._rotation.after}}

    async def next_run_at_s(self, queues: Sequence[str], types: Sequence[str]) -> float | None:
        """Seconds until the earliest waiting job of `queues` and `types` is due, or None where none waits.

        One command, which reads an index key per queue and priority, and those of other types that come before.
        """
        waiting = {"status": Status.QUEUED.value, "type": {"$in": list(types)}}
        branches = [
            [
                {"$match": {**waiting, "queue": queue, "priority": priority}},
                {"$sort": {"run_at": 1}},
                {"$limit": 1},
                {"$project": {"run_at": 1}},
            ]
            for queue in queues
            for priority in range(10)
        ]
        unions = [{"$unionWith": {"coll": JOBS, "pipeline": branch}} for branch in branches[1:]]
        earliest = {"$group": {"_id": None, "run_at": {"$min": "$run_at"}}}
        try:
            found = await aggregate(self._jobs, [*branches[0], *unions, earliest])
            if not found:
                return None
            return max(0.0, (found[0]["run_at"] - await self._time.now()).total_seconds())
        except PyMongoError as error:
            raise translated(error) from error

    async def renew(self, leases: Sequence[Lease], lease_s: float) -> list[Held]:
        """Keep `leases` for `lease_s` from now, and learn which are lost and which jobs should be cancelled."""
        change = transitions.renew(transitions.held_by_any(leases), lease_s, self._time.now_expr())
        try:
            await self._jobs.update_many(change.filter, change.update)
        except PyMongoError as error:
            raise translated(error) from error
        return await self.look(leases)

    async def look(self, leases: Sequence[Lease]) -> list[Held]:
        """Which of `leases` still hold, and which of their jobs should be cancelled.

        Right after an election this may be older than what was written before, and a lease seem lost that is not: only
        `renew` is sure.
        """
        try:
            matching = {"_id": {"$in": [ObjectId(lease.job_id) for lease in leases]}}
            wanted = {"status": 1, "lease.token": 1, "cancel_requested_at": 1}
            found = {str(entry["_id"]): entry for entry in await self._jobs.find(matching, wanted).to_list(None)}
        except PyMongoError as error:
            raise translated(error) from error
        return [_held(lease, found.get(lease.job_id)) for lease in leases]

    async def next_to_expire(self, limit: int) -> list[tuple[Lease, float]]:
        """The leases that expire first, each with the seconds until then (negative: it has)."""
        matching = {"status": Status.RUNNING.value, "lease.expires_at": {"$type": "date"}}
        try:
            cursor = self._jobs.find(matching, {"lease": 1}, sort=[("lease.expires_at", 1)], hint=LEASES, limit=limit)
            found = await cursor.to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        now = await self._time.now()
        return [
            (
                Lease(str(entry["_id"]), str(entry["lease"]["token"]), entry["lease"]["worker_id"]),
                (entry["lease"]["expires_at"] - now).total_seconds(),
            )
            for entry in found
        ]

    async def _refuse_conflicts(self, new: Sequence[NewJob]) -> None:
        known: dict[tuple[str, str], tuple[str, object]] = {}
        keys = {job.idempotency_key for job in new if job.idempotency_key is not None}
        if not keys:
            return
        owners, one_of = sorted({job.owner for job in new}), {"$type": "string", "$in": sorted(keys)}
        matching = {"owner": {"$in": owners}, "idempotency_key": one_of}
        wanted = {"owner": 1, "idempotency_key": 1, "type": 1, "args": 1}
        for found in await self._jobs.find(matching, wanted).to_list(None):
            known[found["owner"], found["idempotency_key"]] = (found["type"], found["args"])
        for job in new:
            if job.idempotency_key is not None:
                asked = (job.type, job.args)
                if known.setdefault((job.owner, job.idempotency_key), asked) != asked:
                    raise _used_before(job)

    async def _holder_of_key(self, new: NewJob, key_pattern: Document) -> Job | None:
        """The job that has the key; None where it ended just now."""
        if "idempotency_key" in key_pattern:
            document = await self._jobs.find_one({"owner": new.owner, "idempotency_key": new.idempotency_key})
            if document is not None and (document["type"] != new.type or document["args"] != new.args):
                raise _used_before(new)
        else:
            document = await self._jobs.find_one(
                {"owner": new.owner, "type": new.type, "unique_key": new.unique_key, "status": {"$in": _ACTIVE}}
            )
        return to_job(document) if document is not None else None


def new_token() -> str:
    """The token of a claim to be made: never used before, nor ever again."""
    return str(ObjectId())


def _used_before(job: NewJob) -> KeyConflict:
    return KeyConflict(f"the idempotency key {job.idempotency_key!r} was used before for a different request")


def _keys(job: NewJob) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = set()
    if job.idempotency_key is not None:
        keys.add((job.owner, job.idempotency_key))
    if job.unique_key is not None:
        keys.add((job.owner, job.type, job.unique_key))
    return keys


def _held(lease: Lease, entry: Document | None) -> Held:
    if entry is None or entry["status"] != Status.RUNNING.value or "lease" not in entry:
        return Held(lease, is_held=False, cancel_requested=False)
    is_held = str(entry["lease"]["token"]) == lease.token
    return Held(lease, is_held=is_held, cancel_requested=is_held and "cancel_requested_at" in entry)

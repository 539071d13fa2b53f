"""Claims and ends: workers at one queue, and each at a queue of its own."""

from __future__ import annotations

from longhaul.mongo.collections import Collections
from scripts.bench.ground import OWNER
from scripts.capacity.plan import Plan
from scripts.capacity.points import ClaimPoint
from scripts.capacity.site import Site, Stepped

ENDED = {"owner": OWNER, "status": "succeeded"}


async def measure_claims(site: Site) -> list[ClaimPoint]:
    """One point for each number of workers at one queue and at their own, and for each concurrency of one worker."""
    plan = site.plan
    points = [await claim_point(site, 1, 1, concurrency) for concurrency in plan.other_concurrencies]
    for workers in plan.workers:
        points.append(await claim_point(site, workers, 1, plan.concurrency))
        if workers > 1:
            points.append(await claim_point(site, workers, workers, plan.concurrency))
    return points


def claim_steps(plan: Plan) -> int:
    """How many steps `measure_claims` takes."""
    return len(plan.other_concurrencies) + 2 * len(plan.workers) - (1 in plan.workers)


async def claim_point(site: Site, workers: int, queues: int, concurrency: int, *, members: int = 1) -> ClaimPoint:
    """What jobs cost with so many workers; `queues` is 1 or as many as there are workers."""
    plan, names = site.plan, [f"queue{number}" for number in range(queues)]
    site.said(f"claims: {workers} of {concurrency}, queues: {queues}, database nodes: {members}")
    async with site.database() as (name, database):
        await site.fill(name, round(plan.jobs_per_s * (plan.step_s + plan.warm_s)), names)
        jobs = Collections(database).jobs

        async def has_begun() -> bool:
            return await jobs.find_one(ENDED, {"_id": 1}) is not None

        async def ended() -> tuple[int, bool]:
            ended = await jobs.count_documents(ENDED)
            return ended, await jobs.find_one({"owner": OWNER, "status": "queued"}, {"_id": 1}) is None

        shared = {"do": "work", "uri": site.uri, "database": name, "concurrency": concurrency}
        orders = [{**shared, "queue": names[number % queues]} for number in range(workers)]
        return _point(await site.step(orders, begun=has_begun, around=ended), workers, queues, concurrency, members)


def _point(step: Stepped, workers: int, queues: int, concurrency: int, members: int) -> ClaimPoint:
    total = {kind: sum(answer[kind] for answer in step.answers) for kind in step.answers[0]}
    jobs = step.last[0] - step.first[0]
    rounds = max(1, total["rounds"])
    return ClaimPoint(
        workers=workers,
        queues=queues,
        concurrency=concurrency,
        cost=step.spent.per(jobs),
        claims_per_s=total["rounds"] / step.spent.seconds,
        jobs_per_claim=jobs / max(1, total["hits"]),
        empty=max(0.0, 1 - total["hits"] / rounds),
        lost=1 - total["taken"] / max(1, total["seen"]) if total["seen"] else 0.0,
        reservations=total["reserved"] / max(1, jobs),
        ran_out=step.last[1],
        members=members,
    )

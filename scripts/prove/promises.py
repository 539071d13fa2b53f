"""The promises, each as a list of what breaks it: an empty list everywhere is what the run is for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from typing import Final

from longhaul.engine.frames import Encoded
from longhaul.model.event import TOMBSTONE, Event
from longhaul.model.states import TERMINAL
from scripts.prove.browser import digest
from scripts.prove.evidence import Evidence
from scripts.prove.fleet import GRACE_S, Life, Role
from scripts.prove.injector import Injected
from scripts.prove.life_cycle import illegal_moves
from scripts.prove.process import TRY_AGAIN
from scripts.prove.tasks import sha256

Breaches = Iterator[str]

CLOCK_S: Final = 0.005
"""Between two clocks of one machine that are read to the millisecond."""
NEVER: Final = float("inf")


def nothing_is_lost(evidence: Evidence) -> Breaches:
    """Jobs accepted = jobs stored = succeeded + failed + cancelled."""
    accepted, stored = set(evidence.asked.keys.values()), set(evidence.jobs)
    yield from (f"job {id_} was accepted and is not there" for id_ in accepted - stored)
    yield from (f"job {id_} is there and was never accepted" for id_ in stored - accepted)
    for id_, job in evidence.jobs.items():
        if job["status"] not in TERMINAL:
            yield f"job {id_} ({job['type']}) has not ended: {job['status']}"
        if "lease" in job:
            yield f"job {id_} has ended and still has a lease"
    yield from evidence.asked.refused


def every_key_stands_for_one_job(evidence: Evidence) -> Breaches:
    """An idempotency key, sent however often, made one job."""
    keys = Counter(job.get("idempotency_key") for job in evidence.jobs.values())
    yield from (f"key {key} made {count} jobs" for key, count in keys.items() if count > 1)


def nothing_is_committed_twice(evidence: Evidence) -> Breaches:
    """A job ends once (once more for each requeue), with the result of the attempt whose token it names."""
    done = {(line.job, line.token) for line in evidence.ledger if line.kind == "done"}
    for id_, events in evidence.events_by_job().items():
        job = evidence.jobs.get(id_)
        if job is None:
            continue
        ends = sum(event.data.get("status") in TERMINAL and event.type != "job.cancel_requested" for event in events)
        starts = 1 + sum(event.type == "job.requeued" for event in events)
        if ends != starts:
            yield f"job {id_} was begun {starts} times and ended {ends} times"
        if job["status"] == "succeeded":
            token = str(job["ended_by"]["token"])
            if job["result"]["token"] != token:
                yield f"job {id_} was ended by {token} with the result of {job['result']['token']}"
            if (id_, token) not in done:
                yield f"job {id_} was ended by {token}, which never got to its end"


def every_lease_token_runs_one_body(evidence: Evidence) -> Breaches:
    """A token is given out once and starts one body at most."""
    bodies = Counter((line.job, line.token) for line in evidence.ledger if line.kind == "begin")
    yield from (
        f"{count} bodies of job {job} with token {token}" for (job, token), count in bodies.items() if count > 1
    )


def kept_steps_are_not_repeated(evidence: Evidence) -> Breaches:
    """After a step is kept, no later attempt does it again."""
    for line in evidence.ledger:
        if line.kind == "step":
            memo = evidence.jobs.get(line.job, {}).get("steps", {}).get(line.name)
            if memo is not None and line.attempt > memo["attempt"]:
                yield f"step {line.name} of job {line.job}, kept by attempt {memo['attempt']}, ran in {line.attempt}"


def changes_are_events(evidence: Evidence) -> Breaches:
    """Every change of a job is in the log once and in order, every event is a legal move, no outbox holds anything."""
    by_job = evidence.events_by_job()
    for id_, job in evidence.jobs.items():
        events = by_job.get(id_, [])
        versions = [event.v for event in events]
        if versions != list(range(1, job["v"] + 1)):
            yield f"job {id_} has version {job['v']}, the log has {versions}"
        if job.get("outbox"):
            yield f"job {id_} still has {len(job['outbox'])} events in its outbox"
        yield from (f"job {id_}: {move}" for move in illegal_moves(events, job["status"]))


def the_log_is_dense(evidence: Evidence) -> Breaches:
    """Numbers follow each other from 1, and time never goes back from one event to the next."""
    numbers = [event.seq for event in evidence.log]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the log has {len(numbers)} entries with numbers up to {numbers[-1] if numbers else 0}"
    # A tombstone has the time of what stood above it when it was placed; it is no event and nobody is shown it.
    for earlier, later in pairwise(event for event in evidence.log if not event.is_tombstone):
        if later.at < earlier.at:
            yield f"event {later.seq} is {earlier.at - later.at} ms older than event {earlier.seq}"


def subscribers_got_the_log(evidence: Evidence) -> Breaches:
    """Each subscriber received exactly the log's events of its scope, byte for byte, in order, from where it began."""
    told = {
        event.seq: (event.type, digest(event.type, Encoded.of(event).json.encode()))
        for event in evidence.log
        if event.type != TOMBSTONE
    }
    for got in evidence.received:
        yield from (f"subscriber {got.number}: {fault}" for fault in got.faults)
        yield from (f"subscriber {got.number} was reset: {reset}" for reset in got.resets)
        types = set(got.types.split(",")) if got.types else None
        wanted = [
            (seq, mark)
            for seq, (type_, mark) in told.items()
            if seq > evidence.after and (types is None or type_ in types)
        ]
        yield from _compare(got.number, wanted, list(zip(got.seqs, got.digests, strict=True)))


def _compare(number: int, wanted: list[tuple[int, int]], got: list[tuple[int, int]]) -> Breaches:
    if wanted == got:
        return
    seqs = [seq for seq, _ in got]
    gaps, repeats = set(wanted) - set(got), len(seqs) - len(set(seqs))
    disorder = sum(later < earlier for earlier, later in pairwise(seqs))
    yield (
        f"subscriber {number}: {len(gaps)} missing (first {min(gaps)[0] if gaps else '-'}), {repeats} repeated, "
        f"{disorder} out of order, of {len(wanted)}"
    )


def files_are_whole(evidence: Evidence) -> Breaches:
    """What jobs list is stored whole, and nothing else is stored."""
    listed: set[str] = set()
    for id_, job in evidence.jobs.items():
        for artifact in job.get("artifacts", []):
            listed.add(artifact["id"])
            file = evidence.files.get(artifact["id"])
            if file is None:
                yield f"job {id_} lists file {artifact['id']}, which is not stored"
            elif not artifact["sha256"] == file.sha256 == sha256(job["args"]["n"]):
                yield f"file {file.id} of job {id_} does not hold what was written"
        if job["type"] in {"prove.files", "prove.stream"} and job["status"] == "succeeded" and not job.get("artifacts"):
            yield f"job {id_} succeeded without its file"
    yield from (f"file {id_} is stored and no job lists it" for id_ in set(evidence.files) - listed)
    if evidence.orphan_chunks:
        yield f"{evidence.orphan_chunks} chunks belong to no file"
    if evidence.orphan_records:
        yield f"{evidence.orphan_records} records belong to no job"


def one_active_job_holds_a_unique_key(evidence: Evidence) -> Breaches:
    """Jobs with the same unique key were never active at the same time."""
    by_key: defaultdict[str, list[tuple[float, float, str]]] = defaultdict(list)
    events = evidence.events_by_job()
    for id_, job in evidence.jobs.items():
        if key := job.get("unique_key"):
            finished = job["finished_at"].timestamp() if "finished_at" in job else NEVER
            # `created_at` is older than the job by as long as its insert waited. It was there at the latest when it
            # started, and when its client was answered.
            started = [event.at / 1000 for event in events.get(id_, ()) if event.type == "job.started"]
            there = min([finished, evidence.asked.answered.get(id_, NEVER), *started])
            by_key[key].append((there, finished, id_))
    for key, spans in by_key.items():
        for (_, finished, first), (there, _, second) in pairwise(sorted(spans)):
            if there < finished - CLOCK_S:
                yield f"{key}: job {second} was there before job {first} had ended"


def poison_ends(evidence: Evidence) -> Breaches:
    """The job that kills its worker ends as poison, after as many kills as are allowed."""
    poisoned = [job for job in evidence.jobs.values() if job["type"] == "prove.poison"]
    for job in poisoned:
        if (job["status"], (job.get("error") or {}).get("cause")) != ("failed", "poison"):
            yield f"the poison job is {job['status']}: {job.get('error')}"


def shutdowns_burn_no_attempt(evidence: Evidence) -> Breaches:
    """No lease of a worker that was told to stop, and not hit by anything else, was left to the rescuer."""
    for event in rescues(evidence):
        life = holder_of(evidence, event)
        stopped = life.blow == "term" and life.status == 0 and life.struck_at is not None
        if stopped and event.at / 1000 >= (life.struck_at or 0):
            yield f"job {event.job_id} was rescued from worker {event.data['worker_id']}, which had stopped"


def every_rescue_has_a_reason(evidence: Evidence) -> Breaches:
    """A lease is taken only from who is dead, frozen or cut off: an election or a slow database costs none."""
    for event in rescues(evidence):
        life, at = holder_of(evidence, event), event.at / 1000
        if life.ended_at is not None and life.ended_at <= at and life.blow != "term":
            continue
        if not any(_could_not_renew(one, life, at, evidence.plan.lease_s) for one in evidence.injected):
            yield f"job {event.job_id} was rescued at {at:.2f} from worker {event.data['worker_id']}, which could renew"


def _could_not_renew(one: Injected, life: Life, at: float, lease_s: float) -> bool:
    name = f"{life.role}{life.slot}"
    is_hit = one.pid == life.pid if one.kind == "worker_freeze" else one.kind.startswith("network") and one.name == name
    return is_hit and one.began_at <= at <= one.ended_at + 2 * lease_s


def processes_stop_in_time(evidence: Evidence) -> Breaches:
    """SIGTERM ends processes with status 0, half of them within their grace and 2 s, every one within it and 8 s."""
    took: defaultdict[Role, list[float]] = defaultdict(list)
    for life in evidence.lives:
        if life.blow == "term" and life.ended_at is not None and life.struck_at is not None:
            name, took_s = f"{life.role}{life.slot} (pid {life.pid})", life.ended_at - life.struck_at
            took[life.role].append(took_s)
            if life.status != 0:
                yield f"{name} ended with status {life.status}"
            elif took_s > GRACE_S[life.role] + 8.0:
                yield f"{name} took {took_s:.2f} s to end"
    for role, seconds in took.items():
        # A single one may wait for a processor; the figures have the slowest.
        if median(seconds) > GRACE_S[role] + 2.0:
            yield f"half of the {role}s took {median(seconds):.2f} s or more to end"


def nothing_ends_by_itself(evidence: Evidence) -> Breaches:
    """No process ends that nobody ended, but one that found no database to start with."""
    for life in evidence.lives:
        if life.blow is None and life.status not in {0, TRY_AGAIN}:
            yield f"{life.role}{life.slot} (pid {life.pid}) ended by itself with status {life.status}"


def nothing_is_left_running(evidence: Evidence) -> Breaches:
    """No process outlives the worker that started it."""
    yield from (f"process {pid} is still there" for pid in evidence.strays)


def every_fault_took_place(evidence: Evidence) -> Breaches:
    """What was planned was done."""
    yield from (f"{one.kind} at {one.name}: {one.problem}" for one in evidence.injected if one.problem)
    missing = len(evidence.plan.faults) - len(evidence.injected)
    if missing:
        yield f"{missing} faults were not injected"


def rescues(evidence: Evidence) -> list[Event]:
    """The events of rescues, also of those that ended the job."""
    return [event for event in evidence.log if event.data.get("verb") == "rescue"]


def holder_of(evidence: Evidence, event: Event) -> Life:
    """The life of the worker that an event names; process ids come round, so it is the last that had begun by then."""
    pid = int(str(event.data["worker_id"]).split("-")[-2])
    lives = [life for life in evidence.lives if life.pid == pid and life.began_at <= event.at / 1000]
    return max(lives, key=lambda life: life.began_at)


PROMISES: Final[tuple[Callable[[Evidence], Breaches], ...]] = (
    nothing_is_lost,
    every_key_stands_for_one_job,
    nothing_is_committed_twice,
    every_lease_token_runs_one_body,
    kept_steps_are_not_repeated,
    changes_are_events,
    the_log_is_dense,
    subscribers_got_the_log,
    files_are_whole,
    one_active_job_holds_a_unique_key,
    poison_ends,
    shutdowns_burn_no_attempt,
    every_rescue_has_a_reason,
    processes_stop_in_time,
    nothing_ends_by_itself,
    nothing_is_left_running,
    every_fault_took_place,
)

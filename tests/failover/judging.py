"""What is wrong with events that somebody read, compared with the changes that there were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from longhaul.model.event import Event

Complaint = Literal["lost", "repeated", "phantom", "disordered", "number goes back", "time goes back"]


def complaints(read: Sequence[Event], changes: Mapping[str, int]) -> set[Complaint]:
    """The ways in which `read` is not each version of each job once and in order; `changes` has the newest versions.

    `phantom` is an event of a change that there never was. Tombstones carry no change and have only their place: one
    that closed a hole took the time of what stood above, and what arrives in between meanwhile may be older.
    """
    events = [event for event in read if not event.is_tombstone]
    seen = [(event.job_id, event.v) for event in events]
    wanted = {(job_id, v) for job_id, newest in changes.items() for v in range(1, newest + 1)}
    of_job = {job_id: [v or 0 for of, v in seen if of == job_id] for job_id in changes}
    found: dict[Complaint, bool] = {
        "lost": bool(wanted - set(seen)),
        "repeated": len(set(seen)) < len(seen),
        "phantom": bool(set(seen) - wanted),
        "disordered": any(sorted(versions) != versions for versions in of_job.values()),
        "number goes back": any(earlier.seq >= later.seq for earlier, later in pairwise(read)),
        "time goes back": any(earlier.at > later.at for earlier, later in pairwise(events)),
    }
    return {complaint for complaint, is_so in found.items() if is_so}

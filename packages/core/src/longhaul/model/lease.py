"""The right to run a job."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lease:
    """Proof of a claim: `token` is unique for ever, so that a claim that was lost can never write again.

    When it expires is the database's business; a holder counts from when it last asked.
    """

    job_id: str
    token: str
    worker_id: str

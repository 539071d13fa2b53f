"""What can go wrong in the engine, as one tree.

    LonghaulError
    ├── InvalidInput            the caller's value is wrong; names the field and the fix
    │   └── TooLarge            a value is over its size limit
    ├── NotFound                no such object for this owner
    ├── Conflict                the object is not in a state that allows this
    │   └── KeyConflict         an idempotency or unique key is taken by something different
    ├── LeaseLost               another worker has the job, or it was ended: throw the work away
    ├── StoreUnavailable        the database cannot be used at the moment; try again later
    │   └── StoreMisconfigured  it answers but refuses us (credentials, privileges): somebody has to mend that
    │       └── NoChangeStreams it has none: a standalone, too small a tier, or no privilege
    └── RateExceeded            the owner asked too often; says when to come back

What a *handler* raises on purpose is not an error of the engine: see `longhaul.model.control`.
"""

from __future__ import annotations


class LonghaulError(Exception):
    """Base of everything the engine raises."""


class InvalidInput(LonghaulError):
    """A value given by the caller is wrong. `field` names it, the message says how to mend it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooLarge(InvalidInput):
    """A value is over its limit, both in bytes."""

    def __init__(self, what: str, *, limit: int, size: int | None = None, field: str | None = None) -> None:
        got = f"is {size:,} bytes, over" if size is not None else "is over"
        super().__init__(f"{what} {got} the limit of {limit:,} bytes", field=field)
        self.limit = limit
        self.size = size


class NotFound(LonghaulError):
    """There is no such object, or it belongs to another owner: the two cannot be told apart."""

    def __init__(self, what: str, id_: str) -> None:
        super().__init__(f"there is no {what} {id_!r}")
        self.what = what
        self.id = id_


class Conflict(LonghaulError):
    """The object exists but is not in a state that allows what was asked."""


class KeyConflict(Conflict):
    """An idempotency key was used before with a different request, or a unique key is held by another job."""


class LeaseLost(LonghaulError):
    """The lease token no longer holds the job: nothing was written and the work must be thrown away."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"the lease on job {job_id} is lost")
        self.job_id = job_id


class StoreUnavailable(LonghaulError):
    """The database cannot be reached, did not answer in time or takes no writes. The call may be tried again."""


class StoreMisconfigured(StoreUnavailable):
    """The database refuses this process: credentials, privileges or deployment.

    A process that starts gives up; one that runs waits as for any other outage, since somebody may mend it meanwhile.
    """


class NoChangeStreams(StoreMisconfigured):
    """The server has no change streams: a standalone, too small a tier, or no privilege."""


class RateExceeded(LonghaulError):
    """The owner asked more often than the limit allows."""

    def __init__(self, message: str, *, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

"""What the holder of a lease can write: each as it is asked of the store and of the model."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from hypothesis import strategies as st

from longhaul.model.artifact import ArtifactRef
from longhaul.model.job import Failure, Progress
from longhaul.mongo.change import Success
from longhaul.mongo.holder import HolderStore, Written

from .game import Grant
from .life_cycle import LifeCycle

Answer = Coroutine[Any, Any, Written]


class Write(Protocol):
    """One write, with what `grant` gives the right to."""

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """The call that has yet to be awaited."""
        ...

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """The same of the model."""
        ...


@dataclass(frozen=True)
class Report:
    """How far it is, perhaps less than before."""

    percent: int
    message: str

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.report_progress(grant.lease, Progress(self.percent, self.message))

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.report(grant.number, grant.token, self.percent, self.message)


@dataclass(frozen=True)
class Log:
    """A line of the log."""

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.write_log(grant.lease, [{"level": "info", "message": "$hello"}])

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.write_log(grant.number, grant.token)


@dataclass(frozen=True)
class KeepStep:
    """A step, perhaps one that an earlier attempt kept with something else in it."""

    name: str
    key: str
    n: int

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.keep_step(grant.lease, self.name, {"result": {self.key: self.n}, "inputs_sha256": "0"}, 5)

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.keep_step(grant.number, grant.token, self.name, {self.key: self.n})


@dataclass(frozen=True)
class Publish:
    """A file, perhaps in place of one with the same name."""

    kind: str
    filename: str
    id: str

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        ref = ArtifactRef(
            id=self.id, kind=self.kind, filename=self.filename, content_type="text/plain", size=1, sha256="0" * 64
        )
        return holder.publish(grant.lease, ref)

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.publish(grant.number, grant.token, self.kind, self.filename, self.id)


@dataclass(frozen=True)
class Succeed:
    """The end, alone and whatever the version."""

    n: int

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.succeed(Success(grant.job, grant.lease, grant.v, {"n": self.n}, 7))

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.succeed(grant.number, grant.token, self.n)


@dataclass(frozen=True)
class Fail:
    """For good."""

    cause: str

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.fail(grant.lease, _failure(self.cause))

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.fail(grant.number, grant.token, self.cause)


@dataclass(frozen=True)
class Cancel:
    """By the holder."""

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.cancel(grant.lease, "enough")

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.cancel(grant.number, grant.token)


@dataclass(frozen=True)
class Retry:
    """Again later."""

    cause: str
    delay_s: float
    refund: bool

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.retry(grant.lease, _failure(self.cause), self.delay_s, refund=self.refund)

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.retry(grant.number, grant.token, self.cause, self.delay_s, refund=self.refund)


@dataclass(frozen=True)
class Snooze:
    """Not now."""

    delay_s: float

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.snooze(grant.lease, self.delay_s, "not yet")

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.snooze(grant.number, grant.token, self.delay_s)


@dataclass(frozen=True)
class Release:
    """The worker stops."""

    cap: int

    def to_store(self, holder: HolderStore, grant: Grant) -> Answer:
        """See `Write`."""
        return holder.release(grant.lease, self.cap)

    def to_model(self, model: LifeCycle, grant: Grant) -> None:
        """See `Write`."""
        model.release(grant.number, grant.token, self.cap)


RESULTS = st.integers(0, 9)
CAPS = st.sampled_from((2, 3, 20))
_CAUSES = st.sampled_from(("error", "timed_out", "out_of_memory"))
_DELAYS_S = st.sampled_from((0.0, 0.0, 0.0, 0.0, 30.0))

WORDS: st.SearchStrategy[Write] = st.one_of(
    st.builds(Report, st.sampled_from((0, 20, 60, 100)), st.sampled_from(("a", "$b"))),
    st.just(Log()),
    st.builds(KeepStep, st.sampled_from(("load", "parse")), st.sampled_from(("x", "y")), RESULTS),
    st.builds(
        Publish,
        st.sampled_from(("text", "text", "pdf")),
        st.sampled_from(("a", "b")),
        st.sampled_from(("1" * 24, "2" * 24)),
    ),
)
"""What is said while the job runs on."""

RETURNS: st.SearchStrategy[Write] = st.one_of(
    st.builds(Retry, _CAUSES, _DELAYS_S, st.booleans()), st.builds(Snooze, _DELAYS_S), st.builds(Release, CAPS)
)
"""What puts the job back into the queue, if nothing is against it."""

ENDS: st.SearchStrategy[Write] = st.one_of(st.builds(Succeed, RESULTS), st.builds(Fail, _CAUSES), st.just(Cancel()))
"""What ends the job."""


def _failure(cause: str) -> Failure:
    return Failure(cause, "transient", "BOOM", "it broke at $5.00")

"""One game of the machine: the real store and the model side by side, and what is compared after every step."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from longhaul.model.errors import Conflict, KeyConflict, LeaseLost, LonghaulError, NotFound
from longhaul.model.job import Job
from longhaul.model.lease import Lease
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.codec import to_job, to_outbox
from longhaul.mongo.driver import Document
from longhaul.mongo.holder import HolderStore, Written
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.requests import JobRequests
from longhaul.mongo.rotation import Rotation

from .comparing import (
    Disagreement,
    Picture,
    agree,
    check_events,
    check_terminal,
    check_unique_keys,
    compare,
    expected_picture,
)
from .ground import AtRest, Ground
from .life_cycle import LifeCycle
from .lives import Clash, KeyTaken, Lost, Missing, Refusal

R = TypeVar("R")
M = TypeVar("M")

START: Final = datetime(2100, 3, 1, 12, tzinfo=UTC)
ANSWERS: Final[dict[type[Refusal], type[LonghaulError]]] = {
    Lost: LeaseLost,
    Missing: NotFound,
    Clash: Conflict,
    KeyTaken: KeyConflict,
}
"""What the store must raise where the model refuses."""


class Grant:
    """What a worker keeps of a claim, for ever: a zombie tries to write with it long after it was lost.

    `v` is the version that this worker last wrote.
    """

    def __init__(self, number: int, job: Job, lease: Lease) -> None:
        self.number = number
        self.job = job
        self.lease = lease
        self.v = job.v

    @property
    def token(self) -> str:
        """What its writes are fenced by."""
        return self.lease.token

    def __repr__(self) -> str:
        return f"<job {self.number} as {self.lease.worker_id} claimed it at version {self.job.v}>"


class Game(RuleBasedStateMachine):
    """The store, the model, what workers keep, and the comparison; the rules are in subclasses."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        collections = self.ground.collections
        self.time = ManualTime(START)
        self.model = LifeCycle(START)
        self.jobs = JobStore(collections, self.time, rotation=AtRest())
        self.fair_jobs = JobStore(collections, self.time, rotation=Rotation(self.seconds))
        self.holder = HolderStore(collections, self.time)
        self.requests = JobRequests(collections, self.time)
        self.ids: dict[int, str] = {}
        self.grants: list[Grant] = []
        self.again: Callable[[], None] | None = None
        """The last write of a holder, to be said once more as after a lost answer."""
        self._told: list[Callable[[dict[str, Document]], None]] = []
        self._pictures: dict[int, Picture] = {}
        self._documents: dict[str, Document] = {}
        self.ground.clear()

    def seconds(self) -> float:
        """The time of this game, for what else would look at a clock of its own."""
        return (self.model.now - START).total_seconds()

    def is_live(self, grant: Grant) -> bool:
        """Whether the model lets this worker write."""
        return self.model.look(grant.number, grant.token)[0]

    def both(self, real: Coroutine[Any, Any, R], model: Callable[[], M]) -> tuple[R, M] | None:
        """Do it in the store and in the model; None where both refuse, in the same way."""
        expected, done = _refusal_of(model)
        actual: type[LonghaulError] | None = None
        answer: R | None = None
        try:
            answer = self.ground.run(real)
        except (LeaseLost, NotFound, Conflict) as error:
            actual = type(error)
        agree(f"what {real.__qualname__} raises", expected and expected.__name__, actual and actual.__name__)
        if actual is not None or answer is None or done is None:
            return None
        return answer, done[0]

    def was_written(self, grant: Grant, written: Written) -> None:
        """Note what the store told the holder; it is held against the document afterwards."""
        grant.v = written.v

        def check(documents: dict[str, Document]) -> None:
            document = documents[self.ids[grant.number]]
            told = (written.job_id, written.owner, written.status.value, written.v)
            stored = (str(document["_id"]), document["owner"], document["status"], document["v"])
            agree(f"what the holder of job {grant.number} is told", stored, told)
            # An end in a batch tells its own entry alone: its holder knows the others.
            agree(f"the outbox told of job {grant.number}", to_outbox(document)[-len(written.outbox) :], written.outbox)

        self._told.append(check)

    def was_answered(self, number: int, job: Job) -> None:
        """Note a job that the store gave; it must be the stored one, but for the times that a claim cannot know."""

        def check(documents: dict[str, Document]) -> None:
            stored = to_job(documents[self.ids[number]])
            for name in ("lease_expires_at", "started_at", "deadline_at"):
                if getattr(job, name) is None:
                    stored = replace(stored, **{name: None})
            for field in fields(Job):
                agree(
                    f"{field.name} in the answer about job {number}",
                    *(getattr(one, field.name) for one in (stored, job)),
                )

        self._told.append(check)

    @invariant()
    def the_store_holds_what_the_model_says(self) -> None:
        """Every document is as the model has it; where the model moved nothing, not a byte of it is different."""
        documents = self.ground.documents()
        lives = self.model.lives
        agree("which jobs there are", sorted(self.ids[number] for number in lives), sorted(documents))
        pictures = {number: expected_picture(life) for number, life in lives.items()}
        for number, life in lives.items():
            document = documents[self.ids[number]]
            compare(life, document)
            check_events(document)
            check_terminal(document)
            before = self._documents.get(self.ids[number])
            if before != document and self._pictures.get(number) == pictures[number]:
                raise Disagreement(f"nothing happened to job {number}, and {_differing(before, document)} changed")
        check_unique_keys(documents.values())
        for check in self._told:
            check(documents)
        self._told.clear()
        self._pictures, self._documents = pictures, documents


def _refusal_of(model: Callable[[], M]) -> tuple[type[LonghaulError] | None, tuple[M] | None]:
    try:
        return None, (model(),)
    except Refusal as refusal:
        return ANSWERS[type(refusal)], None


def _differing(before: Document | None, after: Document) -> list[str]:
    before = before or {}
    return [name for name in sorted(before | after) if before.get(name) != after.get(name)]

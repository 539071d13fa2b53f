"""The engine with one thing wrong: each mutant changes one transition as a careless edit might."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from bson import ObjectId

from longhaul.model.lease import Lease
from longhaul.mongo import jobs, transitions
from longhaul.mongo.change import Change
from longhaul.mongo.driver import Document


@dataclass(frozen=True)
class Mutant:
    """`spoil` puts the mistake in; `told` is what the machine must say of it, as a pattern."""

    spoil: Callable[[pytest.MonkeyPatch], None]
    told: str


def wrapped(name: str, spoil: Callable[[Any], Any], where: Any = transitions) -> Callable[[pytest.MonkeyPatch], None]:
    """Have the function `name` answer with what `spoil` makes of its answer."""

    def put_in(monkeypatch: pytest.MonkeyPatch) -> None:
        right: Callable[..., Any] = getattr(where, name)

        def wrong(*args: Any, **kwargs: Any) -> Any:
            return spoil(right(*args, **kwargs))

        monkeypatch.setattr(where, name, wrong)

    return put_in


def without(*names: str) -> Callable[[Change], Change]:
    """The change as it would be if its filter did not ask for these."""

    def spoil(change: Change) -> Change:
        return Change(_less(change.filter, names), change.update)

    return spoil


def setting(**fields: Any) -> Callable[[Change], Change]:
    """The change as it would be if it set these fields so; None leaves the field as it was."""

    def spoil(change: Change) -> Change:
        stage: Document = {**change.update[0]["$set"], **fields}
        kept = {name: value for name, value in stage.items() if value is not None}
        return Change(change.filter, [{"$set": kept}, *change.update[1:]])

    return spoil


def _less(document: Document, names: tuple[str, ...]) -> Document:
    return {name: value for name, value in document.items() if name not in names}


def _forgetting_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise_always(_: object, otherwise: object) -> object:
        return otherwise

    monkeypatch.setattr(transitions, "if_cancelled", otherwise_always)


def _renewing_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def held_by_any(leases: Sequence[Lease]) -> Document:
        return {"_id": {"$in": [ObjectId(lease.job_id) for lease in leases]}, "status": "running"}

    monkeypatch.setattr(transitions, "held_by_any", held_by_any)


MUTANTS = {
    "a success that ignores the token": Mutant(
        wrapped("succeed", without("lease.token")), "HolderStore.succeed raises: the model says 'LeaseLost'"
    ),
    "a batch of successes that ignores token and version": Mutant(
        wrapped("succeed_all", without("$expr")),
        "which of the batch have landed|status of job .* the store 'succeeded'",
    ),
    "a retry that forgets that cancel beats it": Mutant(_forgetting_cancel, "status of job .* says 'cancelled'"),
    "a rescue that gives the attempt back": Mutant(
        wrapped("rescue", setting(attempt={"$subtract": ["$attempt", 1]})), "attempt of job"
    ),
    "a rescue of leases that hold": Mutant(
        wrapped("rescue", without("$expr")), "HolderStore.rescue raises: the model says 'LeaseLost'"
    ),
    "a release that is not counted": Mutant(wrapped("release", setting(interruptions=None)), "interruptions of job"),
    "a claim that does not raise the attempt": Mutant(wrapped("claim", setting(attempt=None)), "attempt"),
    "a claim of what is not due": Mutant(wrapped("due", lambda filter_: _less(filter_, ("$expr",))), "claimed|not due"),
    "a renewal without a look at the token": Mutant(_renewing_anybody, "lease of job"),
    "a snooze that keeps the lease": Mutant(wrapped("snooze", setting(lease=None)), "lease of job"),
    "a step that is no event": Mutant(wrapped("keep_step", setting(v=None, outbox=None)), "v of job"),
    "a requeue that keeps the request to cancel": Mutant(
        wrapped("requeue", setting(cancel_requested_at=None)), "cancel_requested_at of job"
    ),
    "an end that does not say whose it is": Mutant(
        wrapped("ended", lambda fields: {**fields, "ended_by": {"token": None}}),
        "raises: the model says None|have landed",
    ),
    "a job stored without its unique key": Mutant(
        wrapped("new_document", lambda document: _less(document, ("unique_key",)), jobs), "was there|are fresh|unique"
    ),
}

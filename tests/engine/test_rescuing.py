"""The rescuer's patience: an outage that itself has lived through expires every lease, and costs none."""

from __future__ import annotations

from typing import cast

import pytest

from longhaul.engine.relay import Relay
from longhaul.engine.rescuer import Rescuer
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import RESCUED, OutboxEntry
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.holder import HolderStore, Written
from longhaul.mongo.jobs import JobStore

LEASE_S = 12.0
RENEW_S = LEASE_S / 3


class Database:
    """One expired lease, a clock, and answers that take as long as a test says."""

    def __init__(self) -> None:
        self.clock = 100.0
        self.answers_in_s = 0.0
        self.is_away = False
        self.refuses_writes = False
        self.write_takes_s = 0.0
        self.rescued = 0
        self.rescued_at = 0.0
        self.token = "token"

    async def next_to_expire(self, _limit: int) -> list[tuple[Lease, float]]:
        """The lease."""
        self.clock += self.answers_in_s
        if self.is_away:
            raise StoreUnavailable("away")
        return [(Lease("job", self.token, "worker"), -1.0)]

    async def confirm(self) -> None:
        """Take a write, or refuse it."""
        if self.refuses_writes:
            raise StoreUnavailable("no majority")
        self.clock += self.write_takes_s

    async def rescue(self, _lease: Lease, _cap: int) -> Written:
        """Count, and remember when."""
        self.rescued += 1
        self.rescued_at = self.clock
        data = {"task": "demo.noop", "queue": "default"}
        return Written("0" * 24, "ada", Status.QUEUED, 3, (OutboxEntry(3, RESCUED, data),))

    def submit(self, *_: object) -> None:
        """Take the event."""


@pytest.fixture
async def database() -> Database:
    """A database whose rescuer has been there for long."""
    return Database()


async def settled(database: Database) -> Rescuer:
    """A rescuer that has waited after its start and looked a moment ago."""
    rescuer = Rescuer(
        cast("JobStore", database),
        cast("HolderStore", database),
        cast("Relay", database),
        lease_s=LEASE_S,
        interruptions_cap=20,
        monotonic=lambda: database.clock,
    )
    assert await rescuer.run_once() == pytest.approx(RENEW_S)
    database.clock += RENEW_S
    await rescuer.run_once()
    assert database.rescued == 1
    database.rescued, database.token = 0, "another"
    return rescuer


async def test_an_expired_lease_is_rescued_at_once_while_the_database_answers(database: Database) -> None:
    rescuer = await settled(database)
    database.clock += LEASE_S / 2

    await rescuer.run_once()

    assert database.rescued == 1


async def test_a_question_that_was_answered_late_is_an_outage(database: Database) -> None:
    rescuer = await settled(database)
    # It slept through the first half lease of the outage, and was answered at the end of it.
    database.clock += LEASE_S / 2
    database.answers_in_s = LEASE_S / 6

    wait_s = await rescuer.run_once()

    assert database.rescued == 0
    assert wait_s == pytest.approx(RENEW_S)


async def test_a_question_that_failed_quickly_is_an_outage(database: Database) -> None:
    rescuer = await settled(database)
    database.is_away = True
    with pytest.raises(StoreUnavailable):
        await rescuer.run_once()
    database.is_away = False
    database.clock += 0.4

    await rescuer.run_once()

    assert database.rescued == 0


async def test_after_an_outage_and_one_renewal_period_what_is_still_expired_is_rescued(database: Database) -> None:
    rescuer = await settled(database)
    database.answers_in_s = LEASE_S / 6
    wait_s = await rescuer.run_once()
    database.answers_in_s = 0.0
    database.clock += wait_s

    await rescuer.run_once()

    assert database.rescued == 1


async def test_answers_that_are_slow_all_the_time_hold_a_rescue_up_for_one_renewal_period_only(
    database: Database,
) -> None:
    rescuer = await settled(database)
    database.answers_in_s = LEASE_S / 6
    began = database.clock

    while not database.rescued:
        wait_s = await rescuer.run_once()
        database.clock += wait_s

    assert database.rescued_at - began <= RENEW_S + 3 * database.answers_in_s


async def test_the_time_in_which_questions_are_answered_and_writes_are_not_does_not_count(database: Database) -> None:
    rescuer = await settled(database)
    # The primary thaws: it answers the question that hung, but the majority is with its successor.
    database.answers_in_s, database.refuses_writes = LEASE_S / 2, True
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            await rescuer.run_once()
        database.answers_in_s = 0.0
        database.clock += RENEW_S

    database.refuses_writes, database.write_takes_s = False, 1.0
    wait_s = await rescuer.run_once()

    assert database.rescued == 0
    assert wait_s == pytest.approx(RENEW_S)


async def test_a_quiet_rescuer_writes_nothing_to_know_that_it_may(database: Database) -> None:
    rescuer = await settled(database)
    database.refuses_writes = True
    database.clock += LEASE_S / 2

    await rescuer.run_once()

    assert database.rescued == 1

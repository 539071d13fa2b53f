"""Applications: every change of status is one write and one event, whoever dies in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from bson import ObjectId

from career.records.applications import ApplicationRecord, Applications
from longhaul.model.errors import NotFound
from longhaul.model.event import APPLICATION_STATUS_CHANGE, Event
from longhaul.runtime import ApiRuntime, open_api
from tests.engine.conftest import settings
from tests.support.tasks import TASKS

POSTING = str(ObjectId())


@pytest.fixture
async def api(mongo_uri: str, database_name: str) -> AsyncIterator[ApiRuntime]:
    """An API's runtime on a fresh database."""
    async with open_api(settings(mongo_uri, database_name), TASKS) as runtime:
        await Applications(runtime.core).ensure_indexes()
        yield runtime


async def told(api: ApiRuntime) -> list[Event]:
    """What the log says of applications."""
    return [event for event in await api.core.log.tail(0, 1000) if event.type == APPLICATION_STATUS_CHANGE]


async def test_each_change_is_an_event_with_what_was_before(api: ApiRuntime) -> None:
    applications = Applications(api.core)

    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))
    changed = await applications.change("ann", created.id, "applied", "sent by mail")

    events = await told(api)
    assert [(None, "draft"), ("draft", "applied")] == [(e.data["previous"], e.data["status"]) for e in events]
    assert [1, 2] == [event.v for event in events]
    assert {("ann", created.id)} == {(event.owner, event.job_id) for event in events}
    assert ["draft", "applied"] == [step.status for step in changed.value.history]
    assert "sent by mail" == changed.value.history[-1].note


async def test_the_status_it_has_already_changes_nothing(api: ApiRuntime) -> None:
    applications = Applications(api.core)
    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))

    again = await applications.change("ann", created.id, "draft")

    assert created.v == again.v
    assert 1 == len(await told(api))


async def test_an_advert_has_one_application_however_often_it_is_begun(api: ApiRuntime) -> None:
    applications = Applications(api.core)

    begun = await asyncio.gather(*(applications.create("ann", ApplicationRecord(posting_id=POSTING)) for _ in range(8)))

    assert 1 == len({one.id for one in begun})
    assert 1 == len(await told(api))


async def test_changes_side_by_side_are_told_each_once_and_in_order(api: ApiRuntime) -> None:
    applications = Applications(api.core)
    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))

    await asyncio.gather(
        *(applications.change("ann", created.id, status) for status in ("applied", "screening", "interview", "offer"))
    )

    events = await told(api)
    assert [1, 2, 3, 4, 5] == [event.v for event in events]
    assert [e.data["status"] for e in events[:-1]] == [e.data["previous"] for e in events[1:]]


async def test_what_a_dying_process_did_not_tell_is_swept_into_the_log(
    api: ApiRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    applications = Applications(api.core)
    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))
    with monkeypatch.context() as dying:
        dying.setattr(api.core.log, "append", _die)
        with pytest.raises(ConnectionError):
            await applications.change("ann", created.id, "applied")
    sweeper = applications.sweeper(api, older_than_s=-1.0)  # however young: its clock is a little late

    await sweeper.run_once()
    await sweeper.run_once()

    assert ["draft", "applied"] == [event.data["status"] for event in await told(api)]


async def _die(*_: object) -> list[Event]:
    raise ConnectionError("the process was killed")


async def test_another_owner_has_no_such_application(api: ApiRuntime) -> None:
    applications = Applications(api.core)
    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))

    with pytest.raises(NotFound):
        await applications.change("eve", created.id, "withdrawn")
    with pytest.raises(NotFound):
        await applications.get("eve", created.id)

    assert await applications.list("eve") == []
    assert "draft" == (await applications.get("ann", created.id)).value.status


async def test_a_note_is_kept_as_it_is_written(api: ApiRuntime) -> None:
    applications = Applications(api.core)
    created = await applications.create("ann", ApplicationRecord(posting_id=POSTING))

    changed = await applications.change("ann", created.id, "applied", "$owner {$ne: 1}")

    assert "$owner {$ne: 1}" == changed.value.history[-1].note

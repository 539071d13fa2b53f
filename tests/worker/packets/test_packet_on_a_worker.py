"""`packet.generate` on a real worker, whose children set the documents under limits."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from career.records.documents import packet_records
from career.records.postings import PostingStore
from career.records.resumes import resume_records
from career.tasks.packet import PACKET_GENERATE, PacketGenerateResult
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.model.states import Status
from longhaul.runtime import Core
from longhaul_worker.handlers.packet_generate import PacketGenerate
from tests.engine.conftest import OWNER, Desk, open_desk, settings
from tests.worker.packets.adverts import BACKEND as ADVERT
from tests.worker.packets.office import Office, no_models, opened
from tests.worker.packets.people import BACKEND
from tests.worker.typesetting.setting import ENGINES

TASKS = TaskRegistry([PACKET_GENERATE])
PRELOAD = ("longhaul_worker.handlers.packet_generate",)


def handlers(core: Core) -> HandlerRegistry:
    """The packets, without a model."""
    database = core.database
    stores = resume_records(database), PostingStore(database), packet_records(database)
    return HandlerRegistry([Handler(PACKET_GENERATE, PacketGenerate(*stores, no_models()))])


@pytest.fixture
async def desk(mongo_uri: str, database_name: str) -> AsyncIterator[Desk]:
    """An API's runtime and a worker."""
    async with open_desk(settings(mongo_uri, database_name), TASKS, handlers, PRELOAD) as opened:
        yield opened


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_packet_is_made_in_children_and_lists_each_file_once(desk: Desk, engine: str) -> None:
    office: Office = await opened(desk.api.core.database, BACKEND, ADVERT, OWNER)

    ids = {"resume_id": office.resume_id, "posting_id": office.posting_id}
    parts = ["cv", "cover_letter", "summary"]
    job = await desk.ended(await desk.enqueue("packet.generate", **ids, parts=parts, engine=engine))

    assert (job.status, job.error) == (Status.SUCCEEDED, None)
    result = PacketGenerateResult.model_validate(job.result)
    assert (result.engine, result.warnings) == (engine, [])
    assert result.ats_check is not None
    assert result.ats_check.parsed_back_ok
    assert sorted(ref.kind for ref in job.artifacts) == sorted(result.artifacts)
    assert len({ref.filename for ref in job.artifacts}) == 8

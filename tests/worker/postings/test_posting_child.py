"""Reading in a child process with the limits that the handler sets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from longhaul.engine.child import Limits
from longhaul.engine.context import call_in_child
from longhaul.engine.isolation import ChildRunner
from longhaul.model.control import Fail
from longhaul.model.outcome import Raised, Returned
from longhaul_worker.handlers.posting_extract import CHILD_MEMORY_MB, CHILD_SECONDS
from longhaul_worker.postings.extract import Extraction, Source, extract
from tests.worker.postings.adverts import ADVERTS, TODAY
from tests.worker.postings.layouts import json_ld_complete

LIMITS = Limits(memory_mb=CHILD_MEMORY_MB, cpu_s=CHILD_SECONDS, file_mb=64, wall_s=CHILD_SECONDS)


@pytest.fixture
async def children() -> AsyncIterator[ChildRunner]:
    """Children that find the reader imported."""
    runner = ChildRunner(preload=["longhaul_worker.postings.extract"])
    await runner.start()
    yield runner
    await runner.stop()


async def test_an_advert_read_in_a_child_comes_back_whole(children: ChildRunner, tmp_path: Path) -> None:
    source = Source(today=TODAY)
    data = json_ld_complete(ADVERTS[0]).data

    ended = await children.run(call_in_child, extract, (data, source), limits=LIMITS, on_call=_none, tmpdir=tmp_path)

    assert isinstance(ended.outcome, Returned)
    assert extract(data, source) == Extraction.model_validate(ended.outcome.result)


async def test_a_document_that_cannot_be_read_fails_with_its_hint(children: ChildRunner, tmp_path: Path) -> None:
    broken = (b"%PDF-1.7 broken", Source(today=TODAY))

    ended = await children.run(call_in_child, extract, broken, limits=LIMITS, on_call=_none, tmpdir=tmp_path)

    assert isinstance(ended.outcome, Raised)
    assert isinstance(ended.outcome.error, Fail)
    assert "UNSUPPORTED_CONTENT" == ended.outcome.error.code
    assert ended.outcome.error.hint


async def _none(_method: str, _args: dict[str, object]) -> object:
    raise AssertionError("the reader asks for nothing")

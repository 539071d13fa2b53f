"""A language model may add what stands in the advert, and nothing else."""

from __future__ import annotations

from career.model import Note
from career.posting import Posting
from career.records.postings import PostingStore
from career.tasks.posting import POSTING_EXTRACT
from longhaul.mongo.driver import Database
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.posting_extract import PostingExtract
from tests.worker.desk import Desk
from tests.worker.fetch.serving import bare_tls
from tests.worker.postings.helpers import FakeModels

TEXT = """Head Gardener

The walled garden at Thornsett needs someone to care for it the whole year round, on site every day.
You grow vegetables for the kitchen and lead two apprentices. We give you a cottage and thirty thousand pounds.

Requirements
- Years of experience with fruit trees
- A love of mud

Apply: garden@example.org
"""


async def extracted(database: Database, models: FakeModels) -> Posting:
    """The advert as kept."""
    store = PostingStore(database)
    await store.ensure_indexes()
    async with Fetcher(tls=bare_tls()) as fetcher:
        handler = PostingExtract(store, fetcher, models.models())
        result = await handler(Desk().context(), POSTING_EXTRACT.parse_args({"text": TEXT}))
    return result.posting


async def test_quotations_fill_what_the_rules_left_empty(database: Database) -> None:
    answer = {"company": "Thornsett", "workplace": "onsite", "workplace_quote": "on site every day"}

    posting = await extracted(database, FakeModels(answer))

    assert ("Thornsett", "onsite") == (posting.hiringOrganization.name, posting.workplace)


async def test_inventions_are_dropped(database: Database) -> None:
    answer = {
        "company": "Acme Corporation",
        "place": "Paris",
        "salary": "£90,000 a year",
        "employment_type": "full-time",
        "workplace": "remote",
        "workplace_quote": "remote",
    }

    posting = await extracted(database, FakeModels(answer))

    assert "Acme Corporation" != posting.hiringOrganization.name
    assert ([], None, []) == (posting.jobLocation, posting.baseSalary, posting.employmentType)
    assert "remote" != posting.workplace


async def test_without_a_model_its_warning_is_part_of_the_result(database: Database) -> None:
    store = PostingStore(database)
    await store.ensure_indexes()
    note = Note(code="LLM_UNAVAILABLE", message="No model answered.")
    async with Fetcher(tls=bare_tls()) as fetcher:
        handler = PostingExtract(store, fetcher, FakeModels(None, [note]).models())

        result = await handler(Desk().context(), POSTING_EXTRACT.parse_args({"text": TEXT}))

    assert "LLM_UNAVAILABLE" in {warning.code for warning in result.warnings}
    assert "Head Gardener" == result.posting.title

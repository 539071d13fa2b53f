"""The stores of an owner with one CV and one advert, and the handlers on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from career.posting import Posting
from career.records.adverts import AdvertStore
from career.records.documents import PacketRecord, TailoredRecord, packet_records, tailored_records
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord, resume_records
from career.records.statistics import StatisticsStore
from career.resume import Resume
from career.tasks.optimize import RESUME_OPTIMIZE, ResumeOptimizeArgs
from career.tasks.packet import PACKET_GENERATE, PacketGenerateArgs
from longhaul.mongo.driver import Database
from longhaul_worker.handlers.packet_generate import PacketGenerate
from longhaul_worker.handlers.resume_optimize import ResumeOptimize
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from longhaul_worker.matching.scoring import Scoring
from tests.worker.llm.serving import RememberedAnswers


def no_models() -> Models:
    """A worker without a language model."""
    return Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]


@dataclass
class Office:
    """The stores, and the ids of ann's CV and advert."""

    postings: PostingStore
    resumes: OwnedRecords[ResumeRecord]
    tailored: OwnedRecords[TailoredRecord]
    packets: OwnedRecords[PacketRecord]
    scoring: Scoring
    resume_id: str
    posting_id: str

    def packet_handler(self, models: Models | None = None) -> PacketGenerate:
        """The handler of packets, without a model unless one is given."""
        return PacketGenerate(self.resumes, self.postings, self.packets, models or no_models())

    def optimize_handler(self, models: Models | None = None) -> ResumeOptimize:
        """The handler that tailors, without a model unless one is given."""
        return ResumeOptimize(self.resumes, self.postings, self.tailored, self.scoring, models or no_models())

    def packet_args(self, **options: Any) -> PacketGenerateArgs:
        """Arguments for the CV and the advert."""
        return PACKET_GENERATE.parse_args(self._ids() | options)

    def optimize_args(self, **options: Any) -> ResumeOptimizeArgs:
        """Arguments for the CV and the advert."""
        return RESUME_OPTIMIZE.parse_args(self._ids() | options)

    def _ids(self) -> dict[str, Any]:
        return {"resume_id": self.resume_id, "posting_id": self.posting_id}


async def opened(database: Database, resume: Resume, posting: Posting, owner: str = "ann") -> Office:
    """An office on a database, with these two records of `owner`."""
    postings, resumes = PostingStore(database), resume_records(database)
    tailored, packets = tailored_records(database), packet_records(database)
    adverts, statistics = AdvertStore(database), StatisticsStore(database)
    for store in (postings, resumes, tailored, packets, statistics):
        await store.ensure_indexes()
    await postings.upsert(owner, [posting])
    resume_id = await resumes.put(owner, "cv", ResumeRecord(resume=resume, text="", confidence_score=0.9))
    posting_id = (await postings.list(owner))[0].id
    scoring = Scoring(adverts, statistics, embeds=False)
    return Office(postings, resumes, tailored, packets, scoring, resume_id, posting_id)

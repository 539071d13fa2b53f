"""A stage for the matching handlers: an owner's CVs and adverts on a real database, and the handlers over them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, cast

from career.posting import JobPlace, Organization, Posting
from career.records.adverts import AdvertStore
from career.records.match_runs import MatchRuns
from career.records.matches import MatchStore
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord, resume_records
from career.records.statistics import StatisticsStore
from career.resume import Resume
from longhaul.model.control import Fail
from longhaul.mongo.driver import Database
from longhaul_worker.handlers.match_recompute import MatchRecompute
from longhaul_worker.handlers.match_score import MatchScore
from longhaul_worker.llm.models import Models
from longhaul_worker.matching.scoring import Scoring
from tests.worker.desk import Desk
from tests.worker.matching.evaluate import adverts, people

NO_ONE = "f" * 24


@dataclass
class MatchDesk(Desk):
    """A desk where absent files are refused as the engine refuses them."""

    async def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """The content of a file."""
        if artifact_id not in self.files:
            raise Fail("There is no such file.", code="NOT_FOUND")
        return await super().read_artifact(artifact_id, max_bytes=max_bytes)


@dataclass
class FakeAssistant:
    """A language model that answers with what it was given, or with nothing."""

    answer: str | None = None
    warnings: list[Any] = field(default_factory=list[Any])
    asked: list[str] = field(default_factory=list[str])
    is_available: bool = True

    async def ask(self, purpose: str, schema: type[Any], instructions: str, source: str) -> Any:
        """The answer."""
        self.asked.append(f"{purpose}: {instructions} {source}")
        return schema(explanation=self.answer) if self.answer is not None else None


@dataclass
class FakeModels:
    """Models that always give the same assistant."""

    assistant: FakeAssistant = field(default_factory=FakeAssistant)

    def for_job(self, _ctx: object, _mode: str) -> FakeAssistant:
        """The assistant."""
        return self.assistant


@dataclass
class Stage:
    """Everything the matching handlers work on."""

    resumes: OwnedRecords[ResumeRecord]
    postings: PostingStore
    matches: MatchStore
    scoring: Scoring
    score: MatchScore
    recompute: MatchRecompute
    models: FakeModels

    async def put_resume(
        self, resume: Resume, *, owner: str = "ann", key: str = "cv", source: str | None = None
    ) -> str:
        """Keep a CV; its id."""
        record = ResumeRecord(resume=resume, text="", confidence_score=0.9, source_id=source)
        return await self.resumes.put(owner, key, record)

    async def put_adverts(self, postings: list[Posting], *, owner: str = "ann") -> dict[str, str]:
        """Keep adverts; the id of each by its key."""
        await self.postings.upsert(owner, postings)
        return {stored.posting_key: stored.id for stored in await self.postings.list(owner, limit=10_000)}


async def stage(database: Database, *, embeds: bool = False) -> Stage:
    """A stage with the indexes of its collections."""
    resumes, postings, matches = resume_records(database), PostingStore(database), MatchStore(database)
    kept, statistics, runs = AdvertStore(database), StatisticsStore(database), MatchRuns(database)
    for store in (resumes, postings, matches, kept, statistics, runs):
        await store.ensure_indexes()
    scoring = Scoring(kept, statistics, embeds=embeds)
    models = FakeModels()
    score = MatchScore(resumes, matches, scoring, cast("Models", models))
    return Stage(resumes, postings, matches, scoring, score, MatchRecompute(resumes, matches, runs, scoring), models)


def some_resume(name: str = "python-backend") -> Resume:
    """One of the CVs of the evaluation."""
    return people()[name][0]


def some_adverts(names: list[str] | None = None) -> list[Posting]:
    """Adverts of the evaluation: those named, or all but the ones that are near to each other."""
    return [
        posting
        for name, posting in adverts().items()
        if (name in names if names is not None else not name.startswith("near-"))
    ]


def many_adverts(number: int, seed: int = 1) -> list[Posting]:
    """So many different adverts, of lines shuffled together from those of the evaluation."""
    chance = random.Random(seed)
    originals = some_adverts()
    lines = [line for posting in originals for line in posting.description_text.split("\n") if line]
    made: list[Posting] = []
    for index in range(number):
        original = originals[index % len(originals)]
        text = "\n".join([original.description_text, *chance.sample(lines, 15), f"Reference {index}"])
        made.append(
            Posting(
                title=original.title,
                hiringOrganization=Organization(name=f"Company {index}"),
                jobLocation=[JobPlace(raw=place.raw) for place in original.jobLocation],
                description_text=text,
                posting_key=f"advert-{index}",
                content_hash=f"hash-{index}",
            )
        )
    return made

"""Scores a CV against an advert: deterministic, explained, and the same wherever it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from career.posting import Posting
from career.records.adverts import AdvertStore
from career.records.statistics import StatisticsRecord, StatisticsStore
from career.resume import Resume
from career.tasks.match import Evidence, Part
from longhaul_worker.matching import embeddings
from longhaul_worker.matching.advert import READER_VERSION, AdvertProfile, advert_profile, advert_terms
from longhaul_worker.matching.embeddings import Vector
from longhaul_worker.matching.evidence import evidence_of
from longhaul_worker.matching.parts import parts_of, total
from longhaul_worker.matching.person import PersonProfile, person_profile
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.matching.statistics import MAX_ADVERTS, Statistics, count

SCORER_VERSION: Final = f"1.{READER_VERSION}"
"""Changes when the same pair would be scored otherwise than before; the embedding is named beside it."""

_READ_AT_ONCE: Final = 100
_GROWN: Final = 0.2
_GROWN_AT_LEAST: Final = 5


class Scored(BaseModel):
    """How well a CV fits an advert: `exact` is 0 to 100, each part of `breakdown` 0 to 1.

    `required` is how many skills the advert asks for, of alternatives only those that the CV shows; `matched_skills`
    names those among them first.
    """

    exact: float
    required: int
    breakdown: dict[Part, float]
    matched_skills: list[str]
    missing_required: list[str]
    missing_nice: list[str]
    scorer_version: str
    statistics_version: str
    embedding: str
    evidence: list[Evidence] = []

    @property
    def score(self) -> int:
        """The score as people read it: a whole number from 0 to 100."""
        return round(self.exact)


@dataclass(frozen=True)
class Candidate:
    """A CV made ready to be scored against many adverts; `vector` is its embedding where there is a model."""

    profile: PersonProfile
    weights: dict[str, float]
    vector: Vector | None


class Scorer:
    """Scores by one version of the statistics and with or without embeddings; the same pair always gets the same.

    Example:
        >>> async def show(scoring: Scoring, resume: Resume, posting: Posting) -> int:
        ...     return (await scoring.scorer("ann")).score(resume, posting).score
    """

    def __init__(self, statistics: Statistics, *, embeds: bool) -> None:
        self.statistics = statistics
        self.embedding = embeddings.MINILM if embeds else embeddings.NONE

    @property
    def version(self) -> str:
        """Names the rules and the model by which is scored."""
        return f"{SCORER_VERSION}+{self.embedding}"

    def score(self, resume: Resume, posting: Posting, weights: Mapping[Part, float] | None = None) -> Scored:
        """Score the pair, with evidence. `weights` change how much each part counts. Blocks for some milliseconds.

        With embeddings the first call of a process loads the model.
        """
        requirements = requirements_of(posting)
        advert = advert_profile(posting, requirements)
        scored = self.rate(self.candidate(resume), advert, self.embed(advert.embedded_text), weights)
        scored.evidence.extend(evidence_of(resume, requirements, self.statistics))
        return scored

    def candidate(self, resume: Resume) -> Candidate:
        """Make a CV ready for `rate`."""
        profile = person_profile(resume)
        return Candidate(profile, self.statistics.vector(profile.terms), self.embed(profile.embedded_text))

    def embed(self, text: str) -> Vector | None:
        """The embedding of `text`, or None without a model."""
        return embeddings.embed([text])[0] if self.embedding == embeddings.MINILM else None

    def rate(
        self,
        candidate: Candidate,
        advert: AdvertProfile,
        vector: Vector | None,
        weights: Mapping[Part, float] | None = None,
    ) -> Scored:
        """Score a CV made ready against an advert read before: as `score`, but without evidence."""
        near = embeddings.closeness(candidate.vector, vector) if candidate.vector and vector else None
        parts = parts_of(candidate.profile, candidate.weights, advert, self.statistics, near)
        skills = candidate.profile.skills
        missing = advert.missing(skills)
        return Scored(
            exact=total(parts, weights),
            required=len([name for name in advert.required if name in skills]) + len(missing),
            breakdown={part: round(value, 6) for part, value in parts.items()},
            matched_skills=[name for name in (*advert.required, *advert.nice) if name in skills],
            missing_required=missing,
            missing_nice=[name for name in advert.nice if name not in skills],
            scorer_version=self.version,
            statistics_version=self.statistics.version,
            embedding=self.embedding,
        )


class Scoring:
    """Gives scorers; keeps each owner's statistics as records with versions."""

    def __init__(self, adverts: AdvertStore, statistics: StatisticsStore, *, embeds: bool | None = None) -> None:
        """With `embeds` None, embeddings are used where they are installed."""
        self.adverts = adverts
        self._statistics = statistics
        self.embeds = embeddings.is_installed() if embeds is None else embeds

    @property
    def version(self) -> str:
        """Names the rules and the model that scorers of this worker score by."""
        return f"{SCORER_VERSION}+{embeddings.MINILM if self.embeds else embeddings.NONE}"

    async def scorer(self, owner: str, version: str | None = None, *, renew: bool = False) -> Scorer:
        """A scorer by the owner's statistics: those of `version`, else the newest.

        They are counted anew where there are none, where the number of adverts has changed by a fifth, or where
        `renew` asks for it and an advert has changed.
        """
        if version is not None:
            pinned = await self._statistics.get(owner, version)
            if pinned is not None:
                return self._with(pinned)
        newest = await self._statistics.newest(owner)
        adverts = await self.adverts.count(owner)
        if newest is None or renew or _has_grown(newest.owned, adverts):
            newest = await self._counted(owner, adverts)
        return self._with(newest)

    def _with(self, record: StatisticsRecord) -> Scorer:
        return Scorer(Statistics(record.version, record.adverts, record.frequencies), embeds=self.embeds)

    async def _counted(self, owner: str, adverts: int) -> StatisticsRecord:
        """Count the terms of the newest adverts and keep the result; it is the same whoever counts."""
        counted: list[frozenset[str]] = []
        after: str | None = None
        while len(counted) < MAX_ADVERTS:
            batch = await self.adverts.texts(owner, limit=_READ_AT_ONCE, after=after)
            if not batch:
                break
            after = batch[-1].id
            counted += await asyncio.to_thread(_terms_of, [posting.posting for posting in batch])
        statistics = await asyncio.to_thread(count, counted)
        record = StatisticsRecord(
            version=statistics.version,
            adverts=statistics.adverts,
            owned=adverts,
            frequencies=dict(statistics.frequencies),
        )
        await self._statistics.put(owner, record)
        return record


def _terms_of(postings: Sequence[Posting]) -> list[frozenset[str]]:
    return [frozenset(advert_terms(posting)) for posting in postings]


def _has_grown(before: int, now: int) -> bool:
    return abs(now - before) > max(_GROWN_AT_LEAST, _GROWN * before) or (before == 0 and now > 0)

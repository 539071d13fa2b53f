"""What `match.recompute` does in child processes: reads adverts and scores them, a slice at a time."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from career.posting import Posting
from career.records.matches import Match
from career.resume import Resume
from career.tasks.match import Part
from longhaul_worker.matching import embeddings
from longhaul_worker.matching.advert import AdvertProfile, advert_profile
from longhaul_worker.matching.person import person_profile
from longhaul_worker.matching.scoring import Candidate, Scored, Scorer
from longhaul_worker.matching.statistics import Statistics


class ReadSlice(BaseModel):
    """Profiles of adverts in the order they were given, packed, and their embeddings where there is a model."""

    profiles: list[str]
    vectors: list[str | None]


class ScoredSlice(BaseModel):
    """Matches in the order their adverts were given."""

    matches: list[Match]


def read_slice(postings: Sequence[Posting], embeds: bool) -> ReadSlice:
    """Read adverts; about 2 ms each, 15 ms with embeddings."""
    profiles = [advert_profile(posting) for posting in postings]
    vectors = embeddings.embed([profile.embedded_text for profile in profiles]) if embeds else [None] * len(profiles)
    return ReadSlice(
        profiles=[base64.b64encode(zlib.compress(profile.model_dump_json().encode())).decode() for profile in profiles],
        vectors=[embeddings.as_text(vector) if vector is not None else None for vector in vectors],
    )


def embed_resume(resume: Resume) -> dict[str, str]:
    """The embedding of a CV, under `vector`."""
    return {"vector": embeddings.as_text(embeddings.embed([person_profile(resume).embedded_text])[0])}


def score_slice(
    resume: Resume,
    vector: bytes | None,
    statistics: Statistics,
    adverts: Sequence[tuple[str, str, bytes, bytes | None]],
) -> ScoredSlice:
    """Score a CV against adverts given as id, basis, packed profile and embedding; about 0.5 ms each."""
    scorer = Scorer(statistics, embeds=vector is not None)
    profile = person_profile(resume)
    candidate = Candidate(profile, statistics.vector(profile.terms), vector)
    matches: list[Match] = []
    for posting_id, basis, packed, theirs in adverts:
        advert = AdvertProfile.model_validate_json(zlib.decompress(packed))
        matches.append(
            as_match(posting_id, advert.title, advert.company, scorer.rate(candidate, advert, theirs), basis)
        )
    return ScoredSlice(matches=matches)


def score_pair(
    resume: Resume,
    posting: Posting,
    statistics: Statistics,
    embeds: bool,
    weights: Mapping[Part, float] | None,
) -> Scored:
    """Score one pair, with evidence."""
    return Scorer(statistics, embeds=embeds).score(resume, posting, weights)


def as_match(posting_id: str, title: str, company: str | None, scored: Scored, basis: str) -> Match:
    """A score as it is kept."""
    return Match(
        posting_id=posting_id,
        title=title,
        company=company,
        score=scored.score,
        exact=scored.exact,
        breakdown={str(part): value for part, value in scored.breakdown.items()},
        matched_skills=scored.matched_skills,
        missing_required=scored.missing_required,
        missing_nice=scored.missing_nice,
        scorer_version=scored.scorer_version,
        statistics_version=scored.statistics_version,
        embedding=scored.embedding,
        basis=basis,
    )


def resume_digest(resume: Resume) -> str:
    """A digest of a CV's content."""
    return hashlib.sha256(resume.model_dump_json().encode()).hexdigest()[:16]


def basis_of(resume: str, stamp: str, scorer: Scorer) -> str:
    """A digest of all that a score depends on: digest of the CV, stamp of the advert, scorer, statistics."""
    facts = f"{resume}\n{stamp}\n{scorer.version}\n{scorer.statistics.version}"
    return hashlib.sha256(facts.encode()).hexdigest()[:20]

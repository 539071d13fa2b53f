"""Ranks made-up adverts for made-up CVs and says how well: `python -m tests.worker.matching.evaluate`."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path
from typing import Any, Final, cast

import yaml

from career.posting import EmploymentType, JobPlace, Organization, Posting, Workplace
from career.resume import Basics, Education, ParseReport, Place, Resume, SkillGroup, Work
from longhaul_worker.matching.advert import advert_profile, advert_terms
from longhaul_worker.matching.scoring import Scorer
from longhaul_worker.matching.statistics import count

FOLDER: Final = Path(__file__).parent / "labelled"
Grades = dict[str, int]


def adverts() -> dict[str, Posting]:
    """The adverts by name."""
    return {
        name: _posting(name, fields)
        for file in ("adverts_tech", "adverts_other", "adverts_near")
        for name, fields in _load(file).items()
    }


def people() -> dict[str, tuple[Resume, Grades]]:
    """The CVs by name, each with the grades of the adverts that suit it; the others have 0."""
    return {
        name: (resume_of(fields), fields["relevant"])
        for file in ("people", "people_near")
        for name, fields in _load(file).items()
    }


def evaluate(*, embeds: bool = False) -> dict[str, float]:
    """nDCG at 10, and the share of pairs of adverts of unlike grades that are in the right order; means over CVs."""
    postings = adverts()
    profiles = {name: advert_profile(posting) for name, posting in postings.items()}
    scorer = Scorer(count(list(advert_terms(posting)) for posting in postings.values()), embeds=embeds)
    vectors = {name: scorer.embed(profile.embedded_text) for name, profile in profiles.items()}
    ndcg: list[float] = []
    pairwise: list[float] = []
    for resume, grades in people().values():
        candidate = scorer.candidate(resume)
        scores = {name: scorer.rate(candidate, profile, vectors[name]).exact for name, profile in profiles.items()}
        ndcg.append(ndcg_at_10(scores, grades))
        pairwise.append(pairs_in_order(scores, grades))
    return {"ndcg_at_10": sum(ndcg) / len(ndcg), "pairwise": sum(pairwise) / len(pairwise)}


def ndcg_at_10(scores: dict[str, float], grades: Grades) -> float:
    """Discounted gain (2^grade - 1) of the ten best by score, as a share of the best possible."""
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = sorted((grades.get(name, 0) for name in scores), reverse=True)
    return _gain([grades.get(name, 0) for name in ranked]) / _gain(best)


def pairs_in_order(scores: dict[str, float], grades: Grades) -> float:
    """Of the pairs of adverts with unlike grades, the share in which the better one has the higher score."""
    right = all_ = 0
    for first, second in combinations(scores, 2):
        difference = grades.get(first, 0) - grades.get(second, 0)
        if difference:
            all_ += 1
            right += (scores[first] - scores[second]) * difference > 0
    return right / all_


def resume_of(fields: dict[str, Any]) -> Resume:
    """A CV of the short form in `people.yaml`."""
    return Resume(
        basics=Basics(
            name="Sam Doe",
            label=fields.get("label"),
            summary=fields.get("summary"),
            location=Place(raw=fields["place"]) if "place" in fields else None,
        ),
        work=[Work.model_validate(work) for work in fields.get("work", [])],
        education=[Education.model_validate(education) for education in fields.get("education", [])],
        skills=[SkillGroup(name="Skills", keywords=fields.get("skills", []))],
        experience_months=fields.get("months"),
        x_parse=ParseReport(source_sha256="0" * 64, language="en", pages=1, chars=1000, layout="single"),
    )


def _posting(name: str, fields: dict[str, Any]) -> Posting:
    return Posting(
        title=fields["title"],
        hiringOrganization=Organization(name=fields["company"]),
        jobLocation=[JobPlace(raw=place) for place in fields["places"]],
        workplace=cast("Workplace | None", fields.get("workplace")),
        employmentType=[EmploymentType(kind) for kind in fields.get("employment", [])],
        description_text=fields["text"],
        posting_key=name,
        content_hash=name,
    )


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(position + 2) for position, grade in enumerate(grades[:10]))


def _load(name: str) -> dict[str, dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


if __name__ == "__main__":
    for figure, value in evaluate().items():
        print(f"{figure} {value:.3f}")  # noqa: T201 - for people

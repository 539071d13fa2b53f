"""How sure the parser is: per field, with the words each field rests on, and over all."""

from __future__ import annotations

from career.resume import Basics, Education, Provenance
from longhaul_worker.resume.work import Post

#: How much each field counts for the whole.
_WEIGHTS = {
    "basics.name": 2.0, "basics.email": 2.0, "basics.phone": 1.0, "basics.location": 0.7, "basics.label": 0.8,
    "work": 3.0, "education": 1.5, "skills": 1.5,
}  # fmt: skip


def of_posts(posts: list[Post]) -> float:
    """Mean confidence of the work entries; 0 where there are none."""
    return round(sum(post.confidence for post in posts) / len(posts), 2) if posts else 0.0


def of_education(entries: list[Education]) -> float:
    """How complete the education entries are; 0 where there are none."""
    if not entries:
        return 0.0
    full = [sum(map(bool, (entry.institution, entry.studyType, entry.endDate))) / 3 for entry in entries]
    return round(0.3 + 0.65 * sum(full) / len(full), 2)


def overall(confidence: dict[str, float]) -> float:
    """One figure from 0 to 1: the weighted mean over the fields a CV is expected to have."""
    total = sum(_WEIGHTS.values())
    return round(sum(weight * confidence.get(name, 0.0) for name, weight in _WEIGHTS.items()) / total, 3)


def provenance(basics: Basics, confidence: dict[str, float], evidence: dict[str, str]) -> dict[str, Provenance]:
    """How each field of `basics` was found."""
    methods = {"email": "pattern", "phone": "pattern", "url": "pattern", "name": "position", "label": "lexicon"}
    found: dict[str, Provenance] = {}
    for field, method in {**methods, "location": "lexicon", "summary": "section"}.items():
        if getattr(basics, field) is None:
            continue
        name = f"basics.{field}"
        found[name] = Provenance.model_validate(
            {
                "method": method,
                "confidence": confidence.get(name, 0.7),
                "evidence": evidence.get(name, "")[:200] or None,
            }
        )
    return found

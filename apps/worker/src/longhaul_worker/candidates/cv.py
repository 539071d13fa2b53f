"""A CV that a source brought, read: the resume and its text, or why it could not be read."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel

from career.resume import Resume
from longhaul_worker.candidates.experience import months_covered
from longhaul_worker.resume.skills import canonical_skills
from longhaul_worker.skills.lexicon import load_lexicon


class ReadCv(BaseModel):
    """What reading a CV gave: `resume` and `text`, or `code` and `message` of what is wrong with the file."""

    sha256: str
    resume: Resume | None = None
    text: str = ""
    confidence_score: float = 0.0
    code: str | None = None
    message: str | None = None


def completed(resume: Resume) -> Resume:
    """The resume with its canonical skills and months of experience worked out from its own fields."""
    texts = [resume.basics.label, resume.basics.summary]
    for post in resume.work:
        texts += [post.position, post.summary, *post.highlights]
    for project in resume.projects:
        texts += [project.name, project.description, *project.highlights]
    resume.skills_canonical = canonical_skills(resume.skills, [text for text in texts if text], load_lexicon())
    resume.experience_months = months_covered(resume.work, datetime.now(UTC).date())
    return resume


def text_of(resume: Resume) -> str:
    """The CV as plain text, in the usual order; for a resume that came as data."""
    basics = resume.basics
    lines = [basics.name, basics.label, basics.email, basics.phone, basics.url]
    lines += [basics.location.raw if basics.location else None]
    lines += [profile.url or f"{profile.network} {profile.username or ''}" for profile in basics.profiles]
    lines += ["", basics.summary]
    for post in resume.work:
        until = "present" if post.current else post.endDate
        dates = " - ".join(date for date in (post.startDate, until) if date)
        lines += ["", ", ".join(part for part in (post.position, post.name, post.location, dates) if part)]
        lines += [post.summary, *(f"- {highlight}" for highlight in post.highlights)]
    for study in resume.education:
        degree = " ".join(part for part in (study.studyType, study.area) if part)
        dates = " - ".join(date for date in (study.startDate, study.endDate) if date)
        lines += ["", ", ".join(part for part in (degree, study.institution, dates) if part), study.score]
    for project in resume.projects:
        lines += ["", project.name, project.description, *(f"- {highlight}" for highlight in project.highlights)]
    for group in resume.skills:
        label = f"{group.name}: " if group.name else ""
        lines.append(f"{label}{', '.join(group.keywords)}")
    lines += [", ".join(part for part in (item.name, item.issuer) if part) for item in resume.certificates]
    lines += [" ".join(part for part in (item.language, item.fluency) if part) for item in resume.languages]
    return "\n".join(line for line in lines if line is not None).strip()

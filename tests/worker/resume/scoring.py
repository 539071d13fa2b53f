"""How well a parsed CV agrees with what its person's data say: true, false and missed values by field."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from tests.worker.resume.people import Person

from career.resume import Resume

Found = tuple[str, ...]


class Score:
    """Counts of values by field, added up over CVs."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.misses: list[str] = []
        self.cvs = 0

    def add(self, label: str, person: Person, resume: Resume, *, months: bool = True) -> None:
        """Compare one CV. `months` says whether the CV gives months at all."""
        self.cvs += 1
        for field, wanted in expected(person, months=months).items():
            got = actual(resume, months=months)[field]
            left = Counter(got)
            right = Counter(wanted)
            hit = sum((left & right).values())
            self.counts[field].update(hit=hit, extra=len(got) - hit, missed=len(wanted) - hit)
            if left != right:
                self.misses.append(f"{label} {field}: missed {list(right - left)} extra {list(left - right)}")

    def f1(self, field: str | None = None) -> float:
        """F1 of one field, or over all values of all fields."""
        chosen = [self.counts[field]] if field else list(self.counts.values())
        hit = sum(count["hit"] for count in chosen)
        wrong = sum(count["extra"] + count["missed"] for count in chosen)
        return 2 * hit / (2 * hit + wrong) if hit or wrong else 1.0


def expected(person: Person, *, months: bool) -> dict[str, list[Found]]:
    """The values a perfect parser finds."""
    jobs = [
        (plain(job.company), plain(job.title), _date(job.start, months=months), _date(job.end, months=months))
        for job in person.jobs
    ]
    return {
        "name": [(plain(person.name),)],
        "email": [(person.email,)],
        "phone": [(_digits(person.phone),)],
        "place": [(plain(person.place),)],
        "headline": [(plain(person.headline),)],
        "company": [(job[0],) for job in jobs],
        "title": [(job[1],) for job in jobs],
        "dates": [job[2:] for job in jobs],
        "entry": list(jobs),
        "institution": [(plain(study.school),) for study in person.studies],
        "degree": [(plain(study.degree),) for study in person.studies],
        "graduated": [(study.end,) for study in person.studies],
        "skills": [(plain(skill),) for skills in person.skills.values() for skill in skills],
    }


def actual(resume: Resume, *, months: bool) -> dict[str, list[Found]]:
    """The values the parser found."""
    basics = resume.basics
    jobs = [
        (
            plain(work.name),
            plain(work.position),
            _date(work.startDate, months=months),
            _date(work.endDate, months=months),
        )
        for work in resume.work
    ]
    return {
        "name": _present([plain(basics.name)]),
        "email": _present([basics.email or ""]),
        "phone": _present([_digits(basics.phone or "")]),
        "place": _present([plain(basics.location.raw if basics.location else "")]),
        "headline": _present([plain(basics.label)]),
        "company": _present(job[0] for job in jobs),
        "title": _present(job[1] for job in jobs),
        "dates": [job[2:] for job in jobs if job[2] or job[3]],
        "entry": list(jobs),
        "institution": _present(plain(entry.institution) for entry in resume.education),
        "degree": _present(plain(entry.studyType) for entry in resume.education),
        "graduated": _present((entry.endDate or "")[:4] for entry in resume.education),
        "skills": _present(plain(keyword) for group in resume.skills for keyword in group.keywords),
    }


def plain(text: str | None) -> str:
    """`text` without accents, capitals and punctuation."""
    bare = unicodedata.normalize("NFKD", (text or "").casefold())
    return " ".join(re.findall(r"[a-z0-9+#&]+", "".join(char for char in bare if not unicodedata.combining(char))))


def _present(values: Iterable[str]) -> list[Found]:
    return [(value,) for value in values if value]


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def _date(date: str | None, *, months: bool) -> str:
    return (date or "")[: 7 if months else 4]

"""Which of the skills a role takes a CV shows, and by what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz import fuzz

from career.resume import Resume
from longhaul_worker.candidates.experience import years_since
from longhaul_worker.resume.textnorm import key
from longhaul_worker.skills.lexicon import load_lexicon

_AT_WORK: Final = 1.0
_LONG_AGO: Final = 0.85
_LISTED: Final = 0.9
_IMPLIED: Final = 0.7
_SIGNS: Final = re.compile(r"[^\w\s./&'()-]")
_ALIKE: Final = 0.7
_LONG_WORD: Final = 8
_SAME_WORD: Final = 88.0
_RECENT_YEARS: Final = 6.0

_IMPLIES: Final = """
Python: Django, Flask, FastAPI, Pandas, NumPy, PyTorch, scikit-learn, Celery, pytest, SQLAlchemy, Airflow
JavaScript: TypeScript, React, Vue.js, Angular, Node.js, Next.js, Express, jQuery, Svelte, NestJS
TypeScript: Angular, NestJS
React: Next.js, Redux, React Native
Java: Spring, Spring Boot, Hibernate, J2EE, JUnit, Quarkus
PHP: Laravel, Symfony, WordPress, Drupal
Ruby: Ruby on Rails, RSpec
C#: ASP.NET, Entity Framework
.NET: ASP.NET, C#, Entity Framework
Kubernetes: Helm, Google Kubernetes Engine, Amazon EKS, AKS, OpenShift
Docker: Kubernetes
AWS: Amazon EC2, Amazon S3, AWS Lambda, Amazon RDS, Amazon ECS, Amazon EKS, CloudFormation, Amazon SageMaker
Google Cloud: BigQuery, Google Kubernetes Engine, Cloud Run
Azure: Azure Functions, Azure Data Factory, AKS
SQL: PostgreSQL, MySQL, SQL Server, Oracle, MariaDB, SQLite, BigQuery, Redshift, Snowflake
NoSQL: MongoDB, Cassandra, DynamoDB, Redis
CI/CD: Jenkins, GitHub Actions, GitLab CI, CircleCI, Argo CD
Infrastructure as Code: Terraform, Pulumi, CloudFormation, AWS CDK
Git: GitHub, GitLab, Bitbucket
Linux: Ubuntu, Debian, CentOS, Red Hat Enterprise Linux
Machine Learning: Deep Learning, scikit-learn, PyTorch, TensorFlow, XGBoost
Deep Learning: PyTorch, TensorFlow, Keras
Agile: Scrum, Kanban
REST: FastAPI, Django
Data Visualization: Tableau, Power BI, Looker
CSS: Sass, Tailwind CSS, Bootstrap
"""


@dataclass(frozen=True, slots=True)
class SkillFit:
    """A wanted skill, how well the CV shows it (0 not at all, 1 at work), and the words it was found by."""

    name: str
    strength: float
    evidence: str = ""


class Skillset:
    """The skills of one CV, looked up by whatever name a role calls them."""

    def __init__(self, resume: Resume, text: str, today: date) -> None:
        lexicon = load_lexicon()
        self.canonical = {skill.name: skill.evidence for skill in resume.skills_canonical}
        self.keys = {key(name) for name in self.canonical}
        listed = [word for group in resume.skills for word in (group.name, *group.keywords)]
        self._listed = dict.fromkeys(key(word) for word in listed if word)
        self._written = {word.casefold() for word in listed}
        self._text = f" {key(text)} "
        self._at_work: dict[str, tuple[float, str]] = {}
        for post in resume.work:
            years = years_since(post, today)
            strength = _LONG_AGO if years is not None and years > _RECENT_YEARS else _AT_WORK
            for line in (post.position, post.summary, *post.highlights):
                for skill, _ in lexicon.find(line, in_list=False) if line else ():
                    if self._at_work.get(skill.name, (0.0, ""))[0] < strength:
                        self._at_work[skill.name] = (strength, line or "")

    def fit(self, wanted: str) -> SkillFit:
        """How well the CV shows one skill."""
        skill = load_lexicon().canonical(wanted)
        if skill is None:
            return self._literal(wanted)
        used = self._at_work.get(skill.name)
        if used is not None:
            return SkillFit(wanted, used[0], used[1])
        if skill.name in self.canonical:
            return SkillFit(wanted, _LISTED, next(iter(self.canonical[skill.name]), skill.name))
        for other in _implied_by(skill.name):
            if other in self.canonical or other in self._at_work:
                return SkillFit(wanted, _IMPLIED, f"by {other}")
        return self._literal(wanted)

    def _literal(self, wanted: str) -> SkillFit:
        """A skill the lexicon does not know, by its very words."""
        if _SIGNS.search(wanted):  # `key` would make C out of C++
            return SkillFit(wanted, _LISTED if wanted.casefold() in self._written else 0.0, wanted)
        plain = key(wanted)
        if not plain or (len(plain) <= 2 and plain not in self._listed):
            return SkillFit(wanted, 0.0)
        if plain in self._listed:
            return SkillFit(wanted, _LISTED, wanted)
        if f" {plain} " in self._text:
            return SkillFit(wanted, _LISTED, wanted)
        alike = next((word for word in self._listed if _is_alike(plain, word)), None)
        return SkillFit(wanted, _ALIKE, alike) if alike is not None else SkillFit(wanted, 0.0)


def fits(skillset: Skillset, wanted: Sequence[str]) -> list[SkillFit]:
    """The fit of each wanted skill once, in the order they are wanted."""
    return [skillset.fit(name) for name in dict.fromkeys(name.strip() for name in wanted) if name]


def cover(found: Sequence[SkillFit]) -> float:
    """The share of the skills that is shown, 0 to 1; 1 where none is wanted."""
    return sum(fit.strength for fit in found) / len(found) if found else 1.0


def _is_alike(one: str, other: str) -> bool:
    """Whether two long words differ by a slip or by the language: `negotiation` and `négociation`."""
    return min(len(one), len(other)) >= _LONG_WORD and fuzz.ratio(one, other) >= _SAME_WORD


def _implied_by(name: str) -> list[str]:
    for line in _IMPLIES.strip().splitlines():
        known, _, others = line.partition(": ")
        if known == name:
            return [str(other) for other in others.split(", ")]
    return []

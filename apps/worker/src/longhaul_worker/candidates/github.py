"""GitHub's user search: its addresses, and what its answers say publicly of somebody, as a CV."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any, Final, cast
from urllib.parse import quote, urlencode

from career.resume import Basics, ParseReport, Place, Profile, Project, Resume, SkillGroup, Work
from longhaul_worker.candidates.cv import ReadCv, completed, text_of

API: Final = "https://api.github.com"
PER_PAGE: Final = 30
JSON_TYPES: Final = frozenset({"application/json", "application/vnd.github+json"})
MAX_ANSWER_BYTES: Final = 2_000_000

_MAX_REPOSITORIES: Final = 30
_SHOWN_REPOSITORIES: Final = 8


class NotUnderstood(ValueError):
    """The answer is not one of GitHub's."""


def search_url(api: str, query: str, page: int) -> str:
    """The address of a page of results; pages count from 1. Organisations are left out."""
    words = query if "type:" in query else f"{query} type:user"
    return f"{api}/search/users?{urlencode({'q': words, 'per_page': PER_PAGE, 'page': page})}"


def user_url(api: str, login: str) -> str:
    """The address of somebody's public profile."""
    return f"{api}/users/{quote(login, safe='')}"


def repositories_url(api: str, login: str) -> str:
    """The address of somebody's own public repositories, the latest first."""
    return (
        f"{user_url(api, login)}/repos?{urlencode({'sort': 'pushed', 'type': 'owner', 'per_page': _MAX_REPOSITORIES})}"
    )


def logins_of(body: bytes) -> tuple[list[str], int]:
    """The people on a page of results, and how many there are on all. Raises `NotUnderstood`."""
    answer = _parsed(body)
    if not isinstance(answer, dict) or not isinstance(cast("dict[str, Any]", answer).get("items"), list):
        raise NotUnderstood("the search answered something else than people")
    page = cast("dict[str, Any]", answer)
    total = page.get("total_count")
    logins = [_text(entry.get("login")) for entry in _objects(page["items"])]
    return [login for login in logins if login], total if isinstance(total, int) else len(logins)


def cv_of(profile: bytes, repositories: bytes) -> ReadCv:
    """What GitHub says of somebody, as a CV: contact as far as public, languages and topics of the repositories.

    Raises `NotUnderstood`.
    """
    user = _parsed(profile)
    if not isinstance(user, dict) or not _text(cast("dict[str, Any]", user).get("login")):
        raise NotUnderstood("the profile is not a person's")
    repos = [repo for repo in _objects(_parsed(repositories)) if not repo.get("fork") and not repo.get("private")]
    # Counters such as followers change daily; what makes the CV is what is hashed.
    resume = _resume(cast("dict[str, Any]", user), repos)
    text = text_of(resume)
    digest = hashlib.sha256(text.encode()).hexdigest()
    resume.x_parse.source_sha256 = digest
    resume.x_parse.chars = len(text)
    return ReadCv(sha256=digest, resume=completed(resume), text=text, confidence_score=0.6)


def _resume(user: dict[str, Any], repos: list[dict[str, Any]]) -> Resume:
    login, location = _text(user.get("login")) or "", _text(user.get("location"))
    company = (_text(user.get("company")) or "").lstrip("@").strip()
    languages = Counter(language for repo in repos if (language := _text(repo.get("language"))))
    topics = Counter(topic for repo in repos for topic in _topics(repo))
    best = sorted(repos, key=lambda repo: -_stars(repo))[:_SHOWN_REPOSITORIES]
    groups = [
        SkillGroup(name="Languages", keywords=[name for name, _ in languages.most_common(12)]),
        SkillGroup(name="Topics", keywords=[name.replace("-", " ") for name, _ in topics.most_common(30)]),
    ]
    return Resume(
        basics=Basics(
            name=_text(user.get("name")) or login,
            label=(_text(user.get("bio")) or "").splitlines()[0][:120] if _text(user.get("bio")) else None,
            email=_text(user.get("email")),
            url=_text(user.get("blog")),
            summary=_text(user.get("bio")),
            location=Place(raw=location) if location else None,
            profiles=[Profile(network="GitHub", username=login, url=f"https://github.com/{quote(login)}")],
        ),
        work=[Work(name=company)] if company else [],
        projects=[
            Project(name=name, description=_text(repo.get("description")), highlights=_topics(repo))
            for repo in best
            if (name := _text(repo.get("name")))
        ],
        skills=[group for group in groups if group.keywords],
        x_parse=ParseReport(source_sha256="", language="en", pages=1, chars=0, layout="text"),
    )


def _topics(repo: dict[str, Any]) -> list[str]:
    topics = repo.get("topics")
    return (
        [text for topic in cast("list[object]", topics) if (text := _text(topic))] if isinstance(topics, list) else []
    )


def _stars(repo: dict[str, Any]) -> int:
    stars = repo.get("stargazers_count")
    return stars if isinstance(stars, int) else 0


def _parsed(body: bytes) -> object:
    try:
        return cast("object", json.loads(body))
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("the answer is not JSON") from error


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return "".join(char for char in value if char.isprintable() or char == "\n").strip()[:1000] or None


def _objects(value: object) -> list[dict[str, Any]]:
    entries = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", entry) for entry in entries if isinstance(entry, dict)]

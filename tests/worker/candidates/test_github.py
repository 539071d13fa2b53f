"""GitHub's user search by fixtures: pages, profiles, limits, and the token that goes nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.candidates.github import cv_of
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from tests.worker.candidates.setting import Setting
from tests.worker.fetch.serving import bare_tls

SOURCE = [{"kind": "github", "query": "location:berlin language:python"}]
REPOSITORIES = [
    {
        "name": "queue",
        "description": "Jobs on MongoDB",
        "language": "Python",
        "topics": ["postgresql"],
        "stargazers_count": 9,
    },
    {"name": "fork", "language": "Rust", "fork": True},
    {"name": "site", "language": "TypeScript", "stargazers_count": None, "topics": None},
    "nonsense",
]


def answer(setting: Setting, path: str, body: object, status: int = 200, **headers: str) -> None:
    """Answer at this path of the API."""
    given = {"content_type": "application/json; charset=utf-8", **headers}
    setting.site.answer(f"/api{path}", status, json.dumps(body).encode(), **given)


def profile(login: str) -> dict[str, Any]:
    """A public profile."""
    return {
        "login": login, "name": login.title(), "bio": "Backend engineer\nand cyclist", "location": "Berlin, Germany",
        "email": f"{login}@example.org", "company": "@acme", "blog": "https://x.example", "followers": 12,
    }  # fmt: skip


def people(setting: Setting, logins: list[str], page: int = 1, total: int | None = None) -> None:
    """A page of results, and the profiles of these people."""
    query = "q=location%3Aberlin+language%3Apython+type%3Auser"
    found = {"total_count": total or len(logins), "items": [{"login": login} for login in logins]}
    answer(setting, f"/search/users?{query}&per_page=30&page={page}", found)
    for login in logins:
        answer(setting, f"/users/{login}", profile(login))
        answer(setting, f"/users/{login}/repos?sort=pushed&type=owner&per_page=30", REPOSITORIES)


async def test_people_are_found_with_what_they_show_publicly(setting: Setting) -> None:
    people(setting, ["ada", "bob"])

    result = await setting.search(sources=SOURCE)

    found = result.candidates[0]
    assert {"Ada", "Bob"} == {candidate.name for candidate in result.candidates}
    assert (["Python", "PostgreSQL"], "github") == (found.matched, found.source)
    assert found.source_url in {"https://github.com/ada", "https://github.com/bob"}
    assert (2, 2, 2) == (result.counts.found, result.counts.downloaded, result.counts.parsed)


async def test_without_a_token_only_few_are_asked_for(setting: Setting) -> None:
    people(setting, [f"user{number}" for number in range(30)], total=900)

    result = await setting.search(sources=SOURCE)

    assert 20 == result.counts.found


async def test_somebody_whose_profile_is_gone_costs_nobody_else(setting: Setting) -> None:
    people(setting, ["ada", "bob"])
    answer(setting, "/users/bob", {}, 404)

    result = await setting.search(sources=SOURCE)

    assert ["Ada"] == [candidate.name for candidate in result.candidates]
    assert ["NOT_FOUND"] == [note.code for note in result.warnings]


@pytest.mark.parametrize("body", [[], {"items": None}, {"message": "Bad credentials"}, "x"])
async def test_an_answer_that_is_not_githubs_fails_the_source(setting: Setting, body: object) -> None:
    people(setting, [])
    path = next(iter(setting.site.answers)).removeprefix("/api")
    answer(setting, path, body)

    with pytest.raises(Fail) as caught:
        await setting.search(sources=SOURCE)

    assert "NOT_UNDERSTOOD" == caught.value.code


async def test_when_github_wants_a_pause_the_job_makes_one(setting: Setting) -> None:
    people(setting, [])
    path = next(iter(setting.site.answers)).removeprefix("/api")
    answer(setting, path, {}, 429, retry_after="40")

    with pytest.raises(Retry) as caught:
        await setting.search(sources=SOURCE)

    assert (ErrorKind.RATE_LIMITED, 40) == (caught.value.kind, caught.value.after_s)


async def test_the_token_goes_to_the_api_and_nowhere_else(setting: Setting) -> None:
    other = setting.site.url("/else").replace("127.0.0.1", "localhost")
    setting.site.answer("/api/x", 302, location=other)
    setting.site.answer("/else", body=b"{}", content_type="application/json")
    fetcher = GithubFetcher(allow_private=True, tls=bare_tls(), api=setting.site.url("/api"), token=SecretStr("t0ken"))

    async with fetcher:
        await fetcher.get(setting.site.url("/api/x"), accept=frozenset({"application/json"}))

    assert ["Bearer t0ken", None] == [headers.get("authorization") for _, headers in setting.site.requests]
    assert "t0ken" not in repr(fetcher)


def test_what_changes_daily_does_not_make_another_cv() -> None:
    repositories = json.dumps(REPOSITORIES).encode()

    one = cv_of(json.dumps(profile("ada")).encode(), repositories)
    other = cv_of(json.dumps({**profile("ada"), "followers": 13}).encode(), repositories)

    assert one.sha256 == other.sha256
    assert one.resume is not None
    assert {"Python", "TypeScript", "PostgreSQL"} <= {skill.name for skill in one.resume.skills_canonical}
    assert "Rust" not in one.text

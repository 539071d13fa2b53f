"""Projects through the API: made, refreshed within limits, and nobody else's."""

from __future__ import annotations

from tests.api.support import RunningApi

REPOSITORY = "https://github.com/ines-marchetti/quayside"


async def created(api: RunningApi, **more: object) -> dict[str, str]:
    """A new project."""
    answer = await api.http.post("/projects", json={"name": "Quayside", "repo_url": REPOSITORY, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_refresh_takes_address_and_plan_from_the_project(api: RunningApi) -> None:
    project = await created(api, plan_path="docs/PLAN.md", ref="main")

    answer = await api.http.post(f"/projects/{project['id']}/refresh")

    job = (await api.http.get(answer.json()["links"]["self"])).json()
    assert (202, "project.refresh") == (answer.status_code, job["type"])
    assert (project["id"], REPOSITORY) == (job["args"]["project_id"], job["args"]["repo_url"])
    assert ("docs/PLAN.md", "main") == (job["args"]["plan_path"], job["args"]["ref"])


async def test_another_refresh_meets_the_one_that_waits(api: RunningApi) -> None:
    project = await created(api)

    answers = [await api.http.post(f"/projects/{project['id']}/refresh", json={"full": True}) for _ in range(3)]

    assert [202, 200, 200] == [answer.status_code for answer in answers]
    assert 1 == len({answer.json()["job_id"] for answer in answers})


async def test_a_sixth_refresh_within_five_minutes_is_told_when_to_come_back(api: RunningApi) -> None:
    projects = [await created(api) for _ in range(6)]

    answers = [await api.http.post(f"/projects/{project['id']}/refresh") for project in projects]

    assert [202] * 5 + [429] == [answer.status_code for answer in answers]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300


async def test_an_eleventh_project_within_an_hour_is_told_when_to_come_back(api: RunningApi) -> None:
    for _ in range(10):
        await created(api)

    answer = await api.http.post("/projects", json={"repo_url": REPOSITORY})

    assert 429 == answer.status_code
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


async def test_the_history_of_refreshes_is_listed_for_its_project_alone(api: RunningApi) -> None:
    first, second = await created(api), await created(api)
    asked = await api.http.post(f"/projects/{first['id']}/refresh")
    await api.http.post(f"/projects/{second['id']}/refresh")

    jobs = (await api.http.get(f"/projects/{first['id']}/jobs")).json()["jobs"]

    assert [asked.json()["job_id"]] == [job["id"] for job in jobs]


async def test_another_owners_project_cannot_be_seen_refreshed_or_deleted(api: RunningApi) -> None:
    project, eve = await created(api), {"X-Owner": "eve"}

    answers = [
        await api.http.get(f"/projects/{project['id']}", headers=eve),
        await api.http.post(f"/projects/{project['id']}/refresh", headers=eve),
        await api.http.get(f"/projects/{project['id']}/jobs", headers=eve),
        await api.http.delete(f"/projects/{project['id']}", headers=eve),
    ]

    assert [404] * 4 == [answer.status_code for answer in answers]
    assert [] == (await api.http.get("/projects", headers=eve)).json()["items"]
    assert 200 == (await api.http.get(f"/projects/{project['id']}")).status_code


async def test_a_path_that_leaves_the_repository_is_refused_by_name(api: RunningApi) -> None:
    answer = await api.http.post("/projects", json={"repo_url": REPOSITORY, "plan_path": "../secrets"})

    assert (422, ["plan_path"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_a_deleted_project_is_gone(api: RunningApi) -> None:
    project = await created(api)

    deleted = await api.http.delete(f"/projects/{project['id']}")

    assert 204 == deleted.status_code
    assert 404 == (await api.http.get(f"/projects/{project['id']}")).status_code

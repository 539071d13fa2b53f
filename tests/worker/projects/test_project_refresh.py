"""`project.refresh` from the git server to the kept project: what it finds, what it says, how it goes on."""

from __future__ import annotations

import pytest

from career.records.owned import OwnedRecords
from career.records.projects import ProjectRecord
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from tests.worker.projects.asking import FILES, PLAN, PROJECT, Desks, args, words
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import Hub


async def test_a_repository_is_read_as_a_whole(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    sha = commit(server.root / "app", FILES)

    result = await refresh(desks().context(), args(server))

    assert result.plan is not None
    assert (sha, "main", False) == (result.head_sha, result.default_branch, result.unchanged)
    assert (2, 4, 1, 50.0) == (result.plan.done, result.plan.total, result.plan.in_progress, result.plan.percent)
    assert [("One", 1, 2), ("Two", 1, 2)] == [(s.heading, s.done, s.total) for s in result.plan.sections]
    assert (4, 50.0) == (result.tasks_count, result.progress_percentage)
    assert ["Python", "TypeScript"] == list(result.languages)
    assert {"Python", "TypeScript", "FastAPI", "PostgreSQL"} == {skill.name for skill in result.skills}
    assert (5, None, []) == (result.stats.files, result.delta, result.warnings)


async def test_progress_rises_and_says_what_was_found(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    commit(server.root / "app", FILES)
    desk = desks()

    await refresh(desk.context(), args(server))

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert (63, "2 of 4 tasks done (50 %)", "PLAN") in desk.said
    assert ["VALIDATE", "LS_REMOTE", "CLONE"] == [code for _, _, code in desk.said][:3]


async def test_a_repository_without_new_commits_is_not_cloned_again(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    commit(server.root / "app", FILES)
    first = await refresh(desks().context(), args(server))
    server.requests.clear()

    second = await refresh(desks().context(), args(server))
    posts = [path for path in server.requests if path.endswith("/git-upload-pack")]

    assert second.unchanged
    assert first.plan == second.plan
    assert first.skills == second.skills
    assert 1 == len(posts), "ls-remote asks once"


async def test_with_full_everything_is_read_again(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    commit(server.root / "app", FILES)
    await refresh(desks().context(), args(server))

    result = await refresh(desks().context(), args(server, full=True))

    assert not result.unchanged


async def test_the_delta_names_what_was_done_and_opened_since(
    server: Hub, refresh: ProjectRefresh, desks: Desks, projects: OwnedRecords[ProjectRecord]
) -> None:
    before = commit(server.root / "app", FILES)
    await refresh(desks().context(), args(server))
    commit(
        server.root / "app", FILES | {"PLAN.md": PLAN.replace("- [ ] b", "- [x] b\n- [ ] new").replace("[X]", "[ ]")}
    )

    result = await refresh(desks().context(), args(server))
    kept = await projects.find("ann", PROJECT)

    assert result.delta is not None
    assert (before, ["b"], ["new", "c"]) == (
        result.delta.since_sha,
        result.delta.newly_done,
        result.delta.newly_open,
    )
    assert kept is not None
    assert [(2, 4), (2, 5)] == [(facts.done, facts.total) for facts in kept.value.history]


@pytest.mark.parametrize("step", ["ls_remote", "clone", "scan", "plan", "skills", "delta", "store"])
async def test_a_killed_workers_job_goes_on_and_ends_as_if_nothing_had_happened(
    server: Hub, refresh: ProjectRefresh, desks: Desks, projects: OwnedRecords[ProjectRecord], step: str
) -> None:
    commit(server.root / "app", FILES)
    desk = desks(die_after_step=step)

    with pytest.raises(ConnectionError):
        await refresh(desk.context(), args(server))
    result = await refresh(desk.context(), args(server))
    kept = await projects.find("ann", PROJECT)

    assert (False, 2, 4) == (result.unchanged, result.plan and result.plan.done, result.tasks_count)
    assert kept is not None
    assert 1 == len(kept.value.history)


async def test_what_is_found_already_needs_no_clone(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    commit(server.root / "app", FILES)
    desk = desks(die_after_step="delta")
    with pytest.raises(ConnectionError):
        await refresh(desk.context(), args(server))
    server.requests.clear()

    result = await refresh(desk.context(), args(server))

    assert result.plan is not None
    assert [] == server.requests


async def test_a_push_between_two_attempts_is_read_as_a_whole(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    commit(server.root / "app", FILES)
    desk = desks(die_after_step="plan")
    with pytest.raises(ConnectionError):
        await refresh(desk.context(), args(server))
    sha = commit(server.root / "app", {"PLAN.md": "- [x] all\n", "main.go": "package main\n" * 9})

    result = await refresh(desk.context(), args(server))

    assert (sha, 1, ["Go"]) == (result.head_sha, result.tasks_count, list(result.languages))


async def test_the_projects_own_ref_and_plan_are_read_unless_others_are_named(
    server: Hub, refresh: ProjectRefresh, projects: OwnedRecords[ProjectRecord], desks: Desks
) -> None:
    commit(server.root / "app", {"PLAN.md": "- [x] a\n"})
    commit(server.root / "app", {"docs/work.md": "- [ ] a\n- [ ] b\n", "TODO.md": "- [x] c\n"}, branch="dev")
    record = ProjectRecord(name="mine", repo_url=server.url("app"), ref="dev", plan_path="docs/work.md")
    await projects.put("ann", PROJECT, record)

    own = await refresh(desks().context(), args(server))
    other = await refresh(desks().context(), args(server, plan_path="TODO.md"))
    main = await refresh(desks().context(), args(server, ref="main", plan_path="PLAN.md"))
    kept = await projects.find("ann", PROJECT)

    assert ["docs/work.md", "TODO.md", "PLAN.md"] == [found.plan and found.plan.path for found in (own, other, main)]
    assert kept is not None
    assert ("mine", "dev", "docs/work.md", 3) == (
        kept.value.name,
        kept.value.ref,
        kept.value.plan_path,
        len(kept.value.history),
    )


async def test_a_plan_that_is_not_there_is_said_to_be_missing_and_the_rest_is_read(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    commit(server.root / "app", FILES | {"notes/work.md": "- [ ] a\n"})

    result = await refresh(desks().context(), args(server, plan_path="docs/nope.md"))

    assert result.plan is None
    assert "There is no file docs/nope.md. There are boxes in PLAN.md, notes/work.md." == result.warnings[0].message
    assert ["Python", "TypeScript"] == list(result.languages)


async def test_what_the_owner_does_meanwhile_is_respected(
    server: Hub, refresh: ProjectRefresh, projects: OwnedRecords[ProjectRecord], desks: Desks
) -> None:
    commit(server.root / "app", FILES)
    record_id = await projects.put("ann", PROJECT, ProjectRecord(name="old", repo_url=server.url("app")))
    desk = desks(die_after_step="delta")
    with pytest.raises(ConnectionError):
        await refresh(desk.context(), args(server))
    await projects.put("ann", PROJECT, ProjectRecord(name="new", repo_url=server.url("app")))

    await refresh(desk.context(), args(server))
    renamed = await projects.find("ann", PROJECT)
    desk = desks(die_after_step="skills")
    with pytest.raises(ConnectionError):
        await refresh(desk.context(), args(server, full=True))
    await projects.delete("ann", record_id)
    await refresh(desk.context(), args(server, full=True))
    removed = await projects.find("ann", PROJECT)

    assert removed is None
    assert renamed is not None
    assert ("new", 4) == (renamed.value.name, renamed.value.last and renamed.value.last.tasks_count)


async def test_another_owner_has_a_project_of_their_own(
    server: Hub, refresh: ProjectRefresh, projects: OwnedRecords[ProjectRecord], desks: Desks
) -> None:
    commit(server.root / "app", FILES)
    await refresh(desks().context(), args(server))

    result = await refresh(desks(owner="bob").context(), args(server))

    assert not result.unchanged
    assert await projects.find("carl", PROJECT) is None


async def test_without_boxes_the_percentage_is_unknown_and_a_note_says_so(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    commit(server.root / "app", {"ROADMAP.md": "# Later\n- more\n", "a.rs": "fn main() {}\n"})

    result = await refresh(desks().context(), args(server))

    assert (None, 0) == (result.progress_percentage, result.tasks_count)
    assert ["NO_PLAN"] == [note.code for note in result.warnings]


async def test_a_plan_of_ten_thousand_boxes_is_counted_and_kept_whole_as_an_artifact(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    boxes = "".join(f"- [{'x' if n % 4 == 0 else ' '}] step number {n}\n" for n in range(10_000))
    commit(server.root / "app", {"TODO.md": boxes})
    desk = desks()

    result = await refresh(desk.context(), args(server))

    assert result.plan is not None
    assert (2500, 10_000) == (result.plan.done, result.plan.total)
    assert len(result.model_dump_json()) < 200_000
    assert "plan" in result.artifacts
    assert {"plan"} == set(desk.refs)


async def test_fifteen_megabytes_are_read(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    commit(server.root / "app", words(1000) | {"PLAN.md": PLAN})

    result = await refresh(desks().context(), args(server))

    assert result.stats.bytes > 13_000_000

"""`match.recompute`: every advert once, only what changed, the same numbers as `match.score`, and none of it twice."""

from __future__ import annotations

import pytest

from career.tasks.match import MATCH_RECOMPUTE, MATCH_SCORE, MatchRecomputeArgs, MatchRecomputeResult
from longhaul.model.control import Cancel, Fail
from longhaul.mongo.driver import Database
from longhaul_worker.matching import embeddings
from tests.worker.matching.staging import NO_ONE, MatchDesk, Stage, many_adverts, some_adverts, some_resume, stage

needs_model = pytest.mark.skipif(not embeddings.is_installed(), reason="the extra `semantic` is not installed")
Counts = tuple[int, int, int, int]


@pytest.fixture
async def staged(database: Database) -> Stage:
    """The handlers over a database of their own."""
    return await stage(database)


async def run(staged: Stage, resume_id: str, desk: MatchDesk | None = None, **more: object) -> MatchRecomputeResult:
    """One run over the CV."""
    return await staged.recompute((desk or MatchDesk()).context(), args(resume_id, **more))


def args(resume_id: str, **more: object) -> MatchRecomputeArgs:
    """The arguments."""
    return MATCH_RECOMPUTE.parse_args({"resume_id": resume_id, **more})


def counts(result: MatchRecomputeResult) -> Counts:
    """Scored, inserted, updated, removed."""
    return result.scored, result.inserted, result.updated, result.removed


async def test_every_advert_is_scored_once_and_a_second_run_scores_none(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    total = len(some_adverts())

    first = await run(staged, resume_id)
    second = await run(staged, resume_id)

    assert (total, total, 0, 0) == counts(first)
    assert (0, 0, 0, 0) == counts(second)
    assert (total, 0) == (first.embedded, second.embedded)
    assert first.top == second.top
    assert "Senior Backend Engineer (Python)" == first.top[0].title


async def test_the_best_twenty_are_named_best_first(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())

    result = await run(staged, resume_id)

    scores = [match.score for match in result.top]
    assert 20 == len(scores)
    assert sorted(scores, reverse=True) == scores
    assert "Halden Pay" == result.top[0].company


@pytest.mark.parametrize("embeds", [False, pytest.param(True, marks=needs_model)])
async def test_a_pair_has_the_same_score_as_by_match_score(database: Database, embeds: bool) -> None:
    staged = await stage(database, embeds=embeds)
    resume_id = await staged.put_resume(some_resume("nurse"))
    ids = await staged.put_adverts(some_adverts())
    await run(staged, resume_id)
    listed = {match.posting_id: match for match in await staged.matches.list("ann", resume_id)}

    for name in ("nurse-icu", "nurse-de", "chef", "backend-senior"):
        scored = await staged.score(
            MatchDesk().context(), MATCH_SCORE.parse_args({"resume_id": resume_id, "posting_id": ids[name]})
        )

        assert listed[ids[name]].exact == scored.exact
        assert ("minilm-l6-v2" if embeds else "tfidf") == scored.embedding
        assert listed[ids[name]].statistics_version == scored.statistics_version


async def test_only_new_and_changed_adverts_are_scored_again(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    adverts = some_adverts()
    await staged.put_adverts(adverts[:-2])
    await run(staged, resume_id)
    changed = adverts[0].model_copy(update={"title": "Chief Cook", "content_hash": "another"})

    await staged.put_adverts([changed, *adverts[-2:]])
    result = await run(staged, resume_id)

    assert (3, 2, 1, 0) == counts(result)
    assert 3 == result.embedded


async def test_another_cv_is_scored_without_reading_the_adverts_again(staged: Stage) -> None:
    await staged.put_adverts(some_adverts())
    await run(staged, await staged.put_resume(some_resume()))

    result = await run(staged, await staged.put_resume(some_resume("nurse"), key="nurse"))

    assert (len(some_adverts()), 0) == (result.scored, result.embedded)


async def test_a_changed_cv_is_scored_again(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    await run(staged, resume_id)

    assert resume_id == await staged.put_resume(some_resume("nurse"))
    result = await run(staged, resume_id)

    total = len(some_adverts())
    assert (total, 0, total, 0) == counts(result)
    assert "Registered Nurse - Intensive Care Unit" == result.top[0].title


async def test_everything_is_scored_again_where_that_is_asked_for(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    first = await run(staged, resume_id)

    result = await run(staged, resume_id, full=True)

    total = len(some_adverts())
    assert (total, 0, total, 0) == counts(result)
    assert (first.top, first.statistics_version) == (result.top, result.statistics_version)


async def test_matches_of_adverts_that_are_gone_are_removed(staged: Stage, database: Database) -> None:
    resume_id = await staged.put_resume(some_resume())
    ids = await staged.put_adverts(some_adverts())
    await run(staged, resume_id)

    await database.collection("postings").delete_many({"posting_key": {"$in": ["backend-senior", "chef"]}})
    result = await run(staged, resume_id)

    assert (0, 0, 0, 2) == counts(result)
    assert await staged.matches.get("ann", resume_id, ids["backend-senior"]) is None
    assert "Python Developer (m/w/d)" == result.top[0].title


async def test_only_the_best_are_listed_and_the_next_best_takes_the_place_of_one_that_is_gone(
    staged: Stage, database: Database
) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    await run(staged, resume_id, top_k=3)
    before = await staged.matches.list("ann", resume_id)

    await database.collection("postings").delete_one({"posting_key": "backend-senior"})
    result = await run(staged, resume_id, top_k=3)
    after = await staged.matches.list("ann", resume_id)

    assert [3, 3] == [len(before), len(after)]
    assert before[1:] == after[:2]
    assert after[2].breakdown
    assert (1, 0, 1, 1) == counts(result)


async def test_a_worse_one_leaves_the_list_where_a_better_one_comes(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    adverts = {posting.posting_key: posting for posting in some_adverts()}
    best = adverts.pop("backend-senior")
    await staged.put_adverts(list(adverts.values()))
    await run(staged, resume_id, top_k=2)

    await staged.put_adverts([best])
    result = await run(staged, resume_id, top_k=2)

    listed = [match.title for match in await staged.matches.list("ann", resume_id)]
    assert ["Senior Backend Engineer (Python)", "Python Developer (m/w/d)"] == listed
    assert (1, 1, 0, 1) == counts(result)


@pytest.mark.parametrize("step", ["snapshot", "embed-0", "embed-1", "write-0", "prune"])
async def test_a_worker_that_dies_leaves_nothing_to_do_twice(staged: Stage, step: str) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(many_adverts(200))
    desk = MatchDesk(die_after_step=step)

    with pytest.raises(ConnectionError):
        await run(staged, resume_id, desk)
    result = await run(staged, resume_id, desk)

    assert (200, 200, 0) == (result.scored, result.inserted, result.updated)
    assert 200 == len(await staged.matches.known("ann", resume_id))


async def test_adverts_that_come_during_a_run_wait_for_the_next_one(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts()[:10])
    desk = MatchDesk(die_after_step="write-0")
    with pytest.raises(ConnectionError):
        await run(staged, resume_id, desk)

    await staged.put_adverts(some_adverts())
    rest = await run(staged, resume_id, desk)

    assert (10, 10) == (rest.scored, rest.inserted)


async def test_progress_rises_and_says_what_was_done(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(many_adverts(200))
    desk = MatchDesk()

    await run(staged, resume_id, desk)

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert [
        (37, "128 of 200 adverts read, 128 of them new", "EMBED"),
        (55, "200 of 200 adverts read, 200 of them new", "EMBED"),
    ] == [said for said in desk.said if said[2] == "EMBED"]
    assert (95, "200 of 200: 200 new, 0 updated", "WRITTEN") in desk.said


async def test_three_thousand_adverts_are_scored_once(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(many_adverts(3000))

    first = await run(staged, resume_id)
    second = await run(staged, resume_id)

    assert (3000, 0) == (first.scored, second.scored)


async def test_owners_see_only_their_own(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    await staged.put_adverts(some_adverts(["chef"]), owner="bob")
    bobs = await staged.put_resume(some_resume(), owner="bob")

    with pytest.raises(Fail) as caught:
        await run(staged, resume_id, MatchDesk(owner="bob"))
    result = await run(staged, bobs, MatchDesk(owner="bob"))

    assert "RESUME_NOT_FOUND" == caught.value.code
    assert 1 == result.scored
    assert [] == await staged.matches.list("ann", bobs)


async def test_without_adverts_there_is_nothing_to_score(staged: Stage) -> None:
    result = await run(staged, await staged.put_resume(some_resume()))

    assert (0, 0, 0, 0) == counts(result)
    assert [] == result.top


async def test_a_cancelled_run_stops_and_keeps_what_was_done(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    desk = MatchDesk(is_cancelled=True)

    with pytest.raises(Cancel):
        await run(staged, resume_id, desk)
    desk.is_cancelled = False
    result = await run(staged, resume_id, desk)

    assert len(some_adverts()) == result.inserted


async def test_a_cv_that_is_not_there_is_refused(staged: Stage) -> None:
    with pytest.raises(Fail) as caught:
        await run(staged, NO_ONE)

    assert "RESUME_NOT_FOUND" == caught.value.code


async def test_matches_are_listed_page_by_page(staged: Stage) -> None:
    resume_id = await staged.put_resume(some_resume())
    await staged.put_adverts(some_adverts())
    await run(staged, resume_id)
    everything = await staged.matches.list("ann", resume_id)

    pages = await staged.matches.list("ann", resume_id, limit=5)
    while len(pages) < len(everything):
        pages += await staged.matches.list("ann", resume_id, limit=5, after=pages[-1].posting_id)

    assert everything == pages
    assert all(match.exact >= 50 for match in await staged.matches.list("ann", resume_id, min_score=50))

"""`match.score`: what it answers, what it keeps, whom it refuses, and that a language model never moves the number."""

from __future__ import annotations

import pytest

from career.tasks.match import MATCH_SCORE, MatchScoreArgs
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul.mongo.driver import Database
from tests.worker.matching.staging import NO_ONE, MatchDesk, Stage, some_adverts, some_resume, stage

FILE = "a" * 24


@pytest.fixture
async def desk() -> MatchDesk:
    """A job of ann's."""
    return MatchDesk()


@pytest.fixture
async def staged(database: Database) -> Stage:
    """Ann's adverts, and the handlers."""
    made = await stage(database)
    await made.put_adverts(some_adverts())
    return made


async def args_for(staged: Stage, advert: str = "backend-senior", **more: object) -> MatchScoreArgs:
    """Arguments for the Python developer's CV and an advert."""
    resume_id = await staged.put_resume(some_resume())
    ids = await staged.put_adverts(some_adverts([advert]))
    return MATCH_SCORE.parse_args({"resume_id": resume_id, "posting_id": ids[advert], **more})


async def test_a_good_advert_scores_high_and_says_why(staged: Stage, desk: MatchDesk) -> None:
    result = await staged.score(desk.context(), await args_for(staged))

    assert result.score >= 80
    assert result.score == round(result.exact)
    assert "PostgreSQL" in result.matched_skills
    assert ["Kafka"] == result.missing_nice
    assert str(result.score) in result.explanation
    assert "tfidf" == result.embedding


async def test_an_advert_for_other_work_scores_low(staged: Stage, desk: MatchDesk) -> None:
    result = await staged.score(desk.context(), await args_for(staged, "chef"))

    assert result.score <= 25


async def test_progress_rises_and_says_the_score(staged: Stage, desk: MatchDesk) -> None:
    result = await staged.score(desk.context(), await args_for(staged))

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert f"{result.score}/100: 6 of 6 required skills" in [message for _, message, _ in desk.said]
    assert ["LOAD", "EMBED", "SCORE", "SCORED", "STORE"] == [code for _, _, code in desk.said]


async def test_the_match_is_kept_once(staged: Stage, desk: MatchDesk) -> None:
    args = await args_for(staged)

    result = await staged.score(desk.context(), args)
    await staged.score(MatchDesk().context(), args)

    kept = await staged.matches.list("ann", args.resume_id)
    assert [(args.posting_id, result.exact)] == [(match.posting_id, match.exact) for match in kept]
    assert "Senior Backend Engineer (Python)" == kept[0].title


async def test_a_score_by_own_weights_is_not_kept(staged: Stage, desk: MatchDesk) -> None:
    args = await args_for(staged, weights={"title": 0, "skills": 5})

    await staged.score(desk.context(), args)

    assert [] == await staged.matches.list("ann", args.resume_id)


async def test_somebody_elses_cv_and_advert_do_not_exist(staged: Stage) -> None:
    args = await args_for(staged)

    with pytest.raises(Fail) as of_cv:
        await staged.score(MatchDesk(owner="bob").context(), args)
    await staged.put_resume(some_resume(), owner="bob")
    theirs = await staged.put_resume(some_resume(), owner="bob")
    with pytest.raises(Fail) as of_advert:
        await staged.score(MatchDesk(owner="bob").context(), args.model_copy(update={"resume_id": theirs}))

    assert ("RESUME_NOT_FOUND", "POSTING_NOT_FOUND") == (of_cv.value.code, of_advert.value.code)
    assert of_cv.value.hint
    assert of_advert.value.hint


async def test_an_advert_that_is_not_there_is_refused(staged: Stage, desk: MatchDesk) -> None:
    args = (await args_for(staged)).model_copy(update={"posting_id": NO_ONE})

    with pytest.raises(Fail) as caught:
        await staged.score(desk.context(), args)

    assert "POSTING_NOT_FOUND" == caught.value.code


async def test_a_file_that_is_not_parsed_yet_is_waited_for(staged: Stage, desk: MatchDesk) -> None:
    desk.files[FILE] = b"%PDF-1.7"
    args = (await args_for(staged)).model_copy(update={"resume_id": FILE})

    with pytest.raises(Retry) as caught:
        await staged.score(desk.context(), args)

    assert ("NOT_PARSED_YET", ErrorKind.TRANSIENT) == (caught.value.code, caught.value.kind)


async def test_a_cv_is_found_by_the_file_it_was_parsed_from(staged: Stage, desk: MatchDesk) -> None:
    args = (await args_for(staged)).model_copy(update={"resume_id": FILE})
    await staged.put_resume(some_resume(), key="of the file", source=FILE)

    result = await staged.score(desk.context(), args)

    assert result.score >= 80


async def test_a_model_may_find_other_words_but_no_other_facts(staged: Stage, desk: MatchDesk) -> None:
    args = await args_for(staged)
    plain = await staged.score(desk.context(), args)
    answers = [f"A lovely match: {plain.score} points.", "A lovely match: 100 points, thanks to Haskell."]
    worded: list[str] = []

    for answer in answers:
        staged.models.assistant.answer = answer
        result = await staged.score(MatchDesk().context(), args)
        worded.append(result.explanation)
        assert plain.exact == result.exact

    assert [answers[0], plain.explanation] == worded


async def test_a_cancelled_job_ends(staged: Stage, desk: MatchDesk) -> None:
    desk.is_cancelled = True
    args = await args_for(staged)

    with pytest.raises(Cancel):
        await staged.score(desk.context(), args)

    assert [] == await staged.matches.list("ann", args.resume_id)


async def test_without_any_advert_beside_it_a_pair_is_scored_too(database: Database, desk: MatchDesk) -> None:
    alone = await stage(database)

    result = await alone.score(desk.context(), await args_for(alone))

    assert result.score >= 70

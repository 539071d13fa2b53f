"""The score of a pair: always the same, explained by the CV's own words, moved by weights and by what the CV shows."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.posting import Posting
from career.resume import Basics, ParseReport, Resume, SkillGroup
from longhaul_worker.matching.advert import AdvertProfile, advert_profile, advert_terms
from longhaul_worker.matching.explanation import counted, explain, is_faithful
from longhaul_worker.matching.person import passages
from longhaul_worker.matching.scoring import Scorer
from longhaul_worker.matching.statistics import count, of_frequencies
from longhaul_worker.matching.words import terms
from tests.worker.matching.evaluate import adverts
from tests.worker.matching.staging import some_adverts, some_resume


@cache
def scorer() -> Scorer:
    """A scorer by the adverts of the evaluation, without embeddings."""
    return Scorer(count(list(advert_terms(posting)) for posting in adverts().values()), embeds=False)


def advert(name: str = "backend-senior") -> Posting:
    """One of the adverts of the evaluation."""
    return some_adverts([name])[0]


def test_the_same_pair_always_scores_the_same() -> None:
    read = [list(advert_terms(posting)) for posting in adverts().values()]
    other = Scorer(count(read), embeds=False)

    first = scorer().score(some_resume(), advert())
    second = other.score(some_resume(), advert())

    assert first == second


def test_an_advert_read_before_scores_as_one_read_now() -> None:
    rules = scorer()
    kept = AdvertProfile.model_validate_json(advert_profile(advert()).model_dump_json())

    later = rules.rate(rules.candidate(some_resume()), kept, None)

    assert rules.score(some_resume(), advert()).exact == later.exact


def test_skills_are_matched_and_missed_by_name() -> None:
    scored = scorer().score(some_resume(), advert())

    assert ["Python", "PostgreSQL", "SQL", "Docker", "Kubernetes", "AWS"] == scored.matched_skills[:6]
    assert ([], ["Kafka"]) == (scored.missing_required, scored.missing_nice)


def test_what_another_skill_stands_in_for_is_not_missing() -> None:
    scored = scorer().score(some_resume(), advert("golang-platform"))

    assert not {"Go", "Java"} & set(scored.missing_required)
    assert scored.required == len(scored.missing_required) + len(
        [name for name in scored.matched_skills if name != "Terraform"]
    )


def test_evidence_is_word_for_word_in_the_cv() -> None:
    resume = some_resume()
    told = [*passages(resume), *(keyword for group in resume.skills for keyword in group.keywords)]

    scored = scorer().score(resume, advert())

    assert scored.evidence
    assert all(any(one.resume_span in passage for passage in told) for one in scored.evidence)
    assert all(one.requirement in advert().description_text for one in scored.evidence)


def test_weights_change_how_much_a_part_counts() -> None:
    resume, rules = some_resume(), scorer()
    usual = rules.score(resume, advert("golang-platform"))

    by_title = rules.score(resume, advert("golang-platform"), {"title": 10})
    by_place = rules.score(resume, advert("golang-platform"), {"location": 10})

    assert by_title.exact > usual.exact > by_place.exact
    assert usual.breakdown == by_title.breakdown


def test_one_weight_alone_decides_where_the_others_are_nothing() -> None:
    nothing = {"title": 0.0, "text": 0.0, "seniority": 0.0, "location": 0.0, "employment": 0.0}

    scored = scorer().score(some_resume(), advert(), {**nothing, "skills": 1.0})  # pyright: ignore[reportArgumentType]

    assert scored.exact == pytest.approx(
        100 / (1 + 2.718281828459045 ** (-8 * (scored.breakdown["skills"] - 0.45))), 1e-4
    )


@settings(max_examples=25)
@given(st.sets(st.sampled_from(["Kafka", "Terraform", "Go", "gRPC", "Java"]), min_size=1))
def test_a_required_skill_more_never_lowers_the_skills(extra: set[str]) -> None:
    resume, rules = some_resume(), scorer()
    richer = resume.model_copy(update={"skills": [*resume.skills, SkillGroup(keywords=sorted(extra))]})

    before = rules.score(resume, advert("golang-platform"))
    after = rules.score(richer, advert("golang-platform"))

    assert after.breakdown["skills"] >= before.breakdown["skills"]


@given(st.text(max_size=300), st.text(max_size=60), st.lists(st.text(max_size=30), max_size=5))
def test_whatever_is_in_it_a_score_is_from_0_to_100(text: str, label: str, keywords: list[str]) -> None:
    resume = Resume(
        basics=Basics(label=label),
        skills=[SkillGroup(keywords=keywords)],
        x_parse=ParseReport(source_sha256="0" * 64, language="en", pages=1, chars=1, layout="text"),
    )
    posting = Posting(title=label.strip() or "x", description_text=text, posting_key="k", content_hash="h")

    scored = scorer().score(resume, posting)

    assert 0 <= scored.exact <= 100
    assert all(0 <= value <= 1 for value in scored.breakdown.values())


def test_statistics_do_not_depend_on_the_order_of_adverts() -> None:
    read = [list(advert_terms(posting)) for posting in adverts().values()]

    assert count(read).version == count(reversed(read)).version


def test_statistics_kept_and_loaded_have_the_same_version() -> None:
    counted_now = scorer().statistics

    assert counted_now.version == of_frequencies(counted_now.adverts, dict(counted_now.frequencies)).version


def test_a_rare_word_weighs_more_than_an_everyday_one() -> None:
    statistics = scorer().statistics

    assert statistics.weight("solidwork") > statistics.weight("sql") > statistics.weight("team")


@pytest.mark.parametrize(
    ("one", "other"),
    [("technologies", "technology"), ("Engineers", "engineer"), ("testing", "tests"), ("Berufe", "beruf")],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_the_explanation_names_score_skills_and_a_passage() -> None:
    scored = scorer().score(some_resume(), advert("golang-platform"))

    text = explain(scored, "Software Engineer", "Norrsken Bank")

    assert text.startswith(f"{scored.score} of 100 for Software Engineer at Norrsken Bank")
    assert "Missing: " in text
    assert scored.evidence[0].resume_span in text
    assert f"{scored.score}/100: " in counted(scored)


@pytest.mark.parametrize(
    ("reworded", "is_kept"),
    [
        ("You fit with 72 points: Python is there, Kafka is not.", True),
        ("You fit with 72 points, and 9 years of Python.", False),
        ("You fit with 72 points: Python and Terraform are there.", False),
        ("You fit well: Python is there.", False),
    ],
)
def test_other_words_may_add_no_number_and_no_skill(reworded: str, is_kept: bool) -> None:
    assert is_kept == is_faithful(reworded, "72 of 100 for Engineer. The CV shows Python. Missing: Kafka.")

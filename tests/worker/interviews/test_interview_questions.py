"""The questions of an interview: enough, covering what is required, true to the CV, and none like another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.tasks.interview import Question
from longhaul_worker.interviews.bank import load_bank
from longhaul_worker.interviews.drafts import filled
from longhaul_worker.interviews.phrases import phrases_of
from longhaul_worker.interviews.prepare import case_of, coverage, prepare
from longhaul_worker.interviews.similarity import cosine, word_counts
from longhaul_worker.interviews.suggestions import Suggested, Suggestions
from longhaul_worker.interviews.wording import quoted
from longhaul_worker.llm.grounding import normalised
from longhaul_worker.skills.lexicon import load_lexicon
from tests.worker.interviews.cases import Example, examples, posting, resume
from tests.worker.interviews.evaluate import LENGTHS, closest_pair, evaluate, sentences_end

EXAMPLES = examples()


def written(example: Example, n: int) -> list[Question]:
    """The questions for an example."""
    case = case_of(example.posting, example.resume, example.text)
    return list(prepare(case, n).questions)


def test_the_figures_promised_are_reached() -> None:
    figures = evaluate()

    assert figures["coverage_mean"] >= 0.95
    assert figures["coverage_worst"] >= 0.8
    assert figures["coverage_reported_worst"] >= 0.95
    assert figures["cited_worst"] >= 0.6
    assert figures["closest_pair"] < 0.9
    assert figures["complete_worst"] == 1.0


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_there_are_as_many_questions_as_wanted_and_none_is_like_another(example: Example, n: int) -> None:
    questions = written(example, n)

    assert n == len(questions)
    assert n == len({question.id for question in questions})
    assert closest_pair(questions) < 0.9
    assert sentences_end(questions)
    assert not [question.text for question in questions if "{" in question.text or "  " in question.text]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_evidence_is_in_the_words_of_the_cv(example: Example) -> None:
    questions = written(example, 40)

    text = normalised(example.text)
    assert [] == [one.evidence for one in questions if one.evidence and normalised(one.evidence) not in text]


def test_the_same_input_gives_the_same_questions() -> None:
    assert written(EXAMPLES[0], 30) == written(EXAMPLES[0], 30)


def test_a_gap_is_asked_about_as_a_gap_with_the_nearest_words_of_the_cv() -> None:
    given = posting("Developer", "Requirements:\n- Kafka\n- Python")
    parsed, text = resume("A B", "Developer", [("Developer", "Acme", ["Built queues with RabbitMQ in Python"])])

    questions = prepare(case_of(given, parsed, text), 10).questions

    gaps = [question for question in questions if question.kind == "gap"]
    assert [["Kafka"]] == [question.topics for question in gaps]
    assert "Built queues with RabbitMQ in Python" == gaps[0].evidence
    assert "Kafka" in gaps[0].outline.situation


def test_requirements_that_name_no_known_skill_are_asked_about_in_their_own_words() -> None:
    given = posting("Florist", "Requirements\n- Experience in binding funeral wreaths\n- Knowledge of plant diseases")
    parsed, text = resume("A B", "Florist", [("Florist", "Rosa", ["Bound wedding bouquets and funeral wreaths"])])

    questions = prepare(case_of(given, parsed, text), 8).questions

    topics = {topic for question in questions for topic in question.topics}
    assert {"binding funeral wreaths", "plant diseases"} <= topics


def test_requirements_that_look_like_headings_are_not_overlooked() -> None:
    given = posting(
        "Clerk", "QUALIFICATIONS\nGeneral ledger experience\nWorking knowledge of GAAP\n\nWE OFFER\nFree tea"
    )

    required = [topic.name for topic in case_of(given, *resume("A B", "Clerk", [])).required]

    assert {"GAAP"} <= set(required)
    assert any("ledger" in name for name in required)
    assert not any("tea" in name for name in required)


def test_few_questions_still_cover_many_requirements() -> None:
    skills = (
        "Python, Java, Go, Docker, Kubernetes, AWS, Terraform, PostgreSQL, Redis, Kafka, React, GraphQL, Linux, Git"
    )
    given = posting("Engineer", "\n".join(["Requirements", *(f"- {skill}" for skill in skills.split(", "))]))
    parsed, text = resume("A B", "Nurse", [("Nurse", "Clinic", ["Cared for patients on a surgical ward"])])
    case = case_of(given, parsed, text)

    questions = prepare(case, 5).questions

    assert coverage(case, questions) >= 0.8
    assert 5 == len(questions)


def test_outlines_are_filled_from_the_cv_and_invent_no_result() -> None:
    done = ["Cut waste by 20 % by weighing portions", "Ordered fish and vegetables", "Trained apprentices"]
    parsed, text = resume("A B", "Cook", [("Cook", "Lindenhof", done)])
    given = posting("Cook", "Requirements\n- Food safety")

    questions = prepare(case_of(given, parsed, text), 20).questions

    by_evidence = {question.evidence: question.outline for question in questions if question.kind == "experience"}
    assert "You worked as Cook at Lindenhof (2022\u2013today)." in by_evidence[done[0]].situation
    assert "20 %" in by_evidence[done[0]].result
    assert "names no outcome" in by_evidence[done[1]].result


def test_a_model_may_add_questions_about_requirements_that_are_true_to_the_cv() -> None:
    given = posting("Cook", "Requirements\n- Food safety")
    parsed, text = resume("A B", "Cook", [("Cook", "Lindenhof", ["Planned menus for 80 guests"])])
    good = Suggested(requirement="R1", kind="experience", text="How did allergies change the menus you plan?",
        evidence="planned menus")  # fmt: skip
    invented = good.model_copy(
        update={"text": "How did you win a star for your menus in Paris?", "evidence": "won a star"}
    )
    elsewhere = good.model_copy(update={"text": "Which football club do you like best of all?", "requirement": "R9"})
    again = good.model_copy(update={"text": "How did allergies change menus you plan?"})

    case = case_of(given, parsed, text)
    suggestions = Suggestions(questions=[invented, elsewhere, good, again])
    questions = prepare(case, 10, suggestions, text).questions

    texts = [question.text for question in questions]
    assert [good.text] == [proposal.text for proposal in suggestions.questions if proposal.text in texts]
    assert "Planned menus for 80 guests" == next(one.evidence for one in questions if one.text == good.text)
    assert 10 == len(questions)


@pytest.mark.parametrize(
    ("line", "phrases"),
    [
        ("Proven experience in wound care is essential.", ["wound care"]),
        ("5+ years of experience as a site manager", ["site manager"]),
        ("You should be confident in dealing with clients directly.", ["dealing with clients directly"]),
        ("Erfahrung in der Wundversorgung", ["Wundversorgung"]),
        ("Risk assessment, case notes and report writing", ["Risk assessment", "case notes", "report writing"]),
        ("First aid certificate", ["First aid certificate"]), ("Working at heights", ["Working at heights"]),
        ("Al menos 2 años de experiencia en ventas", ["ventas"]), ("You can bake", ["bake"]),
        ("You work nights, have a driving licence and like dogs", ["work nights", "driving licence", "like dogs"]),
        ("essential", []), ("", []), ("...", []),
    ],
)  # fmt: skip
def test_the_gist_of_a_requirement_is_found(line: str, phrases: list[str]) -> None:
    assert phrases == phrases_of(line)


@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_advert_and_any_cv_give_questions(text: str) -> None:
    given_posting = posting("Job", text)
    parsed, cv = resume("A B", text[:40], [("Clerk", "Acme", [text[:200]] if text.strip() else [])], skills=text[:50])

    questions = prepare(case_of(given_posting, parsed, cv), 6).questions

    assert 6 == len(questions)


@given(text=st.text(min_size=1, max_size=400), longest=st.integers(3, 30))
def test_quotes_are_short_and_on_one_line(text: str, longest: int) -> None:
    quote = quoted(text, longest)

    assert "\n" not in quote
    assert len(quote.split()) <= longest + 1
    assert not set('“”"') & set(quote)


@given(value=st.text(max_size=30))
def test_what_is_put_into_a_template_stays_as_it_is(value: str) -> None:
    assert f"A {value} b" == filled("a {x} b", {"x": value})


def test_no_two_entries_of_the_bank_are_alike() -> None:
    bank = load_bank()
    texts = [entry.text for entries in (*bank.by_skill.values(), *bank.families.values()) for entry in entries]
    counts = [word_counts(text) for text in texts]

    alike = [
        (texts[at], texts[then])
        for at in range(len(texts))
        for then in range(at)
        if cosine(counts[at], counts[then]) > 0.8
    ]

    assert [] == alike


def test_the_bank_is_about_skills_of_the_lexicon_and_its_entries_are_complete() -> None:
    bank = load_bank()
    names = {skill.name for skill in load_lexicon().by_alias.values()}

    assert [] == [skill for skill in bank.by_skill if skill not in names]
    assert len(bank.by_skill) >= 60
    entries = [entry for group in (*bank.by_skill.values(), *bank.families.values()) for entry in group]
    assert [] == [entry.text for entry in entries if not 1 <= entry.difficulty <= 5 or not entry.text]

"""Every layout with some of the people, parsed and compared: the figures behind the floor that the tests hold."""

from __future__ import annotations

from tests.worker.resume.people import PEOPLE
from tests.worker.resume.plain import DOCX_FORMS, TEXT_FORMS
from tests.worker.resume.scoring import Score
from tests.worker.resume.typeset import LAYOUTS, to_pdf
from tests.worker.resume.typeset_more import MORE_LAYOUTS, YEARS_ONLY

from longhaul_worker.resume.parse import parse_resume


def scored() -> Score:
    """The score over all forms of CV the tests can make; each layout is set for every second person, in turn."""
    score = Score()
    for turn, person in enumerate(PEOPLE):
        for layout in (*LAYOUTS, *MORE_LAYOUTS)[turn % 2 :: 2]:
            parsed = parse_resume(to_pdf(layout(person)))
            score.add(f"{person.name}/{layout.__name__}", person, parsed.resume, months=layout not in YEARS_ONLY)
        for form in DOCX_FORMS:
            score.add(f"{person.name}/{form.__name__}", person, parse_resume(form(person)).resume)
        for form in TEXT_FORMS:
            score.add(f"{person.name}/{form.__name__}", person, parse_resume(form(person).encode()).resume)
    return score


def evaluate() -> dict[str, float]:
    """F1 of each field and over all of them, and how many CVs that were."""
    score = scored()
    return {"f1": score.f1(), **{field: score.f1(field) for field in score.counts}, "cvs": float(score.cvs)}

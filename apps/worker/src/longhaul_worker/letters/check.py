"""Looks for what a letter says that neither the CV nor the advert bears out."""

from __future__ import annotations

from career.posting import Posting
from career.resume import Resume
from longhaul_worker.letters.phrases import has_placeholder, title_of
from longhaul_worker.matching.words import stem
from longhaul_worker.tailoring import claims
from longhaul_worker.tailoring.coverage import skills_shown
from longhaul_worker.tailoring.needs import texts_of


def letter_violations(paragraphs: list[str], resume: Resume, posting: Posting, own_words: str = "") -> list[str]:
    """One sentence for each number, skill, rank and name without a source, and for each gap left to fill in.

    Skills must stand in the CV, or in the title and company that the letter names. `own_words` are those of a
    template, which claim nothing.
    """
    text = "\n".join(paragraphs)
    said = "\n".join([*texts_of(resume), resume.basics.name or ""])
    role = f"{posting.title}\n{title_of(posting.title)}\n{posting.hiringOrganization.name or ''}"
    advert = f"{role}\n{posting.description_text}\n{posting.url or ''}\n" + "\n".join(posting.responsibilities)
    places = "\n".join(place.raw for place in posting.jobLocation)
    known = claims.stems_in(f"{said}\n{advert}\n{places}\n{own_words}") | {stem(word) for word in _FREE}
    allowed = skills_shown(resume) | claims.skills_named(said) | claims.skills_named(role)
    ranks = claims.ranks_in(said) | claims.ranks_in(role) | claims.ranks_in(own_words)
    found = [
        *(f"the number {one} is new" for one in claims.numbers_in(text) - claims.numbers_in(f"{said}\n{role}")),
        *(
            f"the number {one} is new"
            for one in claims.number_words_in(text) - claims.number_words_in(f"{said}\n{role}\n{own_words}")
        ),
        *(f"the skill {one} is new" for one in claims.skills_named(text) - allowed),
        *(f"the rank {one} is new" for one in claims.ranks_in(text) - ranks),
        *(f"the name {one} is new" for one in claims.names_in(text) - known),
    ]
    if has_placeholder(text):
        found.append("something was left to be filled in")
    return sorted(found)


_FREE = (
    "i",
    "i'm",
    "i've",
    "i'd",
    "i'll",
    "cv",
    "dear",
    "team",
    "hr",
    "ich",
    "sie",
    "ihr",
    "ihre",
    "ihnen",
    "ihrem",
    "ihrer",
    "ihren",
)

"""The letter of a packet: from templates, perhaps in a model's words, in the end always checked."""

from __future__ import annotations

import asyncio
from datetime import date

from career.model import Note
from career.posting import Posting
from career.resume import Resume
from longhaul_worker.letters.check import letter_violations
from longhaul_worker.letters.compose import compose_letter
from longhaul_worker.letters.draft import drafted
from longhaul_worker.letters.letter import Letter
from longhaul_worker.letters.wording import own_words
from longhaul_worker.llm.models import Assistant
from longhaul_worker.tailoring.needs import Relevance


def safe_letter(resume: Resume, posting: Posting, relevance: Relevance, day: date) -> Letter:
    """The template's letter; without its quotations where they would claim something the CV does not say."""
    letter = compose_letter(resume, posting, relevance, day)
    if letter_violations(letter.paragraphs, resume, posting, own_words(letter.language)):
        bare = posting.model_copy(update={"description_text": "", "responsibilities": []})
        return compose_letter(resume, bare, Relevance(posting.title, []), day)
    return letter


async def written_letter(
    resume: Resume, posting: Posting, relevance: Relevance, day: date, assistant: Assistant
) -> tuple[Letter, list[Note]]:
    """The letter and what there is to know of it. Raises what `Assistant.ask` raises."""
    letter = await asyncio.to_thread(safe_letter, resume, posting, relevance, day)
    return await drafted(letter, resume, posting, assistant)

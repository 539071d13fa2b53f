"""Asks a language model, where there is one, for quotes from the best CVs that show why they fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Protocol, TypeVar

from pydantic import BaseModel, Field

from career.model import Note
from career.records.candidates import CandidateRecords
from career.tasks.candidates import CandidateQuery
from longhaul.engine.context import Context
from longhaul_worker.candidates.found import Match
from longhaul_worker.llm.grounding import is_grounded

ASKED: Final = 3
_MOST_QUOTES: Final = 3
_MAX_SOURCE: Final = 12_000
_MAX_QUOTE: Final = 240
_MIN_QUOTE: Final = 12

ModelT = TypeVar("ModelT", bound=BaseModel)


class Quotes(BaseModel):
    """Sentences or phrases copied word for word from the CV."""

    quotes: list[Annotated[str, Field(max_length=400)]] = Field(max_length=10)


class Helper(Protocol):
    """What is needed of an `Assistant`."""

    warnings: list[Note]

    @property
    def is_available(self) -> bool:
        """Whether asking may help."""
        ...

    async def ask(self, purpose: str, schema: type[ModelT], instructions: str, source: str) -> ModelT | None:
        """A valid answer, or None."""
        ...


class _Kept(BaseModel):
    quotes: dict[str, list[str]] = {}
    warnings: list[Note] = []


async def quotes_for(
    ctx: Context, helper: Helper, records: CandidateRecords, query: CandidateQuery, best: Sequence[Match]
) -> tuple[dict[str, list[str]], list[Note]]:
    """Quotes of the first few of `best`, by CV, and what the reader should know; nothing where no model helps.

    The scores do not depend on it, and what is not word for word in the CV is dropped.
    """
    if not helper.is_available or not best:
        return {}, list(helper.warnings)

    async def ask() -> dict[str, object]:
        cvs = await records.cvs(ctx.job.owner, [match.resume_id for match in best[:ASKED]])
        kept = _Kept()
        for match in best[:ASKED]:
            cv = cvs.get(match.resume_id)
            if cv is None:
                continue
            source = cv.value.text[:_MAX_SOURCE]
            answer = await helper.ask("candidate quotes", Quotes, _instructions(query), source)
            if answer is not None:
                kept.quotes[cv.id] = grounded(answer.quotes, source)
        kept.warnings = list(helper.warnings)
        return kept.model_dump(mode="json")

    inputs = [query.model_dump(mode="json"), [match.resume_id for match in best[:ASKED]]]
    kept = _Kept.model_validate(await ctx.step("quotes", ask, inputs=inputs))
    return kept.quotes, kept.warnings


def grounded(quotes: Sequence[str], source: str) -> list[str]:
    """The quotes that stand in `source`, each once, at most three."""
    real = [
        quote.strip()
        for quote in quotes
        if _MIN_QUOTE <= len(quote.strip()) <= _MAX_QUOTE and is_grounded(quote.strip(), source)
    ]
    return list(dict.fromkeys(real))[:_MOST_QUOTES]


def _instructions(query: CandidateQuery) -> str:
    skills = ", ".join([*query.skills_required, *query.skills_nice]) or "none named"
    return (
        f"The text is a CV. The role is {query.title!r}; skills: {skills}. Copy up to three short passages, "
        "word for word, that best show whether the person fits the role. Add nothing of your own."
    )

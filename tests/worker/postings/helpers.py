"""A language model that answers what a test wants, and reading samples without a handler."""

# ruff: noqa: ARG002 - the fakes have the signatures of the real ones

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel

from career.model import LlmMode, Note
from longhaul.engine.context import Context
from longhaul_worker.llm.models import Models
from longhaul_worker.postings.extract import Extraction, Source, extract
from tests.worker.postings.adverts import TODAY


class FakeAssistant:
    """Gives `answer` for every question, or None; keeps the questions."""

    def __init__(self, answer: dict[str, Any] | None, warnings: list[Note]) -> None:
        self.answer = answer
        self.warnings = warnings
        self.is_available = answer is not None
        self.asked: list[str] = []

    async def ask(self, purpose: str, schema: type[BaseModel], instructions: str, source: str) -> BaseModel | None:
        """The answer."""
        self.asked.append(purpose)
        return None if self.answer is None else schema.model_validate(self.answer)


class FakeModels:
    """Stands in for the models."""

    def __init__(self, answer: dict[str, Any] | None = None, warnings: list[Note] | None = None) -> None:
        self.assistant = FakeAssistant(answer, warnings or [])

    def for_job(self, ctx: Context, mode: LlmMode) -> FakeAssistant:
        """The assistant of every job."""
        return self.assistant

    def models(self) -> Models:
        """This as the real thing."""
        return cast("Models", self)


def read_html(body: bytes, url: str | None = None) -> Extraction:
    """What is read of a page seen on the day of the tests."""
    return extract(body, Source(base=url, today=TODAY))


def read_advert_text(text: str) -> Extraction:
    """What is read of a pasted text."""
    return extract(text.encode(), Source(today=TODAY, is_text=True))

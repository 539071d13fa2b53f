"""Language models for handlers under test: none at all."""

from __future__ import annotations

from career.records.llm_answers import LlmAnswers
from longhaul.mongo.driver import Database
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings


def no_models(database: Database) -> Models:
    """A worker without a language model."""
    settings = LlmSettings(_env_file=None)  # pyright: ignore[reportCallIssue] - of pydantic-settings
    return Models(settings, LlmAnswers(database))

"""The collection `llm_answers`: what a language model answered, for a while, so that no question is paid twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from career.model import CareerModel
from career.records.owned import OwnedRecords
from longhaul.mongo.driver import Database

LLM_ANSWERS: Final = "llm_answers"
KEPT_FOR: Final = timedelta(days=7)


class LlmAnswer(CareerModel):
    """An answer that had the shape asked for, as JSON text."""

    answer_json: str
    expires_at: datetime


class LlmAnswers:
    """An owner's answers by the hash of what was asked. Each is deleted after a week."""

    def __init__(self, database: Database) -> None:
        self._records = OwnedRecords(database, LLM_ANSWERS, LlmAnswer)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        await self._records.ensure_indexes()

    async def find(self, owner: str, key: str) -> str | None:
        """The JSON that the owner's question `key` was answered with, or None."""
        stored = await self._records.find(owner, key)
        # The database deletes what has expired once a minute only.
        if stored is None or stored.value.expires_at <= datetime.now(UTC):
            return None
        return stored.value.answer_json

    async def keep(self, owner: str, key: str, answer_json: str) -> None:
        """Keep the answer to the owner's question `key`."""
        expires_at = datetime.now(UTC) + KEPT_FOR
        await self._records.put(
            owner, key, LlmAnswer(answer_json=answer_json, expires_at=expires_at), expires_at=expires_at
        )

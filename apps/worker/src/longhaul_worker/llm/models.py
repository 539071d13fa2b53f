"""The language model as handlers see it: a question goes in, a checked answer or nothing comes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar, assert_never

from pydantic import BaseModel, ValidationError

from career.model import LlmMode, Note
from career.records.llm_answers import LlmAnswers
from longhaul.engine.context import Context
from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul.telemetry.logs import get_logger
from longhaul_worker.llm.asking import Asking
from longhaul_worker.llm.budget import Budgets
from longhaul_worker.llm.client import ChatClient
from longhaul_worker.llm.errors import LlmError, LlmLimited, LlmOverBudget, LlmTransient, LlmUnusable
from longhaul_worker.llm.pace import Pace
from longhaul_worker.llm.settings import LlmSettings

LLM_UNAVAILABLE: Final = "LLM_UNAVAILABLE"
LLM_BUDGET: Final = "LLM_BUDGET"
LLM_FAILED: Final = "LLM_FAILED"
LLM_RATE_LIMITED: Final = "LLM_RATE_LIMITED"
LLM_NOT_CONFIGURED: Final = "LLM_NOT_CONFIGURED"
DEFAULT_WAIT_S: Final = 20.0
"""How long to wait for a server that does not say when to come again."""

_RESERVE_S: Final = 10.0
_HINT: Final = "Run it again later, or with llm=auto: then the result is made without the language model."

ModelT = TypeVar("ModelT", bound=BaseModel)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Models:
    """The language model of this worker, if one is configured. One object serves every job."""

    def __init__(
        self,
        settings: LlmSettings,
        answers: LlmAnswers,
        *,
        client: ChatClient | None = None,
        pace: Pace | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.settings = settings
        self.answers = answers
        self.now = now
        self.budgets = Budgets(settings.max_calls_per_job, settings.max_tokens_per_job)
        self.asking = Asking(
            client or ChatClient(settings), pace or Pace(settings.rpm, settings.tpm), settings.timeout_s
        )

    def for_job(self, ctx: Context, mode: LlmMode) -> Assistant:
        """The model's help for one job. Raises `Fail` where help is required and no model is configured."""
        if mode == "required" and not self.settings.is_configured:
            raise Fail(
                "This job requires a language model, and none is configured.",
                code=LLM_NOT_CONFIGURED,
                hint="Set LLM_BASE_URL and LLM_MODEL for the worker, or run it with llm=auto.",
            )
        return Assistant(self, ctx, mode)

    async def close(self) -> None:
        """Close the connections to the model's server."""
        await self.asking.client.close()


class Assistant:
    """The language model's help for one attempt of one job."""

    def __init__(self, models: Models, ctx: Context, mode: LlmMode) -> None:
        self._models = models
        self._ctx = ctx
        self._mode: LlmMode = mode
        self._is_down = False
        self._log = get_logger("longhaul_worker.llm")
        self.warnings: list[Note] = []
        """What the reader of the result should know; handlers add it to theirs."""

    @property
    def is_available(self) -> bool:
        """Whether asking may give an answer: a model is configured, wanted, and has not failed this job."""
        return self._mode != "off" and self._models.settings.is_configured and not self._is_down

    async def ask(self, purpose: str, schema: type[ModelT], instructions: str, source: str) -> ModelT | None:
        """What the model answers to `instructions` about `source`, as a valid `schema`, or None where none helps.

        `purpose` is a short name of the question. An answer is kept for the owner, so that asking the same again is
        free. Raises `Retry` (rate limited) while the job is young enough to wait, and, where help is required,
        `Fail`, or `Retry` for a server in trouble.
        """
        if not self.is_available:
            return None
        models = self._models
        key = _key(models.settings.model or "", schema, instructions, source)
        kept = await self._kept(key, schema)
        if kept is not None:
            return kept
        budget = models.budgets.of(self._ctx.job.id)
        seconds_left = self._ctx.deadline - _RESERVE_S
        try:
            if seconds_left <= 0:
                raise LlmTransient("No time was left to ask the language model.")
            answer = await models.asking.answer(schema, instructions, source, budget, seconds_left)
        except LlmError as error:
            self._log.warning("language model did not help", purpose=purpose, reason=type(error).__name__)
            self._failed(purpose, error)
            return None
        await models.answers.keep(self._ctx.job.owner, key, answer.model_dump_json())
        return answer

    async def _kept(self, key: str, schema: type[ModelT]) -> ModelT | None:
        kept = await self._models.answers.find(self._ctx.job.owner, key)
        if kept is None:
            return None
        try:
            return schema.model_validate_json(kept)
        except ValidationError:
            return None

    def _failed(self, purpose: str, error: LlmError) -> None:
        """Raise what the engine shall do about `error`, or note that the job goes on without help."""
        if isinstance(error, LlmLimited):
            self._wait_for(error)
        match self._mode:
            case "off" | "auto":
                self._go_on_alone(purpose, error)
            case "required":
                if isinstance(error, LlmTransient):
                    raise Retry(str(error), kind=ErrorKind.TRANSIENT, code=LLM_FAILED, hint=_HINT) from error
                raise Fail(str(error), code=LLM_FAILED, hint=_HINT) from error
            case _:
                assert_never(self._mode)

    def _wait_for(self, error: LlmLimited) -> None:
        """Put the job back until the server takes questions again, unless it has waited long enough."""
        wait_s = DEFAULT_WAIT_S if error.after_s is None else error.after_s
        age_s = (self._models.now() - self._ctx.job.created_at).total_seconds()
        left_s = self._models.settings.max_wait_s - age_s
        # Help that comes only after the patience is used up is not waited for, unless it is required.
        if left_s <= 0 or (self._mode == "auto" and wait_s > left_s):
            return
        raise Retry(str(error), after_s=wait_s, kind=ErrorKind.RATE_LIMITED, code=LLM_RATE_LIMITED) from error

    def _go_on_alone(self, purpose: str, error: LlmError) -> None:
        code = LLM_BUDGET if isinstance(error, LlmOverBudget) else LLM_UNAVAILABLE
        # An answer of the wrong shape says nothing about the next question; every other failure does.
        self._is_down = not isinstance(error, LlmUnusable)
        note = Note(code=code, message=f"{error} The result was made without it.", field=purpose)
        if note not in self.warnings:
            self.warnings.append(note)


def _key(model: str, schema: type[BaseModel], instructions: str, source: str) -> str:
    asked = json.dumps([model, instructions, source, schema.model_json_schema()], sort_keys=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()

"""One question to a language model: the best format its server takes, one repair, and an answer of the right shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from longhaul_worker.llm.budget import Budget
from longhaul_worker.llm.client import WISHES, ChatClient
from longhaul_worker.llm.errors import LlmFormatRefused, LlmOverBudget, LlmTransient, LlmUnusable
from longhaul_worker.llm.json_reading import read_object
from longhaul_worker.llm.pace import Pace
from longhaul_worker.llm.prompting import Message, estimated_tokens, question, repair

MAX_SOURCE_CHARS: Final = 60_000
_MAX_ANSWER_TOKENS: Final = 4096
_MIN_ANSWER_TOKENS: Final = 200
_MAX_PROBLEMS: Final = 5

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass
class Asking:
    """Asks through `client`, not faster than `pace`; remembers which format the server takes."""

    client: ChatClient
    pace: Pace
    timeout_s: float
    _wish: int = field(default=0, init=False)

    async def answer(
        self, schema: type[ModelT], instructions: str, source: str, budget: Budget, seconds_left: float
    ) -> ModelT:
        """The model's answer as `schema`. Of a source longer than 60 000 characters only the beginning is shown.

        A server in trouble gets a second try at once. Raises `LlmError`.
        """
        messages = question(schema, instructions, source[:MAX_SOURCE_CHARS])
        text = await self._text(messages, schema, budget, seconds_left / 2)
        answer, problem = _validated(schema, text)
        if answer is None:
            messages = repair(messages, text, problem)
            answer, problem = _validated(schema, await self._text(messages, schema, budget, seconds_left / 4))
        if answer is None:
            raise LlmUnusable("The answer of the language model has not the shape that was asked for.")
        return answer

    async def _text(self, messages: list[Message], schema: type[BaseModel], budget: Budget, seconds_left: float) -> str:
        try:
            return await self._negotiated(messages, schema, budget, seconds_left * 0.6)
        except LlmTransient:
            return await self._negotiated(messages, schema, budget, seconds_left * 0.4)

    async def _negotiated(
        self, messages: list[Message], schema: type[BaseModel], budget: Budget, seconds_left: float
    ) -> str:
        """What the model writes when it is asked in the best way that its server accepts."""
        asked = sum(estimated_tokens(message["content"]) for message in messages)
        for wish in range(self._wish, WISHES):
            room = min(budget.tokens - asked, _MAX_ANSWER_TOKENS)
            if budget.calls < 1 or room < _MIN_ANSWER_TOKENS:
                raise LlmOverBudget("This job has asked the language model as much as it may.")
            await self.pace.admit(asked + room // 4)
            budget.calls -= 1
            try:
                completion = await self.client.complete(
                    messages, schema, wish=wish, max_tokens=room, timeout_s=min(self.timeout_s, max(seconds_left, 1.0))
                )
            except LlmFormatRefused:
                budget.calls += 1  # refused before the model was asked, so it cost nothing
                if wish == WISHES - 1:
                    raise
                continue
            self._wish = wish
            budget.tokens -= completion.tokens
            return completion.text
        raise AssertionError(self._wish)  # the last way of asking answers or raises


def _validated(schema: type[ModelT], text: str) -> tuple[ModelT | None, str]:
    """The answer, or None and what is wrong with it."""
    found = read_object(text)
    if found is None:
        return None, "It holds no complete JSON object."
    try:
        return schema.model_validate(found), ""
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)[:_MAX_PROBLEMS]
        told = "; ".join(f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in problems)
        return None, f"{told[:1000]}."

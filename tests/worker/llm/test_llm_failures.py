"""What becomes of a job whose language model refuses, stumbles, or talks nonsense: never an error in mode auto."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from career.model import LlmMode
from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.llm.client import ChatClient, Completion
from longhaul_worker.llm.models import Assistant, Models
from longhaul_worker.llm.settings import LlmSettings
from tests.support.loopback import head
from tests.worker.desk import Desk
from tests.worker.llm.serving import KEY, ModelServer, RememberedAnswers, old_desk
from tests.worker.llm.test_llm_answers import ROME, City


def helper(server: ModelServer, desk: Desk | None = None, mode: LlmMode = "auto", **options: Any) -> Assistant:
    """Help for a job."""
    return server.models(**options).for_job((desk or Desk()).context(), mode)


async def ask(assistant: Assistant) -> City | None:
    """The usual question."""
    return await assistant.ask("city", City, "Which city is it?", "Rome has 3 people")


@pytest.mark.parametrize(("retry_after", "wait_s"), [("30", 30), (None, 20)])
@pytest.mark.parametrize("mode", ["auto", "required"])
async def test_a_server_that_asks_to_wait_puts_a_young_job_back(
    server: ModelServer, retry_after: str | None, wait_s: float, mode: LlmMode
) -> None:
    headers = {"retry_after": retry_after} if retry_after else {}
    server.sends(429, b"{}", **headers)

    with pytest.raises(Retry) as caught:
        await ask(helper(server, mode=mode))

    assert (ErrorKind.RATE_LIMITED, wait_s) == (caught.value.kind, caught.value.after_s)
    assert 1 == server.asked


async def test_a_job_that_has_waited_long_enough_goes_on_alone(server: ModelServer) -> None:
    server.sends(429, retry_after="30")
    assistant = helper(server, old_desk())

    answer = await ask(assistant)

    assert answer is None
    assert ["LLM_UNAVAILABLE"] == [note.code for note in assistant.warnings]
    assert not assistant.is_available


async def test_help_that_comes_after_the_patience_ends_is_not_waited_for(server: ModelServer) -> None:
    server.sends(429, retry_after="3000")
    assistant = helper(server)

    answer = await ask(assistant)

    assert answer is None


async def test_an_old_job_that_requires_help_fails(server: ModelServer) -> None:
    server.sends(429)

    with pytest.raises(Fail) as caught:
        await ask(helper(server, old_desk(), "required"))

    assert "LLM_FAILED" == caught.value.code


async def test_a_used_up_quota_is_not_waited_for(server: ModelServer) -> None:
    server.sends(429, b'{"error": {"code": "insufficient_quota"}}')
    assistant = helper(server)

    answer = await ask(assistant)

    assert answer is None
    assert ["LLM_UNAVAILABLE"] == [note.code for note in assistant.warnings]


async def test_a_server_in_trouble_gets_one_second_try(server: ModelServer) -> None:
    server.sends(500)
    server.says('{"name": "Rome", "people": 3}')

    answer = await ask(helper(server))

    assert ROME == answer
    assert 2 == server.asked


async def test_a_server_that_stays_in_trouble_is_asked_no_more_in_this_job(server: ModelServer) -> None:
    server.sends(502, b"<html>Bad gateway</html>")
    assistant = helper(server)

    answers = [await ask(assistant), await ask(assistant)]

    assert [None, None] == answers
    assert 2 == server.asked
    assert ["LLM_UNAVAILABLE"] == [note.code for note in assistant.warnings]


async def test_required_help_of_a_server_in_trouble_is_tried_again_later(server: ModelServer) -> None:
    server.sends(500)

    with pytest.raises(Retry) as caught:
        await ask(helper(server, mode="required"))

    assert (ErrorKind.TRANSIENT, "LLM_FAILED") == (caught.value.kind, caught.value.code)


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 413, 418, 422])
async def test_a_refusal_is_a_warning_or_where_help_is_required_a_failure(server: ModelServer, status: int) -> None:
    server.sends(status, b'{"error": {"message": "no"}}', location="http://127.0.0.1:1/")
    assistant = helper(server)

    answer = await ask(assistant)
    with pytest.raises(Fail) as caught:
        await ask(helper(server, mode="required"))

    assert answer is None
    assert ["LLM_UNAVAILABLE"] == [note.code for note in assistant.warnings]
    assert "LLM_FAILED" == caught.value.code
    assert caught.value.hint


@pytest.mark.parametrize(
    "body",
    [
        b"", b"garbage", b"\xff\xfe\x00", b"null", b"[]", b'"text"', b'{"choices": []}', b'{"choices": [null]}',
        b'{"choices": [{"message": {"content": null}}]}', b'{"choices": {"0": 1}}', b"[" * 100_000,
        b'{"choices": [{"message": {"content": "I cannot help with that."}}]}',
        b'{"choices": [{"message": {"content": "{\\"name\\": "}}]}',
        b'{"choices": [{"message": {"content": "' + b"[{" * 60_000 + b'"}}]}',
        b'data: {"choices": [{"delta": {"content": "x"}}]}\n\n',
    ],
)  # fmt: skip
async def test_garbage_is_a_warning_or_where_help_is_required_a_failure(server: ModelServer, body: bytes) -> None:
    server.sends(200, body)
    assistant = helper(server)

    answer = await ask(assistant)
    with pytest.raises(Fail) as caught:
        await ask(helper(server, mode="required"))

    assert answer is None
    assert ["LLM_UNAVAILABLE"] == [note.code for note in assistant.warnings]
    assert "LLM_FAILED" == caught.value.code


class Counting(ChatClient):
    """A client that counts its tries: on a busy machine one may be given up before the server has heard of it."""

    tries = 0

    async def complete(self, *args: Any, **named: Any) -> Completion:
        """As usual."""
        self.tries += 1
        return await super().complete(*args, **named)


async def test_a_slow_server_is_not_waited_for_longer_than_allowed(server: ModelServer) -> None:
    never = asyncio.Event()

    async def hang(_: asyncio.StreamWriter) -> None:
        await never.wait()

    server.replies.append(hang)
    known = server.settings(LLM_TIMEOUT_S=0.2)
    client = Counting(known)
    models = Models(known, RememberedAnswers(), client=client)

    async with asyncio.timeout(60):
        answer = await ask(models.for_job(Desk().context(), "auto"))

    never.set()
    assert answer is None
    assert 2 == client.tries


async def test_a_server_that_closes_in_the_middle_is_in_trouble(server: ModelServer) -> None:
    async def stop_short(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, {"content-length": "1000"}) + b'{"choices": [')

    server.replies.append(stop_short)
    server.says('{"name": "Rome", "people": 3}')

    answer = await ask(helper(server))

    assert ROME == answer


@pytest.mark.parametrize("headers", [{"transfer-encoding": "chunked"}, {"content-length": "90000000"}])
async def test_an_answer_without_end_is_cut_off(server: ModelServer, headers: dict[str, str]) -> None:
    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, headers))
        piece = b"x" * 65_536
        for _ in range(1300):
            writer.write(b"10000\r\n" + piece + b"\r\n" if "transfer-encoding" in headers else piece)
            await writer.drain()

    server.replies.append(pour)
    assistant = helper(server)

    answer = await ask(assistant)

    assert answer is None
    assert ["The answer of the language model is larger than 2000 kB. The result was made without it."] == [
        note.message for note in assistant.warnings
    ]


async def test_the_key_stands_in_no_error_no_warning_and_no_settings_text(server: ModelServer) -> None:
    server.sends(401, b'{"error": {"message": "bad key ' + KEY.encode() + b'"}}')
    assistant = helper(server)

    await ask(assistant)
    with pytest.raises(Fail) as caught:
        await ask(helper(server, mode="required"))

    texts = [str(assistant.warnings), str(caught.value), repr(caught.value.__cause__), repr(server.settings())]
    assert not [text for text in texts if KEY in text]


async def test_a_job_may_ask_only_so_often_also_over_several_attempts(server: ModelServer) -> None:
    server.says('{"name": "Rome"}')
    models, desk = server.models(LLM_MAX_CALLS_PER_JOB=2), Desk()

    first = models.for_job(desk.context(), "auto")
    answers = [await first.ask("city", City, "Which city?", source) for source in ("one", "two")]
    second = models.for_job(desk.context(), "auto")
    late = await second.ask("city", City, "Which city?", "three")

    assert [True, True, False] == [answer is not None for answer in [*answers, late]]
    assert 2 == server.asked
    assert ["LLM_BUDGET"] == [note.code for note in second.warnings]


async def test_tokens_are_counted_as_the_server_counts_them(server: ModelServer) -> None:
    server.says('{"name": "Rome"}', total_tokens=58_000)
    assistant = helper(server)

    answers = [await assistant.ask("city", City, "Which city?", source) for source in ("one", "two " * 2000)]

    assert [True, False] == [answer is not None for answer in answers]
    assert 1 == server.asked


@pytest.mark.parametrize("mode", ["off", "auto"])
async def test_without_a_model_nothing_is_asked_and_nothing_said(mode: LlmMode) -> None:
    models = Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]
    assistant = models.for_job(Desk().context(), mode)

    answer = await ask(assistant)

    assert (None, False, []) == (answer, assistant.is_available, assistant.warnings)


async def test_mode_off_asks_nobody(server: ModelServer) -> None:
    assistant = helper(server, mode="off")

    answer = await ask(assistant)

    assert (None, 0) == (answer, server.asked)


def test_required_help_without_a_model_fails_with_a_hint() -> None:
    models = Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]

    with pytest.raises(Fail) as caught:
        models.for_job(Desk().context(), "required")

    assert "LLM_NOT_CONFIGURED" == caught.value.code
    assert "LLM_BASE_URL" in (caught.value.hint or "")

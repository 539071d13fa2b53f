"""What a child returns, asks for and raises arrives as if it had run here."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from longhaul.engine.isolation import ChildError, ChildRunner
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.errors import InvalidInput, LeaseLost
from longhaul.model.outcome import Raised, Returned
from tests.isolation import child_bodies as bodies
from tests.isolation.processes import ENOUGH, names_in, no_calls


async def test_a_model_comes_back_as_its_json(runner: ChildRunner) -> None:
    result = await runner.run(bodies.add, 1, 2, 39, limits=ENOUGH, on_call=no_calls)

    assert Returned({"total": 42}) == result.outcome
    assert result.peak_rss_mb > 5


async def test_a_child_has_a_session_and_a_directory_of_its_own_and_no_secrets(
    runner: ChildRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://user:secret@host")
    fresh = ChildRunner()

    try:
        result = await fresh.run(bodies.where_am_i, limits=ENOUGH, on_call=no_calls)
    finally:
        await fresh.stop()

    assert isinstance(result.outcome, Returned)
    told = result.outcome.result
    assert told["pid"] != os.getpid()
    assert told["is_session_leader"] is True
    assert told["cwd"] == told["tmpdir"] == told["caller_tmpdir"]
    assert told["secret"] is None
    assert Path(told["cwd"]).name not in names_in(tempfile.gettempdir())


async def test_a_directory_that_was_given_stays(runner: ChildRunner, tmp_path: Path) -> None:
    result = await runner.run(bodies.where_am_i, limits=ENOUGH, on_call=no_calls, tmpdir=tmp_path)

    assert isinstance(result.outcome, Returned)
    assert str(tmp_path) == result.outcome.result["cwd"]
    assert (tmp_path / "left-behind").exists()


async def test_a_child_asks_and_gets_answers(runner: ChildRunner) -> None:
    async def on_call(method: str, args: dict[str, Any]) -> Any:
        assert method == "double"
        return args["number"] * 2

    result = await runner.run(bodies.ask_twice, limits=ENOUGH, on_call=on_call)

    assert Returned({"answers": [8, "abab"]}) == result.outcome


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (InvalidInput("no such step", field="name"), {"type": "InvalidInput", "field": "name"}),
        (Fail("no"), {"type": "Fail", "field": None}),
        (Cancel("stop"), {"type": "Cancel", "field": None}),
        (ZeroDivisionError("oops"), {"type": "RuntimeError", "field": None}),
    ],
)
async def test_what_a_call_raises_is_raised_in_the_child(
    runner: ChildRunner, raised: Exception, expected: dict[str, Any]
) -> None:
    async def on_call(method: str, args: dict[str, Any]) -> Any:
        raise raised

    result = await runner.run(bodies.ask_and_tell_error, limits=ENOUGH, on_call=on_call)

    assert isinstance(result.outcome, Returned)
    assert expected == {name: result.outcome.result[name] for name in expected}
    assert str(raised) in result.outcome.result["message"]


async def test_an_answer_that_is_no_json_is_an_error_in_the_child(runner: ChildRunner) -> None:
    async def on_call(method: str, args: dict[str, Any]) -> Any:
        return {1, 2}

    result = await runner.run(bodies.ask_and_tell_error, limits=ENOUGH, on_call=on_call)

    assert isinstance(result.outcome, Returned)
    assert result.outcome.result["type"] == "RuntimeError"


async def test_a_lost_lease_ends_a_child_that_swallows_every_error(runner: ChildRunner) -> None:
    async def on_call(method: str, args: dict[str, Any]) -> Any:
        raise LeaseLost("b" * 24)

    result = await runner.run(bodies.ask_and_swallow_everything, limits=ENOUGH, on_call=on_call)

    assert isinstance(result.outcome, Raised)
    assert isinstance(result.outcome.error, LeaseLost)
    assert result.outcome.error.job_id == "b" * 24


async def raised_by(runner: ChildRunner, name: str) -> BaseException:
    result = await runner.run(bodies.raise_named, name, limits=ENOUGH, on_call=no_calls)
    assert isinstance(result.outcome, Raised)
    return result.outcome.error


async def test_fail_comes_back_as_fail(runner: ChildRunner) -> None:
    error = await raised_by(runner, "Fail")

    assert isinstance(error, Fail)
    assert (error.message, error.code, error.hint) == ("the file is locked", "ENCRYPTED_PDF", "remove the password")


async def test_retry_comes_back_as_retry(runner: ChildRunner) -> None:
    error = await raised_by(runner, "Retry")

    assert isinstance(error, Retry)
    assert (error.after_s, error.kind, error.code, error.hint) == (2.5, ErrorKind.RATE_LIMITED, "R", None)


async def test_snooze_and_cancel_come_back_as_themselves(runner: ChildRunner) -> None:
    snooze, cancel = await raised_by(runner, "Snooze"), await raised_by(runner, "Cancel")

    assert isinstance(snooze, Snooze)
    assert (snooze.for_s, snooze.reason) == (12.0, "not yet")
    assert isinstance(cancel, Cancel)
    assert cancel.reason == "no longer wanted"


async def test_any_other_exception_keeps_its_name_and_tells_where_it_was_raised(runner: ChildRunner) -> None:
    error = await raised_by(runner, "KeyError")

    assert isinstance(error, ChildError)
    assert type(error).__name__ == "KeyError"
    assert str(error) == "'name'"
    assert "raise_named" in error.traceback


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (bodies.exit_python, "SystemExit"),
        (bodies.return_number, "TypeError"),
        (bodies.return_nan, "ValueError"),
        (bodies.return_half_a_character, "UnicodeEncodeError"),
        (bodies.raise_unprintable, "Unprintable"),
        (bodies.fail_with_half_a_character, "Fail"),
    ],
)
async def test_an_end_that_is_no_result_is_an_error(runner: ChildRunner, body: Any, name: str) -> None:
    result = await runner.run(body, limits=ENOUGH, on_call=no_calls)

    assert isinstance(result.outcome, Raised)
    assert name == type(result.outcome.error).__name__


async def test_a_result_of_megabytes_arrives_whole(runner: ChildRunner) -> None:
    result = await runner.run(bodies.return_bytes_of_text, 6_000_000, limits=ENOUGH, on_call=no_calls)

    assert isinstance(result.outcome, Returned)
    assert len(result.outcome.result["text"]) == 6_000_000


async def test_a_result_over_the_message_limit_is_an_error_that_names_the_limit(runner: ChildRunner) -> None:
    result = await runner.run(bodies.return_bytes_of_text, 20_000_000, limits=ENOUGH, on_call=no_calls)

    assert isinstance(result.outcome, Raised)
    assert isinstance(result.outcome.error, InvalidInput)
    assert "over the limit of 8,388,608 bytes" in str(result.outcome.error)


async def test_what_a_child_prints_disturbs_nothing(runner: ChildRunner) -> None:
    result = await runner.run(bodies.print_garbage, limits=ENOUGH, on_call=no_calls)

    assert Returned({"still": "fine"}) == result.outcome
    assert result.output.endswith("the last line\n")
    assert len(result.output) <= 4096

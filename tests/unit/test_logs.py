"""What logs show, and what they must not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextvars import copy_context
from datetime import UTC, datetime
from typing import Literal

import pytest

from longhaul.telemetry.logs import ChildLines, bind_job, configure_logs, get_logger
from tests.support.jobs import running_job


@pytest.fixture(autouse=True)
def restored_root() -> Iterator[None]:
    """Give the root logger back its handlers and level."""
    root = logging.getLogger()
    before = list(root.handlers), root.level
    yield
    root.handlers, root.level = before


def test_a_line_is_json_with_its_facts_as_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")

    get_logger("longhaul.test").info("job ended", job="a1", v=3)

    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "job ended" in line]
    assert (line["event"], line["job"], line["v"], line["level"]) == ("job ended", "a1", 3, "info")


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_traceback_shows_no_values(style: Literal["json", "console"], capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(style, "info")

    def connect(secret: str) -> None:
        raise RuntimeError("no connection")

    try:
        connect("pass" + "word123")
    except RuntimeError as error:
        get_logger("longhaul.test").error("failed", exc_info=error)

    said = capsys.readouterr().err
    assert "no connection" in said
    assert "connect" in said
    assert "password123" not in said


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "warning")

    get_logger("longhaul.test").info("quiet")

    assert "quiet" not in capsys.readouterr().err


def test_what_a_child_says_is_written_with_the_ids_of_its_job_and_not_with_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("json", "info")
    said = {"event": "done", "level": "warning", "logger": "desk", "job_id": "another", "task": "x", "n": 3}

    def take() -> None:
        bind_job(running_job(datetime.now(UTC)))
        ChildLines().take(json.dumps(said))

    copy_context().run(take)

    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert ("done", "warning", "desk", 3) == (line["event"], line["level"], line["child"], line["n"])
    assert ("0" * 24, "demo.noop", 1) == (line["job_id"], line["task"], line["attempt"])


@pytest.mark.parametrize("said", [None, 1, {}, "", "no json", "[1]", "[" * 5000, "{" + " " * 9000 + "}"])
def test_what_is_no_line_of_a_child_is_left_out(said: object, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "debug")

    ChildLines().take(said)

    assert "" == capsys.readouterr().err


def test_a_child_can_neither_choose_a_traceback_nor_an_argument_of_the_logger(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("json", "debug")
    names = ("exc_info", "stack_info", "stacklevel", "extra", "self", "args", "_record", "Upper", "level", "child")

    ChildLines().take(json.dumps({"event": "x", "fine": 1, **dict.fromkeys(names, True)}))

    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {"event", "level", "logger", "timestamp", "child", "fine", "stacklevel", "extra"} >= line.keys() >= {"fine"}

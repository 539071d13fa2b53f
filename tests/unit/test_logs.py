"""What logs show, and what they must not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest

from longhaul.telemetry.logs import configure_logs, get_logger


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

"""What a repository says of itself, and what a language model may add to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from career.model import Note
from career.records.owned import OwnedRecords
from career.records.projects import ProjectRecord
from career.tasks.project import PROJECT_REFRESH, ProjectRefreshResult
from longhaul.model.control import ErrorKind, Retry
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.llm.models import Models
from longhaul_worker.projects.address import RepositoryPolicy
from longhaul_worker.projects.introduction import first_paragraph
from longhaul_worker.projects.summary import Description, is_borne_out
from tests.worker.desk import Desk
from tests.worker.fetch.serving import bare_tls
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import Hub

README = """\
# Shop

[![CI](https://x/y.svg)](https://x) <img src="logo.png">

[Docs](https://x) | [Demo](https://y)

A **small** web shop for bakers, with [stock](u) and orders.

## Install
Run `make up` and wait for a while.
"""


class Helper:
    """A model that gives one answer, or raises."""

    def __init__(self, answer: list[str] | Exception | None) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.warnings: list[Note] = []
        self.is_available = True

    def for_job(self, *_: object) -> Helper:
        """This one."""
        return self

    async def ask(self, _purpose: str, _schema: Any, _instructions: str, source: str) -> Description | None:
        """The answer."""
        self.asked.append(source)
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            self.warnings.append(Note(code="LLM_UNAVAILABLE", message="No model helped."))
            return None
        return Description(sentences=self.answer)


@pytest.fixture
async def refreshed(
    server: Hub, projects: OwnedRecords[ProjectRecord], policy: RepositoryPolicy, desks: Callable[..., Desk]
) -> Callable[[Helper], Any]:
    """Refreshes a repository with the help of a model."""
    commit(server.root / "app", {"README.md": README, "app.py": "x = 1\n" * 50, "requirements.txt": "flask\n"})

    async def refresh(helper: Helper) -> ProjectRefreshResult:
        args = PROJECT_REFRESH.parse_args({"project_id": "0" * 24, "repo_url": server.url("app")})
        async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:
            handler = ProjectRefresh(projects, policy, fetcher, cast("Models", helper))
            return await handler(desks().context(), args)

    return refresh


async def test_what_a_model_says_is_kept_sentence_by_sentence(refreshed: Callable[[Helper], Any]) -> None:
    helper = Helper(["A shop for bakers, made with Flask.", "It serves 10000 users at Google.", "It uses Django."])

    result = await refreshed(helper)

    assert "A shop for bakers, made with Flask." == result.summary
    assert "Made with: Python, Flask" in helper.asked[0]


async def test_without_help_the_result_is_whole_and_says_why(refreshed: Callable[[Helper], Any]) -> None:
    result = await refreshed(Helper(None))

    assert (None, "A small web shop for bakers, with stock and orders.") == (result.summary, result.description)
    assert ["LLM_UNAVAILABLE", "NO_PLAN"] == [note.code for note in result.warnings]


async def test_a_model_that_asks_to_wait_puts_the_job_back(refreshed: Callable[[Helper], Any]) -> None:
    with pytest.raises(Retry) as raised:
        await refreshed(Helper(Retry("later", after_s=3, kind=ErrorKind.RATE_LIMITED)))

    assert 3 == raised.value.after_s


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (README, "A small web shop for bakers, with stock and orders."),
        ("<p>\n  <b>x</b>\n</p>\n\nIt reads feeds and mail.\n", "It reads feeds and mail."),
        ("# Title\n\n- a list\n- only\n", None),
        ("", None),
        ("![" * 9000, None),
    ],
)
def test_a_description_is_the_first_paragraph_of_prose(readme: str, expected: str | None) -> None:
    assert expected == first_paragraph(readme)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A shop made with Flask.", True),
        ("It has 12 parts.", True),
        ("It has 120 parts.", False),
        ("It runs on Kubernetes.", False),
        ("It was made for Google.", False),
        ("", False),
    ],
)
def test_a_sentence_is_borne_out_by_its_numbers_and_names(sentence: str, expected: bool) -> None:
    assert expected == is_borne_out(sentence, "Made with: Flask\nREADME: a shop in 12 parts")

"""The report's mail: to whom it goes, what becomes of it, and that a killed worker sends it once."""

from __future__ import annotations

from typing import Any

import pytest

from career.records.mails import MailStore
from longhaul.model.control import Fail, Retry
from tests.worker.candidates.at_desk import SearchDesk
from tests.worker.candidates.people import as_text
from tests.worker.candidates.pool import POOL
from tests.worker.candidates.setting import ROLE, Setting, zipped
from tests.worker.mail.serving import PostOffice

JANA, TOM = (as_text(person).encode() for person in POOL[:2])
ANN, BEN = "ann@example.org", "ben@example.org"


async def test_each_recipient_gets_a_mail_of_their_own(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    await setting.keep(JANA)

    result = await setting.search(notify=[ANN, BEN, "Ann@Example.org"])

    assert result.email is not None
    assert [ANN, BEN] == sorted(office.recipients) == sorted(result.email.accepted)
    assert 2 == len({message["Message-ID"] for _, message in office.mails} & set(result.email.message_ids.values()))
    for recipient, message in office.mails:
        assert recipient == message["To"]
        assert "Jana Keller" in str(message.get_body(("plain",)))
        assert [] == list(message.iter_attachments())


async def test_without_a_mail_server_the_mail_is_a_file(setting: Setting) -> None:
    await setting.keep(JANA)
    desk = SearchDesk()

    result = await setting.search(desk, notify=["anybody@anywhere.example"])

    mail = desk.files[result.artifacts["mail_eml"].id]
    assert ["MAIL_NOT_CONFIGURED"] == [note.code for note in result.warnings]
    assert b"To: anybody@anywhere.example\r\n" in mail
    assert result.email is not None
    assert [] == result.email.accepted


async def test_without_recipients_nothing_is_mailed(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    await setting.keep(JANA)

    result = await setting.search()

    assert (None, []) == (result.email, office.mails)


@pytest.mark.parametrize("stranger", ["eve@elsewhere.example", "eve@sub.example.org"])
async def test_others_than_the_allowed_are_refused_at_the_start(
    setting: Setting, office: PostOffice, stranger: str
) -> None:
    setting.use(office)
    desk = SearchDesk()

    with pytest.raises(Fail) as caught:
        await setting.search(desk, notify=[ANN, stranger])

    assert ("RECIPIENT_NOT_ALLOWED", []) == (caught.value.code, desk.said)
    assert caught.value.hint
    assert stranger in caught.value.message


async def test_a_title_that_would_end_its_header_is_refused(setting: Setting, office: PostOffice) -> None:
    setting.use(office)

    with pytest.raises(Fail) as caught:
        await setting.search(query={**ROLE, "title": "Engineer\r\nBcc: eve@elsewhere.example"}, notify=[ANN])

    assert "HEADER_INJECTION" == caught.value.code


async def test_a_refused_mail_costs_neither_the_result_nor_the_others(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    office.says[BEN] = "550 no such user"
    await setting.keep(JANA)

    result = await setting.search(notify=[BEN, ANN])

    assert result.email is not None
    assert ([ANN], [BEN], [ANN]) == (result.email.accepted, result.email.refused, office.recipients)
    assert ["EMAIL_REFUSED"] == [note.code for note in result.warnings]
    assert "mail_eml" in result.artifacts
    assert 1 == len(result.candidates)


async def test_a_server_that_asks_to_come_later_is_asked_later(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    office.says[BEN] = "450 greylisted"
    await setting.keep(JANA)
    desk = SearchDesk()

    with pytest.raises(Retry) as caught:
        await setting.search(desk, notify=[BEN, ANN])
    office.says.clear()
    result = await setting.search(desk, notify=[BEN, ANN])

    assert ("EMAIL_DEFERRED", 60) == (caught.value.code, caught.value.after_s)
    assert [ANN, BEN] == office.recipients
    assert result.email is not None
    assert [BEN, ANN] == result.email.accepted


async def test_the_last_attempt_keeps_the_result_without_the_mail(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    office.says["MAIL"] = "421 closing"
    await setting.keep(JANA)

    result = await setting.search(SearchDesk(attempt=3), notify=[ANN])

    assert ["EMAIL_DEFERRED"] == [note.code for note in result.warnings]
    assert "mail_eml" in result.artifacts


def sources(setting: Setting, desk: SearchDesk) -> list[dict[str, Any]]:
    """The pool, an archive, and addresses."""
    setting.site.answer("/mira.txt", body=as_text(POOL[2]).encode(), content_type="text/plain")
    setting.site.answer("/felix.txt", body=as_text(POOL[3]).encode(), content_type="text/plain")
    urls = [setting.site.url("/mira.txt"), setting.site.url("/felix.txt")]
    archive = {"kind": "archive", "artifact_id": desk.upload(zipped({"tom.txt": TOM}))}
    return [{"kind": "pool"}, archive, {"kind": "url_list", "urls": urls}]


async def test_a_worker_killed_after_any_step_mails_once_and_fetches_once(setting: Setting, office: PostOffice) -> None:
    setting.use(office)
    await setting.keep(JANA)
    desk = SearchDesk()
    given = {"sources": sources(setting, desk), "notify": [ANN, BEN]}
    whole = await setting.search(desk, **given)
    steps = list(desk.steps)

    for step in steps:
        office.mails.clear()
        setting.site.requests.clear()
        desk = SearchDesk(die_after_step=step)
        given["sources"] = sources(setting, desk)
        with pytest.raises(ConnectionError):
            await setting.search(desk, **given)
        result = await setting.search(desk, **given)

        assert (step, [ANN, BEN]) == (step, office.recipients)
        assert (step, 2) == (step, len(setting.site.requests))
        assert [found.name for found in whole.candidates] == [found.name for found in result.candidates]
    assert {"scrape-0-0", "scrape-1-archive", "read-0", "report"} < set(steps)


CRASHES = [
    ("prepare", True, 1, "accepted"),  # the mail was recorded, and nothing sent
    ("begin", False, 1, "accepted"),  # the server waits for the content, and the record does not say that it is sent
    ("begin", True, 0, "unknown"),  # the record says that it is sent, and it is not
    ("settle", False, 1, "unknown"),  # the server took it, and nobody wrote that down
    ("settle", True, 1, "accepted"),  # it is written down, and the step is not
]
"""Where the worker dies: at a call on the record of the mail, before it or after it; how many mails the server has in
the end, and what the job says.
"""


class Dying(MailStore):
    """The store of a worker that dies once at a call."""

    at: str | None = None
    is_after = False

    async def _die(self, name: str, *, is_after: bool) -> None:
        if (self.at, self.is_after) == (name, is_after):
            self.at = None
            raise MemoryError("the worker was killed")

    async def prepare(self, *args: Any, **named: Any) -> Any:
        """As usual, or the end."""
        record = await super().prepare(*args, **named)
        await self._die("prepare", is_after=True)
        return record

    async def begin(self, *args: Any, **named: Any) -> Any:
        """As usual, or the end."""
        await self._die("begin", is_after=False)
        begun = await super().begin(*args, **named)
        await self._die("begin", is_after=True)
        return begun

    async def settle(self, *args: Any, **named: Any) -> None:
        """As usual, or the end."""
        await self._die("settle", is_after=False)
        await super().settle(*args, **named)
        await self._die("settle", is_after=True)


@pytest.mark.parametrize(("at", "is_after", "arrived", "said"), CRASHES)
async def test_a_worker_killed_while_it_mails_never_mails_twice(
    setting: Setting, office: PostOffice, at: str, is_after: bool, arrived: int, said: str
) -> None:
    setting.use(office)
    dying = Dying(setting.database)
    dying.at, dying.is_after = at, is_after
    setting.mails = dying
    await setting.keep(JANA)
    desk = SearchDesk()

    with pytest.raises(MemoryError):
        await setting.search(desk, notify=[ANN])
    result = await setting.search(desk, notify=[ANN])

    assert result.email is not None
    outcomes = {"accepted": result.email.accepted, "unknown": result.email.unknown}
    assert arrived == len(office.mails)
    assert [ANN] == outcomes[said]
    assert (said == "unknown") == ("mail_eml" in result.artifacts)

"""Sending: over TLS, with the server's refusals told apart, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from career.records.mails import MailState, MailStore
from longhaul.mongo.driver import Database
from longhaul.testing.ports import HeldPort
from longhaul_worker.mail.mailer import Delivery, Mailer
from longhaul_worker.mail.message import Letter, compose
from tests.worker.mail.certificates import client_tls, server_tls
from tests.worker.mail.serving import PostOffice, post_office, scripted, until_data

LETTER = Letter("Candidates: Émile & Co", "Erste Zeile\n.\n..zwei Punkte\n" + "lang " * 300, "<p>Hi</p>")


@pytest.fixture
async def store(database: Database) -> MailStore:
    """A store on a database of its own."""
    mails = MailStore(database)
    await mails.ensure_indexes()
    return mails


@pytest.fixture
async def office() -> AsyncGenerator[PostOffice]:
    """A server that takes everything."""
    async with post_office() as running:
        yield running


def mail(recipient: str = "ann@example.org") -> EmailMessage:
    """The mail that is sent here."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return compose(LETTER, job_id="0" * 24, recipient=recipient, sender="desk@example.org", at=at)


async def sent(mailer: Mailer, key: str = "k", recipient: str = "ann@example.org") -> Delivery:
    """What becomes of the mail."""
    return await mailer.send("ann", key, mail(recipient))


async def state(store: MailStore) -> MailState | None:
    """How far the mail is said to have come."""
    record = await store.get("ann", "k")
    return record.state if record else None


async def test_a_mail_arrives_as_it_was_written(office: PostOffice, store: MailStore) -> None:
    delivery = await sent(Mailer(office.settings(), store))

    recipient, message = office.mails[0]
    text = message.get_body(("plain",))
    assert Delivery("accepted") == delivery
    assert ("ann@example.org", LETTER.subject) == (recipient, message["Subject"])
    assert text is not None
    assert LETTER.text.split() == text.get_content().split()
    assert MailState.ACCEPTED == await state(store)


async def test_the_same_mail_is_sent_once(office: PostOffice, store: MailStore) -> None:
    mailer = Mailer(office.settings(), store)

    deliveries = [await sent(mailer), await sent(Mailer(office.settings(), store))]

    assert [Delivery("accepted")] * 2 == deliveries
    assert ["ann@example.org"] == office.recipients


async def test_workers_that_send_at_the_same_time_send_once(office: PostOffice, store: MailStore) -> None:
    mailers = [Mailer(office.settings(), store) for _ in range(5)]

    deliveries = await asyncio.gather(*(sent(mailer) for mailer in mailers))

    assert 1 == len(office.mails)
    assert {"accepted", "unknown"} >= {delivery.outcome for delivery in deliveries}


@pytest.mark.parametrize(("command", "reply", "outcome", "left"), [
    ("MAIL", "421 going down", "deferred", MailState.PREPARED),
    ("RCPT", "450 greylisted", "deferred", MailState.PREPARED),
    ("DATA", "451 try later", "deferred", MailState.PREPARED),
    ("MAIL", "553 who are you", "refused", MailState.REFUSED),
    ("RCPT", "550 nobody here", "refused", MailState.REFUSED),
    ("DATA", "554 spam", "refused", MailState.REFUSED),
])  # fmt: skip
async def test_a_refusal_is_for_now_or_for_good(
    office: PostOffice, store: MailStore, command: str, reply: str, outcome: str, left: MailState
) -> None:
    office.says[command] = reply

    delivery = await sent(Mailer(office.settings(), store))

    assert outcome == delivery.outcome
    assert delivery.trouble is not None
    assert reply in delivery.trouble.reply
    assert left == await state(store)
    assert [] == office.mails


async def test_a_mail_put_off_is_sent_by_the_next_attempt(office: PostOffice, store: MailStore) -> None:
    office.says["DATA"] = "451 try later"
    mailer = Mailer(office.settings(), store)
    await sent(mailer)
    office.says.clear()

    delivery = await sent(mailer)

    assert "accepted" == delivery.outcome
    assert 1 == len(office.mails)


async def test_a_server_that_drops_the_line_after_the_content_leaves_an_unknown_outcome(store: MailStore) -> None:
    seen = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        await until_data(reader, writer)
        await reader.readuntil(b"\r\n.\r\n")
        seen += 1

    async with scripted(script) as office:
        mailer = Mailer(office.settings(), store)

        first, second = await sent(mailer), await sent(mailer)

    assert ("unknown", "unknown", 1) == (first.outcome, second.outcome, seen)
    assert MailState.SENDING == await state(store)


async def test_a_server_that_drops_the_line_before_the_content_is_tried_again(
    store: MailStore, office: PostOffice
) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while (line := await reader.readline()) and not line.upper().startswith(b"DATA"):
            writer.write(b"250 OK\r\n")

    async with scripted(script) as broken:
        first = await sent(Mailer(broken.settings(), store))
    second = await sent(Mailer(office.settings(), store))

    assert ("deferred", "accepted") == (first.outcome, second.outcome)


async def test_a_server_that_says_nothing_is_left_in_time(store: MailStore) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with scripted(script) as office:
        delivery = await sent(Mailer(office.settings(smtp_timeout_s=0.2), store))

    assert "deferred" == delivery.outcome


async def test_a_server_that_talks_nonsense_is_left(store: MailStore) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        await reader.read()

    async with scripted(script) as office:
        delivery = await sent(Mailer(office.settings(), store))

    assert "refused" == delivery.outcome
    assert [] == office.mails


async def test_no_server_at_all_is_trouble_that_may_pass(store: MailStore) -> None:
    with HeldPort() as nobody:
        delivery = await sent(Mailer(PostOffice(nobody.number).settings(), store))

    assert "deferred" == delivery.outcome


async def test_a_worker_told_to_stop_still_hears_that_the_mail_was_taken(
    store: MailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longhaul_worker.mail.mailer._GRACE_S", 60.0)  # a busy machine may be late to hear it
    asked, answer = asyncio.Event(), asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await until_data(reader, writer)
        await reader.readuntil(b"\r\n.\r\n")
        asked.set()
        await answer.wait()
        writer.write(b"250 taken\r\n")
        await reader.read()

    async with scripted(script) as office:
        sending = asyncio.create_task(sent(Mailer(office.settings(), store)))
        await asked.wait()
        sending.cancel()
        asyncio.get_running_loop().call_soon(answer.set)
        with pytest.raises(asyncio.CancelledError):
            await sending

    assert MailState.ACCEPTED == await state(store)


async def test_a_worker_told_to_stop_does_not_wait_for_an_answer(store: MailStore) -> None:
    asked = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await until_data(reader, writer)
        await reader.readuntil(b"\r\n.\r\n")
        asked.set()
        await reader.read()

    async with scripted(script) as office:
        sending = asyncio.create_task(sent(Mailer(office.settings(), store)))
        await asked.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    assert MailState.SENDING == await state(store)


@pytest.mark.parametrize("at_once", [False, True])
async def test_mail_goes_encrypted_and_with_a_login(store: MailStore, tmp_path: Path, at_once: bool) -> None:
    async with post_office(server_tls(tmp_path), at_once=at_once) as office:
        how = "tls" if at_once else "starttls"
        settings = office.settings(smtp_tls=how, smtp_user="desk", smtp_password="secret")

        delivery = await sent(Mailer(settings, store, tls=client_tls()))

    assert "accepted" == delivery.outcome
    assert ["desk"] == office.logins
    assert at_once or office.encrypted == [True]


async def test_a_server_without_starttls_gets_nothing(office: PostOffice, store: MailStore) -> None:
    settings = office.settings(smtp_tls="starttls", smtp_user="desk", smtp_password="secret")

    delivery = await sent(Mailer(settings, store, tls=client_tls()))

    assert delivery.trouble is not None
    assert ("refused", "EMAIL_TLS_UNAVAILABLE") == (delivery.outcome, delivery.trouble.code)
    assert ([], []) == (office.mails, office.logins)
    assert MailState.PREPARED == await state(store)


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_certificate_of_nobody_we_know_is_refused(store: MailStore, tmp_path: Path, at_once: bool) -> None:
    async with post_office(server_tls(tmp_path), at_once=at_once) as office:
        settings = office.settings(smtp_tls="tls" if at_once else "starttls", smtp_user="desk", smtp_password="secret")

        delivery = await sent(Mailer(settings, store))

    assert delivery.trouble is not None
    assert ("refused", "EMAIL_BAD_CERTIFICATE") == (delivery.outcome, delivery.trouble.code)
    assert ([], []) == (office.mails, office.logins)


async def test_a_wrong_password_is_told_from_a_wrong_address(store: MailStore, tmp_path: Path) -> None:
    async with post_office(server_tls(tmp_path)) as office:
        settings = office.settings(smtp_tls="starttls", smtp_user="desk", smtp_password="guess")

        delivery = await sent(Mailer(settings, store, tls=client_tls()))

    assert delivery.trouble is not None
    assert ("refused", "EMAIL_LOGIN_REFUSED") == (delivery.outcome, delivery.trouble.code)
    assert MailState.PREPARED == await state(store)


@pytest.mark.parametrize(("smtputf8", "outcome"), [(True, "accepted"), (False, "refused")])
async def test_an_address_beyond_ascii_needs_a_server_that_can(store: MailStore, smtputf8: bool, outcome: str) -> None:
    async with post_office(smtputf8=smtputf8) as office:
        delivery = await sent(Mailer(office.settings(), store), recipient="jürgen@müller.example")

    assert outcome == delivery.outcome
    assert (["jürgen@xn--mller-kva.example"] if smtputf8 else []) == office.recipients

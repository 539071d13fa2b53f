"""Sends a mail to one recipient exactly once, as far as the server says what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, Final, Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPServerDisconnected

from career.records.mails import MailRecord, MailState, MailStore
from longhaul_worker.mail.errors import Trouble, of_reply, trouble_of
from longhaul_worker.mail.message import as_bytes, ascii_address
from longhaul_worker.mail.settings import MailSettings

Outcome = Literal["accepted", "refused", "deferred", "unknown"]

_START_INPUT: Final = 354
_GRACE_S: Final = 1.5
_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail. `deferred`: certainly not sent, and worth another try later; `unknown`: it may or may
    not have arrived, and is not sent again.
    """

    outcome: Outcome
    trouble: Trouble | None = None


_LOST: Final = Trouble("EMAIL_UNKNOWN", "the worker was lost while it was sent", is_transient=False)


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail on its way; `sender` is None as long as the point of no return has not been passed."""

    owner: str
    key: str
    sender: str | None
    message: EmailMessage

    def before(self) -> _Mail:
        return replace(self, sender=None)


class Mailer:
    """Sends by the server of the settings. `tls` replaces the system's certificates.

    A mail is recorded before it is sent. The record passes its point of no return after the server has asked for the
    content and before it gets the first byte: a worker that dies before leaves a mail that is sent by the next
    attempt, one that dies after its outcome was written leaves one that is not. Between the two lies the time that the
    server takes to say "accepted"; a mail of which that was never heard is not sent again.
    """

    def __init__(self, settings: MailSettings, mails: MailStore, *, tls: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self._mails = mails
        self._tls = tls

    async def send(self, owner: str, key: str, message: EmailMessage) -> Delivery:
        """Send `message` unless its record under `key` says that it was, or may have been.

        Raises only what the database raises.
        """
        record = await self._mails.prepare(owner, key, str(message["Message-ID"]))
        known = _known(record)
        if known is not None:
            return known
        client = self._client()
        try:
            return await self._converse(client, _Mail(owner, key, uuid.uuid4().hex, message))
        except (SMTPException, OSError) as error:
            return await self._settled(_Mail(owner, key, None, message), trouble_of(error))
        finally:
            client.close()

    async def _converse(self, client: SMTP, mail: _Mail) -> Delivery:
        """Everything up to the server's word on the content. What it raises was raised before the content."""
        trouble = await self._open(client)
        if trouble is not None:
            return await self._settled(mail.before(), trouble)
        addresses = [parseaddr(str(mail.message[name]))[1] for name in ("From", "To")]
        is_ascii = all(address.isascii() for address in addresses)
        if not is_ascii and not client.supports_extension("smtputf8"):
            return await self._settled(mail.before(), of_reply(553, "it does not deliver to addresses beyond ASCII"))
        options, encoding = ([], "ascii") if is_ascii else (["SMTPUTF8"], "utf-8")
        await client.mail(addresses[0], options=options, encoding=encoding)
        await client.rcpt(addresses[1], encoding=encoding)
        asked = await client.execute_command(b"DATA")
        if asked.code != _START_INPUT:
            return await self._settled(mail.before(), of_reply(asked.code, asked.message))
        delivery = await _shielded(self._deliver(client, mail))
        if delivery.outcome == "accepted" and client.is_connected:
            with contextlib.suppress(SMTPException, OSError):  # accepted is accepted, whatever becomes of the goodbye
                await client.quit(timeout=_GRACE_S)
        return delivery

    async def _open(self, client: SMTP) -> Trouble | None:
        """Connect, encrypt and log in as the settings say; what the server lacks for that."""
        settings = self.settings
        await client.connect()
        await client.ehlo()
        if settings.smtp_tls == "starttls":
            if not client.supports_extension("starttls"):
                return Trouble("EMAIL_TLS_UNAVAILABLE", "the mail server offers no encryption", is_transient=False)
            await client.starttls()
            await client.ehlo()
        if settings.smtp_user is not None and settings.smtp_password is not None:
            if not client.supports_extension("auth"):
                return Trouble("EMAIL_LOGIN_REFUSED", "the mail server offers no login", is_transient=False)
            await client.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        return None

    async def _deliver(self, client: SMTP, mail: _Mail) -> Delivery:
        """Pass the point of no return, send the content, and write down what the server says."""
        content = _DOT.sub(b"..", as_bytes(mail.message)) + b"\r\n.\r\n"
        if not await self._mails.begin(mail.owner, mail.key, mail.sender or ""):
            client.close()  # the server waits for a content that another sender sends
            record = await self._mails.prepare(mail.owner, mail.key, str(mail.message["Message-ID"]))
            return _known(record) or Delivery("unknown", _LOST)
        protocol = client.protocol
        if protocol is None:  # closed by the server meanwhile: nothing was written
            return await self._settled(mail, trouble_of(SMTPServerDisconnected("Connection lost")))
        try:
            protocol.write(content)
        except SMTPServerDisconnected as error:
            return await self._settled(mail, trouble_of(error))
        try:
            said = await protocol.read_response(timeout=self.settings.smtp_timeout_s)
        except (SMTPException, OSError) as error:
            return Delivery("unknown", replace(trouble_of(error), code="EMAIL_UNKNOWN"))
        if not 200 <= said.code < 300:
            return await self._settled(mail, of_reply(said.code, said.message))
        await self._mails.settle(mail.owner, mail.key, mail.sender, MailState.ACCEPTED, f"{said.code} {said.message}")
        return Delivery("accepted")

    async def _settled(self, mail: _Mail, trouble: Trouble) -> Delivery:
        """Note that the mail was not taken. Only the server's verdict on this very mail is final."""
        state = MailState.REFUSED if trouble.code == "EMAIL_REFUSED" else MailState.PREPARED
        await self._mails.settle(mail.owner, mail.key, mail.sender, state, trouble.reply)
        return Delivery("deferred" if trouble.is_transient else "refused", trouble)

    def _client(self) -> SMTP:
        settings = self.settings
        return SMTP(
            hostname=settings.smtp_host,
            port=settings.port,
            use_tls=settings.smtp_tls == "tls",
            start_tls=False,  # done by hand, after asking whether the server can
            tls_context=self._tls,
            # Of the sender's domain: asking for this host's own name may block, and tells nobody anything.
            local_hostname=ascii_address(parseaddr(settings.smtp_from or "@localhost")[1]).rpartition("@")[2],
            timeout=settings.smtp_timeout_s,
        )


async def _shielded(delivering: Coroutine[Any, Any, Delivery]) -> Delivery:
    """What `delivering` gives; cancelled, wait a moment for its end, so that a worker that is told to stop need not
    leave a mail of which nobody knows.
    """
    task = asyncio.create_task(delivering)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        _, unfinished = await asyncio.wait({task}, timeout=_GRACE_S)
        for waiting in unfinished:
            waiting.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _known(record: MailRecord) -> Delivery | None:
    """What earlier attempts, or other workers, made of the mail; None where it may be sent."""
    match record.state:
        case MailState.PREPARED:
            return None
        case MailState.SENDING:
            return Delivery("unknown", _LOST)
        case MailState.ACCEPTED:
            return Delivery("accepted")
        case MailState.REFUSED:
            return Delivery("refused", Trouble("EMAIL_REFUSED", record.reply or "refused", is_transient=False))

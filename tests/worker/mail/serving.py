"""Mail servers on loopback: a real one whose answers can be changed, and one that follows a script."""
# ruff: noqa: ARG002 - the signatures are the server's

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Final, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from longhaul_worker.mail.settings import MailSettings
from tests.support.loopback import Conversation, listening

HOST: Final = "127.0.0.1"
"""An address and not "localhost": that is also ::1, where the same port may be the server of another test."""


@dataclass
class PostOffice:
    """What a server took, and what it says instead of "250 OK" where a test wants that."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list[tuple[str, EmailMessage]])
    """Recipient and mail, in the order they came."""
    says: dict[str, str] = field(default_factory=dict[str, str])
    """Reply by command (`MAIL`, `RCPT`, `DATA`) or recipient."""
    logins: list[str] = field(default_factory=list[str])
    encrypted: list[bool] = field(default_factory=list[bool])

    async def handle_MAIL(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a sender."""
        if "MAIL" in self.says:
            return self.says["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        refusal = self.says.get(address) or self.says.get("RCPT")
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take or refuse a mail."""
        if "DATA" in self.says:
            return self.says["DATA"]
        message = message_from_bytes(cast("bytes", envelope.content), policy=default)
        self.encrypted.append(session.ssl is not None)
        self.mails += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let nobody in but the desk."""
        login = cast("LoginPassword", data)
        self.logins.append(login.login.decode())
        return AuthResult(success=login.password == b"secret", handled=False)

    @property
    def recipients(self) -> list[str]:
        """Who got mail."""
        return [recipient for recipient, _ in self.mails]

    def settings(self, **more: Any) -> MailSettings:
        """Settings for this server, unencrypted unless they say otherwise."""
        given: dict[str, Any] = {"smtp_host": HOST, "smtp_port": self.port, "smtp_tls": "none"}
        given |= {"smtp_from": "Career desk <desk@example.org>", "mail_allowed": "@example.org", "smtp_timeout_s": 60}
        return MailSettings.model_validate(given | more)


@asynccontextmanager
async def post_office(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False, smtputf8: bool = False
) -> AsyncGenerator[PostOffice]:
    """A running server on a free port; with `tls` it offers STARTTLS, or speaks TLS at once."""
    office = PostOffice()
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            office,
            hostname="localhost",
            loop=loop,
            enable_SMTPUTF8=smtputf8,
            tls_context=None if at_once else tls,
            auth_callback=cast("Any", office.log_in),
            authenticator=cast("Any", office.log_in),
            auth_require_tls=not at_once,  # it knows of no TLS but STARTTLS
        )

    server = await loop.create_server(session, HOST, 0, ssl=tls if at_once else None)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def scripted(script: Conversation) -> AsyncGenerator[PostOffice]:
    """A server that does what the script does with each connection."""
    office = PostOffice()

    async with listening(script, HOST) as office.port:
        yield office


async def until_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say yes to everything until the client wants to send its mail."""
    writer.write(b"220 here\r\n")
    while (line := await reader.readline()) and not line.upper().startswith(b"DATA"):
        writer.write(b"250 OK\r\n")
    writer.write(b"354 go on\r\n")
    await writer.drain()

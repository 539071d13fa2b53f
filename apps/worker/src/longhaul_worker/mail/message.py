"""Builds a mail: one recipient, text and HTML, and headers that nothing can be smuggled into."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from typing import Final

from email_validator import validate_email

from longhaul.model.control import Fail

MAX_SUBJECT: Final = 200
_UNSENT_SENDER: Final = "Career desk <career-desk@localhost>"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to every recipient alike."""

    subject: str
    text: str
    html: str


def require_header(value: str, name: str) -> None:
    """Raise `Fail` with HEADER_INJECTION where `value` would end the header it is written into."""
    if _CONTROL.search(value):
        raise Fail(
            f"The {name} has line breaks or control characters, which no header of a mail may have.",
            code="HEADER_INJECTION",
            hint=f"Write the {name} as one line.",
        )


def recipient_key(recipient: str) -> str:
    """A digest of the mailbox, by which its mail is kept and named without naming it."""
    return hashlib.sha256(recipient.strip().casefold().encode()).hexdigest()[:16]


def message_id(job_id: str, recipient: str, sender: str | None) -> str:
    """The Message-ID: always the same for a job's mail to a recipient, so that repetitions can be recognised."""
    domain = parseaddr(sender or _UNSENT_SENDER)[1].rpartition("@")[2]
    return f"<{job_id}.{recipient_key(recipient)}@{ascii_address('x@' + domain)[2:]}>"


def compose(letter: Letter, *, job_id: str, recipient: str, sender: str | None, at: datetime) -> EmailMessage:
    """The mail to `recipient`. Raises `Fail` with HEADER_INJECTION for a subject or address of several lines."""
    require_header(letter.subject, "subject")
    require_header(recipient, "recipient")
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender or _UNSENT_SENDER)
    message["From"] = _address(address, name)
    message["To"] = _address(recipient)
    message["Subject"] = letter.subject[:MAX_SUBJECT]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(job_id, recipient, sender)
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable keeps every line short and the whole in ASCII, so that no server can object to it.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def as_bytes(message: EmailMessage) -> bytes:
    """The mail as it is sent and filed, with lines that end in CR LF; in ASCII unless an address is not."""
    addresses = f"{message['From']}{message['To']}"
    return message.as_bytes(policy=SMTP if addresses.isascii() else SMTPUTF8)


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII; a local part beyond ASCII stays, and needs a server with SMTPUTF8."""
    if address.isascii():
        return address
    checked = validate_email(address, check_deliverability=False, test_environment=True)
    return checked.ascii_email or f"{checked.local_part}@{checked.ascii_domain}"


def _address(address: str, name: str = "") -> Address:
    local, _, domain = ascii_address(address).rpartition("@")
    return Address(name, username=local, domain=domain)

"""The last stage of a search: mails the report, one mail for each recipient, each a durable step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from pydantic import BaseModel

from career.model import Note
from career.tasks.candidates import EmailReport
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Retry
from longhaul_worker.mail.mailer import Mailer, Outcome
from longhaul_worker.mail.message import Letter, as_bytes, compose, message_id, recipient_key

_FIRST_WAIT_S: Final = 60.0
_LONGEST_WAIT_S: Final = 900.0


class _Sent(BaseModel):
    """What became of one mail, as the step keeps it."""

    outcome: Outcome
    code: str | None = None
    message: str | None = None


@dataclass
class Notified:
    """What became of all mails, with those that did not go out as files."""

    report: EmailReport = field(default_factory=EmailReport)
    warnings: list[Note] = field(default_factory=list[Note])
    files: dict[str, ArtifactRef] = field(default_factory=dict[str, ArtifactRef])


async def notify(ctx: Context, mailer: Mailer, letter: Letter, recipients: Sequence[str]) -> Notified:
    """Mail `letter` to each of the recipients once; what cannot be mailed becomes a file of the job.

    Raises `Retry` where the server asks to come later and the job has another attempt: what was accepted by then is
    not sent again.
    """
    notified = Notified()
    deferred: _Sent | None = None
    for recipient in recipients:
        notified.report.message_ids[recipient] = message_id(ctx.job.id, recipient, mailer.settings.smtp_from)
        if not mailer.settings.is_configured:
            await _file(ctx, mailer, letter, recipient, notified)
            continue
        sent = await _send(ctx, mailer, letter, recipient)
        match sent.outcome:
            case "accepted":
                notified.report.accepted.append(recipient)
                continue
            case "deferred":
                deferred = sent
                notified.report.refused.append(recipient)
            case "refused":
                notified.report.refused.append(recipient)
            case "unknown":
                notified.report.unknown.append(recipient)
        notified.warnings.append(_warning(sent, recipient))
    if deferred is not None and ctx.job.attempt < ctx.job.max_attempts:
        wait_s = min(_FIRST_WAIT_S * 2 ** (ctx.job.attempt - 1), _LONGEST_WAIT_S)
        raise Retry(deferred.message or "The mail server asks to come later.", after_s=wait_s, code="EMAIL_DEFERRED")
    for recipient in (*notified.report.refused, *notified.report.unknown):
        await _file(ctx, mailer, letter, recipient, notified)
    if not mailer.settings.is_configured and recipients:
        message = "No mail server is configured: the mail is among the files of the job."
        notified.warnings.append(Note(code="MAIL_NOT_CONFIGURED", message=message, field="notify"))
    return notified


async def _send(ctx: Context, mailer: Mailer, letter: Letter, recipient: str) -> _Sent:
    name, key = f"email-{recipient_key(recipient)}", f"{ctx.job.id}:{recipient_key(recipient)}"
    deferred: list[_Sent] = []

    async def send() -> dict[str, object]:
        message = compose(
            letter, job_id=ctx.job.id, recipient=recipient, sender=mailer.settings.smtp_from, at=datetime.now(UTC)
        )
        delivery = await mailer.send(ctx.job.owner, key, message)
        trouble = delivery.trouble
        sent = _Sent(
            outcome=delivery.outcome,
            code=trouble.code if trouble else None,
            message=trouble.message if trouble else None,
        )
        if delivery.outcome == "deferred":
            deferred.append(sent)
            raise _NotNow  # out of the step without a memo: it is to be done again
        return sent.model_dump()

    try:
        return _Sent.model_validate(await ctx.step(name, send))
    except _NotNow:
        return deferred[0]


class _NotNow(Exception):
    """The mail was not sent and may be later."""


async def _file(ctx: Context, mailer: Mailer, letter: Letter, recipient: str, notified: Notified) -> None:
    async def save() -> dict[str, object]:
        message = compose(
            letter, job_id=ctx.job.id, recipient=recipient, sender=mailer.settings.smtp_from, at=datetime.now(UTC)
        )
        name = f"report-{recipient_key(recipient)}.eml"
        saved = await ctx.save_artifact(name, as_bytes(message), kind="mail_eml", content_type="message/rfc822")
        return saved.model_dump(mode="json")

    saved = ArtifactRef.model_validate(await ctx.step(f"eml-{recipient_key(recipient)}", save))
    number = len(notified.files) + 1
    notified.files["mail_eml" if number == 1 else f"mail_eml_{number}"] = saved


def _warning(sent: _Sent, recipient: str) -> Note:
    if sent.outcome == "unknown":
        message = (
            f"Whether the mail to {recipient} arrived is not known, and it was not sent again; "
            "it is among the files of the job."
        )
        return Note(code="EMAIL_UNKNOWN", message=message, field="notify")
    return Note(code=sent.code or "EMAIL_REFUSED", message=f"{recipient}: {sent.message}", field="notify")

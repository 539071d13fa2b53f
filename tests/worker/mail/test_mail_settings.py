"""The settings of mail, the recipients that are allowed, and headers that nothing is smuggled into."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from longhaul.model.control import Fail
from longhaul_worker.mail.message import Letter, as_bytes, compose, message_id
from longhaul_worker.mail.recipients import distinct, is_allowed, require_allowed
from longhaul_worker.mail.settings import MailSettings

FULL = {
    "SMTP_HOST": "mail.example.org",
    "SMTP_USER": "desk",
    "SMTP_PASSWORD": "hush-hush",
    "SMTP_FROM": "Career desk <desk@example.org>",
    "MAIL_ALLOWED": "ann@example.org, @Example.com;@corp.test",
}
AT = datetime(2026, 1, 2, tzinfo=UTC)


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> MailSettings:
    """The settings in this environment."""
    for name in ("HOST", "PORT", "TLS", "USER", "PASSWORD", "FROM"):
        monkeypatch.delenv(f"SMTP_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return MailSettings()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, **FULL)

    assert ("mail.example.org", "starttls", 587) == (settings.smtp_host, settings.smtp_tls, settings.port)
    assert ("ann@example.org", "@example.com", "@corp.test") == settings.mail_allowed
    assert settings.is_configured
    assert "hush" not in repr(settings)


def test_without_anything_no_mail_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read(monkeypatch).is_configured


def test_every_problem_is_reported_at_once_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "SMTP_HOST": "mail server",
        "SMTP_PORT": "70000",
        "SMTP_TLS": "maybe",
        "SMTP_PASSWORD": "hush-hush",
        "SMTP_FROM": "desk",
        "MAIL_ALLOWED": "everybody",
        "MAIL_LINK_BASE": "ftp://x",
    }

    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **wrong)

    assert set(wrong) == {str(problem["loc"][0]).upper() for problem in caught.value.errors()}
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(("changed", "problem"), [
    ({"SMTP_PASSWORD": ""}, "SMTP_PASSWORD"), ({"SMTP_FROM": ""}, "SMTP_FROM"), ({"SMTP_TLS": "none"}, "SMTP_PASSWORD"),
    ({"SMTP_FROM": "a@b.example\r\nBcc: c@d.example"}, "SMTP_FROM"),
    ({"SMTP_FROM": "a@b.example, c@d.example"}, "SMTP_FROM"),
])  # fmt: skip
def test_settings_that_do_not_go_together_are_refused(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **{**FULL, **changed})

    assert [problem] == [str(found["loc"][0]).upper() for found in caught.value.errors()]


@pytest.mark.parametrize(("address", "is_ok"), [
    ("ann@example.org", True), ("ANN@EXAMPLE.ORG", True), ("ben@example.com", True), ("ben@example.org", False),
    ("ben@sub.example.com", False), ("ben@notexample.com", False), ("ann@example.org.evil.example", False), ("", False),
])  # fmt: skip
def test_only_the_listed_are_allowed(address: str, is_ok: bool) -> None:
    assert is_ok == is_allowed(address, ["ann@example.org", "@example.com"])


def test_nobody_is_allowed_where_nobody_is_listed() -> None:
    with pytest.raises(Fail) as caught:
        require_allowed(["ann@example.org"], [])

    assert ("RECIPIENT_NOT_ALLOWED", True) == (caught.value.code, bool(caught.value.hint))


def test_a_mailbox_named_twice_gets_one_mail() -> None:
    assert ["Ann@x.example", "b@x.example"] == distinct(["Ann@x.example", "b@x.example", "ann@X.example"])


@pytest.mark.parametrize("given_", [
    {"subject": "Hi\r\nBcc: x@y.example"}, {"subject": "Hi\nX: y"}, {"subject": "Hi\x00"},
    {"subject": "Hi\u2028Bcc: x"},
    {"recipient": "a@b.example\r\nBcc: x@y.example"}, {"recipient": "a@b.example\nData"},
])  # fmt: skip
def test_what_would_end_a_header_is_refused(given_: dict[str, Any]) -> None:
    letter = Letter(given_.get("subject", "Hi"), "text", "<p>text</p>")

    with pytest.raises(Fail) as caught:
        compose(letter, job_id="1", recipient=given_.get("recipient", "a@b.example"), sender=None, at=AT)

    assert "HEADER_INJECTION" == caught.value.code


@given(st.text(max_size=400), st.text(max_size=300))
def test_any_letter_becomes_a_mail_with_the_same_headers_and_short_lines(subject: str, text: str) -> None:
    try:
        message = compose(Letter(subject, text, text), job_id="1", recipient="a@b.example", sender=None, at=AT)
    except Fail:
        return

    content = as_bytes(message)
    head = content.split(b"\r\n\r\n", 1)[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert sorted(
        [b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"MIME-Version", b"Content-Type"]
    ) == sorted(names)


def test_the_message_id_tells_jobs_and_recipients_apart_and_names_nobody() -> None:
    ids = {message_id(job, to, "d@example.org") for job in ("1", "2") for to in ("ann@x.example", "ben@x.example")}

    assert 4 == len(ids)
    assert message_id("1", "ann@x.example", None) == message_id("1", "ANN@x.example", None)
    assert not any("ann" in id_ for id_ in ids)

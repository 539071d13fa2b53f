"""Who gets a mail: recipients once each, and only those that the operator allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from longhaul.model.control import Fail


def distinct(recipients: Iterable[str]) -> list[str]:
    """The recipients, each mailbox once, in the order they were first named."""
    first: dict[str, str] = {}
    for recipient in recipients:
        first.setdefault(_folded(recipient), recipient)
    return list(first.values())


def is_allowed(recipient: str, allowed: Sequence[str]) -> bool:
    """Whether `recipient` is one of the addresses, or of one of the `@domains`; a subdomain is another domain.

    Example:
        >>> is_allowed("Ann@Example.org", ["@example.org"]), is_allowed("ann@sub.example.org", ["@example.org"])
        (True, False)
    """
    folded = _folded(recipient)
    domain = "@" + folded.rpartition("@")[2]
    return any(_folded(entry) in {folded, domain} for entry in allowed)


def require_allowed(recipients: Iterable[str], allowed: Sequence[str]) -> None:
    """Raise `Fail` with RECIPIENT_NOT_ALLOWED where one of the recipients is not allowed."""
    refused = [recipient for recipient in recipients if not is_allowed(recipient, allowed)]
    if refused:
        raise Fail(
            f"Reports are not mailed to {', '.join(refused)}.",
            code="RECIPIENT_NOT_ALLOWED",
            hint="Leave the address out of `notify`, or have the operator add it to MAIL_ALLOWED.",
        )


def _folded(address: str) -> str:
    return address.strip().casefold()

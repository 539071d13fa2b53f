"""Which hosts are this machine, and which are near it."""

from __future__ import annotations

import ipaddress
from typing import Final

_NEAR: Final = (".internal", ".local", ".localhost")


def is_loopback(host: str) -> bool:
    """Whether `host` can only be reached from this machine; a name other than `localhost` counts as reachable."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_near(host: str) -> bool:
    """Whether `host` is this machine or in a private network: a private address, or a name that only such have."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_NEAR))

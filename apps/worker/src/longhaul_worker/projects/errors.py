"""Why a repository cannot be read, and what a person can do about it."""

from __future__ import annotations

import re
import signal
from typing import Final

from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.fetch.errors import DEFAULT_WAIT_S
from longhaul_worker.projects.process import COMMAND_MISSING, Ran

_PRIVATE: Final = (
    "Check the address. Only public repositories are read: a private one looks like one that is not there."
)


class RepositoryError(Exception):
    """The repository was not read: `code` is stable, `kind` says whether another try may help."""

    def __init__(
        self, code: str, message: str, *, kind: ErrorKind = ErrorKind.PERMANENT, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind
        self.hint = hint

    def as_control(self) -> Fail | Retry:
        """The same as an instruction to the engine."""
        if self.kind is ErrorKind.PERMANENT:
            return Fail(self.message, code=self.code, hint=self.hint)
        wait_s = DEFAULT_WAIT_S if self.kind is ErrorKind.RATE_LIMITED else None
        return Retry(self.message, after_s=wait_s, kind=self.kind, code=self.code, hint=self.hint)


def too_large(limit_mb: int) -> RepositoryError:
    """The repository has more than `limit_mb` megabytes."""
    return RepositoryError(
        "TOO_LARGE",
        f"The repository has more than {limit_mb} MB.",
        hint="Keep large files out of the repository, or name a branch that has less in it.",
    )


def ref_not_found(ref: str) -> RepositoryError:
    """There is no such branch or tag."""
    return RepositoryError(
        "REF_NOT_FOUND",
        f"The repository has no branch or tag {ref!r}.",
        hint="Name a branch, a tag or the full hash of a commit, or leave it out for the default branch.",
    )


def empty_repository() -> RepositoryError:
    """Nothing was ever committed."""
    return RepositoryError("REPO_EMPTY", "The repository has no commits yet.", hint="Push something and refresh again.")


def not_found(host: str) -> RepositoryError:
    """There is nothing that can be cloned."""
    return RepositoryError("REPO_NOT_FOUND", f"{host} has no repository at this address.", hint=_PRIVATE)


def login_required(host: str) -> RepositoryError:
    """There is no such repository, or it is not public: servers say both in the same way."""
    message = f"{host} has no such public repository, or asks for a login."
    return RepositoryError("AUTH_REQUIRED", message, hint=_PRIVATE)


def moved(url: str) -> RepositoryError:
    """The server sends us elsewhere; the caller may look where."""
    return RepositoryError("MOVED", f"The repository is no longer at {url}.", hint="Give its new address.")


# What git and curl have said in English for many versions; the first that is found decides.
_SAYINGS: Final = (
    (r"transport '[^']*' not allowed|protocol .* not supported|Unsupported protocol", "PROTOCOL_FORBIDDEN"),
    (r"returned error: 429", "RATE_LIMITED"),
    (r"returned error: 30\d|unable to update url base from redirection", "MOVED"),
    (r"could not read (?:Username|Password)|Authentication failed|returned error: 40[137]", "AUTH_REQUIRED"),
    (
        (
            r"repository '[^']*' not found|Repository not found|returned error: (?:404|410)"
            r"|not valid: is this a git repository|does not appear to be a git repository|does not exist"
        ),
        "REPO_NOT_FOUND",
    ),
    (r"Remote branch .* not found|[Cc]ouldn't find remote ref|not our ref|unadvertised object", "REF_NOT_FOUND"),
    (r"SSL certificate problem|certificate verif|certificate subject name", "BAD_CERTIFICATE"),
    (r"No space left on device|Disk quota exceeded|[Oo]ut of memory|mmap failed|cannot allocate", "WORKER_FULL"),
    (r"File too large", "TOO_LARGE"),
    (r"returned error: 5\d\d|returned error: 408", "SERVER_ERROR"),
    (
        (
            r"Could not resolve host|Failed to connect|Connection (?:timed out|reset|refused)|early EOF|RPC failed"
            r"|unexpected disconnect|hung up unexpectedly|Operation too slow|[Tt]imed? ?out|gnutls_handshake|SSL_"
            r"|expected flush|bad line length|protocol error|invalid index-pack output|transfer closed|Recv failure"
            r"|Empty reply"
        ),
        "CONNECTION_FAILED",
    ),
)


def error_of(ran: Ran, host: str, ref: str | None, limit_mb: int) -> RepositoryError:
    """The error of a git command that did not succeed, by its exit status and the well-known sentences of git."""
    if ran.status == COMMAND_MISSING:
        return RepositoryError("GIT_MISSING", "This worker has no git.", hint="Install git where the worker runs.")
    if ran.status == -signal.SIGXFSZ:
        return too_large(limit_mb)
    code = next((code for pattern, code in _SAYINGS if re.search(pattern, ran.errors)), "GIT_FAILED")
    return _described(code, host, ref, limit_mb)


def _described(code: str, host: str, ref: str | None, limit_mb: int) -> RepositoryError:
    match code:
        case "TOO_LARGE":
            return too_large(limit_mb)
        case "REF_NOT_FOUND":
            return ref_not_found(ref or "HEAD")
        case "PROTOCOL_FORBIDDEN":
            return protocol_forbidden()
        case "MOVED":
            return moved(host)
        case "AUTH_REQUIRED":
            return login_required(host)
        case "REPO_NOT_FOUND":
            return not_found(host)
        case "BAD_CERTIFICATE":
            return RepositoryError(code, f"The certificate of {host} is not valid.")
        case "RATE_LIMITED":
            return RepositoryError(code, f"{host} asks to come back later.", kind=ErrorKind.RATE_LIMITED)
        case "WORKER_FULL":
            message = "The worker ran out of memory or disk while reading the repository."
            return RepositoryError(code, message, kind=ErrorKind.RESOURCE_EXHAUSTED)
        case "SERVER_ERROR":
            return RepositoryError(code, f"{host} is in trouble.", kind=ErrorKind.TRANSIENT)
        case "CONNECTION_FAILED":
            return RepositoryError(code, f"The connection to {host} failed.", kind=ErrorKind.TRANSIENT)
        case _:
            return RepositoryError(code, f"git could not read from {host}.", kind=ErrorKind.TRANSIENT)


def protocol_forbidden() -> RepositoryError:
    """The address is not one that is cloned from."""
    return RepositoryError(
        "PROTOCOL_FORBIDDEN",
        "Only addresses that start with https:// are read.",
        hint="Give the https address of the repository, as its page shows it.",
    )


def timed_out(host: str, seconds: float) -> RepositoryError:
    """The server was too slow."""
    return RepositoryError("TIMEOUT", f"{host} took longer than {seconds:g} s.", kind=ErrorKind.TRANSIENT)

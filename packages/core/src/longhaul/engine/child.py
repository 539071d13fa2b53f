"""The child's side of process isolation: limits first, then the handler, then one answer."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import pickle
import resource
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from longhaul.engine.channel import decode, describe_error, encode, rebuild_error, receive_frame
from longhaul.model.errors import TooLarge
from longhaul.telemetry.logs import send_lines

_PR_SET_PDEATHSIG = 1
_MB = 1024 * 1024
_LAST_WORDS_BYTES = 32 * _MB
#: Prepared beforehand: once memory has run out nothing can be encoded any more.
_OUT_OF_MEMORY: Final = encode({"error": {"type": "MemoryError", "message": "out of memory"}})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child process may use; None leaves it unlimited.

    `memory_mb` is address space on top of what the child starts with (each process it starts has its own allowance),
    `cpu_s` its processor time, `file_mb` the size of any file it writes, `wall_s` the time from start to answer.
    """

    memory_mb: int | None = None
    cpu_s: float | None = None
    file_mb: int | None = None
    wall_s: float | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the worker sends to a new child."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    limits: Limits
    tmpdir: str
    log_level: int


class Caller:
    """The first argument of a function that runs in a child: its line to the worker.

    `tmpdir` is its private directory, which is also the current one; the worker removes it afterwards.
    """

    def __init__(self, channel: socket.socket, tmpdir: Path) -> None:
        self.tmpdir = tmpdir
        self._channel = channel
        self._calling = threading.Lock()
        self._sending = threading.Lock()

    def call(self, method: str, **kwargs: Any) -> Any:
        """Let the worker do `method` and wait for its answer; arguments and answer are JSON.

        What the worker raises is raised here: control signals and the engine's errors with their own types, anything
        else as `RuntimeError`. May be called from several threads.
        """
        with self._calling:
            self.send(encode({"call": method, "args": kwargs}))
            reply = decode(receive_frame(self._channel))
        if "error" in reply:
            raise _as_raised_by_worker(reply["error"])
        return reply["value"]

    def tell(self, line: str) -> None:
        """Give the worker a line of the log; nothing is answered."""
        self.send(encode({"line": line}))

    def send(self, message: bytes) -> None:
        """Send one framed message whole, whatever other threads send."""
        with self._sending:
            self._channel.sendall(message)


def _as_raised_by_worker(facts: dict[str, Any]) -> Exception:
    error = rebuild_error(facts)
    return error if "known" in facts else RuntimeError(f"{facts['type']}: {error}")


def enter(output: int, *, parent: int) -> None:
    """Make this freshly forked process a child of its own: session, signals, standard streams.

    It dies with `parent`, the process that forked it.
    """
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # Where memory runs out the kernel should take this process and not the worker.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")
    if os.getppid() != parent:
        os._exit(1)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    for fd in (nothing, output):
        if fd > 2:
            os.close(fd)
    faulthandler.enable(file=2)  # a crash in native code leaves its Python traceback in the output


def serve(channel: socket.socket) -> None:
    """Receive the assignment, carry it out under its limits, and send the one answer."""
    caller: Caller | None = None
    try:
        try:
            assignment: Assignment = pickle.loads(receive_frame(channel))  # noqa: S301 - the worker is trusted
            caller = Caller(channel, Path(assignment.tmpdir))
            send_lines(caller.tell, assignment.log_level)
            os.chdir(assignment.tmpdir)
            os.environ["TMPDIR"] = assignment.tmpdir
            tempfile.tempdir = None
            _apply(assignment.limits)
            answer = encode({"result": _as_json(assignment.function(caller, *assignment.args))})
        except MemoryError:
            _lift_memory_limit()
            answer = _OUT_OF_MEMORY
        except TooLarge as error:
            answer = encode({"error": describe_error(error)})
        except BaseException as error:  # noqa: BLE001 - whatever ends the handler is its answer
            answer = encode({"error": describe_error(error, traceback=traceback.format_exc())})
        (channel.sendall if caller is None else caller.send)(answer)
    except MemoryError:
        _lift_memory_limit()
        channel.sendall(_OUT_OF_MEMORY)


def _as_json(result: Any) -> dict[str, Any]:
    value = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
    if not isinstance(value, dict):
        raise TypeError(f"a handler returns a model or a dict, not {type(result).__name__}")
    return value  # pyright: ignore[reportUnknownVariableType] - encoding it as JSON checks the rest


def _apply(limits: Limits) -> None:
    _limit(resource.RLIMIT_CORE, 0, 0)
    if limits.memory_mb is not None and sys.platform == "linux":  # macOS does not enforce it
        most = _address_space_bytes() + limits.memory_mb * _MB
        # The hard limit leaves room to say that the soft one was hit.
        _limit(resource.RLIMIT_AS, most, most + _LAST_WORDS_BYTES)
    if limits.cpu_s is not None:
        seconds = max(1, round(limits.cpu_s))
        _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    if limits.file_mb is not None:
        _limit(resource.RLIMIT_FSIZE, limits.file_mb * _MB, limits.file_mb * _MB)


def _limit(what: int, soft: int, hard: int) -> None:
    """Set a limit, or keep the one that is lower already and cannot be raised."""
    _, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(what, (soft, hard))


def _lift_memory_limit() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()

"""Functions that the tests run in child processes: well-behaved ones and wicked ones."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from longhaul.engine.child import Caller
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.errors import InvalidInput, LeaseLost, LonghaulError


class Sum(BaseModel):
    """A result model."""

    total: int


def add(caller: Caller, *numbers: int) -> Sum:
    return Sum(total=sum(numbers))


def where_am_i(caller: Caller) -> dict[str, Any]:
    Path("left-behind").write_text("x")
    return {
        "pid": os.getpid(),
        "is_session_leader": os.getsid(0) == os.getpid(),
        "cwd": str(Path.cwd()),
        "tmpdir": os.environ["TMPDIR"],
        "caller_tmpdir": str(caller.tmpdir),
        "secret": os.environ.get("MONGODB_URI"),
    }


def ask_twice(caller: Caller) -> dict[str, Any]:
    return {"answers": [caller.call("double", number=4), caller.call("double", number="ab")]}


def ask_and_tell_error(caller: Caller) -> dict[str, Any]:
    try:
        caller.call("refuse")
    except Exception as error:  # noqa: BLE001 - the test looks at whatever it is
        return {"type": type(error).__name__, "message": str(error), "field": getattr(error, "field", None)}
    return {}


def ask_and_let_error_out(caller: Caller) -> dict[str, Any]:
    caller.call("refuse")
    return {}


def ask_and_swallow_everything(caller: Caller) -> dict[str, Any]:
    while True:
        try:
            caller.call("refuse")
        except Exception:  # noqa: BLE001, S112 - a handler that does not know better
            continue


def raise_named(caller: Caller, name: str) -> dict[str, Any]:
    signals: dict[str, Exception] = {
        "Fail": Fail("the file is locked", code="ENCRYPTED_PDF", hint="remove the password"),
        "Retry": Retry("slow down", after_s=2.5, kind=ErrorKind.RATE_LIMITED, code="R"),
        "Snooze": Snooze(12.0, "not yet"),
        "Cancel": Cancel("no longer wanted"),
        "LeaseLost": LeaseLost("a" * 24),
        "InvalidInput": InvalidInput("bad", field="url"),
        "KeyError": KeyError("name"),
        "LonghaulError": LonghaulError("odd"),
    }
    raise signals[name]


def exit_python(caller: Caller) -> dict[str, Any]:
    sys.exit(4)


def return_number(caller: Caller) -> Any:
    return 3


def return_nan(caller: Caller) -> dict[str, Any]:
    return {"score": float("nan")}


def return_half_a_character(caller: Caller) -> dict[str, Any]:
    return {"text": "\ud83d"}


class Unprintable(Exception):
    """An error whose text is an error."""

    def __str__(self) -> str:
        raise ValueError("no text")


def raise_unprintable(caller: Caller) -> dict[str, Any]:
    raise Unprintable


def fail_with_half_a_character(caller: Caller) -> dict[str, Any]:
    raise Fail("bad \ud83d name")


def return_bytes_of_text(caller: Caller, size: int) -> dict[str, Any]:
    return {"text": "x" * size}


def eat_memory(caller: Caller, megabytes: int) -> dict[str, Any]:
    return {"size": len(bytearray(megabytes * 1024 * 1024))}


def eat_memory_natively(caller: Caller) -> dict[str, Any]:
    """Fill most of the allowance and then die as native code does that is refused more."""
    full = bytearray(90 * 1024 * 1024)
    os.abort()
    return {"size": len(full)}


def spin(caller: Caller) -> dict[str, Any]:
    while True:
        pass


def spin_natively(caller: Caller) -> dict[str, Any]:
    """Hold the interpreter inside C for hours."""
    return {"sum": sum(range(10**12))}


def sleep_long(caller: Caller) -> dict[str, Any]:
    time.sleep(600)
    return {}


def tell_and_spin(caller: Caller) -> dict[str, Any]:
    caller.call("started", pid=os.getpid())
    return spin(caller)


def spawn_and_spin(caller: Caller) -> dict[str, Any]:
    return _tell_of_grandchild_and_spin(caller, subprocess.Popen(["/bin/sleep", "600"]))


def spawn_in_new_session_and_spin(caller: Caller) -> dict[str, Any]:
    return _tell_of_grandchild_and_spin(caller, subprocess.Popen(["/bin/sleep", "600"], start_new_session=True))


def _tell_of_grandchild_and_spin(caller: Caller, grandchild: subprocess.Popen[bytes]) -> dict[str, Any]:
    caller.call("started", pid=os.getpid(), grandchild=grandchild.pid, server=os.getppid())
    return spin(caller)


def spawn_in_new_session_and_return(caller: Caller) -> dict[str, Any]:
    grandchild = subprocess.Popen(["/bin/sleep", "600"], start_new_session=True)
    return {"grandchild": grandchild.pid}


def crash(caller: Caller) -> dict[str, Any]:
    ctypes.string_at(0)
    return {}


def exit_at_once(caller: Caller) -> dict[str, Any]:
    os._exit(3)


def kill_myself(caller: Caller) -> dict[str, Any]:
    os.kill(os.getpid(), 9)
    return {}


def kill_my_server(caller: Caller) -> dict[str, Any]:
    caller.call("started", pid=os.getpid())
    os.kill(os.getppid(), 9)
    time.sleep(600)
    return {}


def print_garbage(caller: Caller) -> dict[str, Any]:
    os.write(1, b"\x00\xffgarbage\n" * 20_000)
    sys.stderr.write("the last line\n")
    sys.stderr.flush()
    return {"still": "fine"}


def write_big_file(caller: Caller) -> dict[str, Any]:
    Path("big").write_bytes(b"x" * (2 * 1024 * 1024))
    return {}


def forge(caller: Caller, message: bytes, claimed_size: int | None = None) -> dict[str, Any]:
    """Send bytes of my own on the line to the worker, as taken-over code would."""
    size = len(message) if claimed_size is None else claimed_size
    for fd in range(3, 64):
        try:
            with socket.socket(fileno=os.dup(fd)) as line:
                line.sendall(struct.pack("!I", size) + message)
        except OSError:
            continue
    time.sleep(600)
    return {}

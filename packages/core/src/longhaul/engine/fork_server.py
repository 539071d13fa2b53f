"""The process that forks children for a worker: modules loaded once, children started in milliseconds.

It has one thread and does nothing but fork, kill and reap, so that it can always do so. When the line to its worker
breaks, however the worker ended, it kills every child with all that child started, and ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from longhaul.engine.child import enter, serve

FORK: Final = 1
KILL: Final = 2
READY: Final = 3
ENDED: Final = 4
REFUSED: Final = 5
REQUEST: Final = struct.Struct("!BQ")
"""What is wanted, and the number of the child it is about; a fork comes with the child's two file descriptors."""
REPORT: Final = struct.Struct("!BQiQQ")
"""What happened, to which child, its wait status, its peak resident memory in bytes, its processor time in ms."""

_PR_SET_CHILD_SUBREAPER = 36
_FDS_OF_A_CHILD = 2


@dataclass(frozen=True, slots=True)
class Boot:
    """What the worker tells the server at its start, as JSON in its one argument."""

    fd: int
    sys_path: list[str]
    preload: list[str]


def main() -> NoReturn:
    """Serve forks over the socket whose description is the first argument, until the worker is gone."""
    boot = Boot(**json.loads(sys.argv[1]))
    sys.path[:] = boot.sys_path
    worker = socket.socket(fileno=boot.fd)
    for name in boot.preload:
        importlib.import_module(name)
    gc.freeze()  # what is loaded stays shared with the children
    ForkServer(worker).run()
    os._exit(0)


class ForkServer:
    """Forks on request, kills on request, reports every end."""

    def __init__(self, worker: socket.socket) -> None:
        self._worker = worker
        self._pids: dict[int, int] = {}  # number of the child → pid, until it is reaped

    def run(self) -> None:
        """Work until the worker is gone, then kill what is left."""
        if sys.platform == "linux":
            # What a child leaves behind comes to us, not to process 1 of a container, which might never reap it.
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
        wake, wake_writer = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(wake_writer, False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        # A stop of the whole service reaches us too, but children may go on for as long as the worker lets them.
        for ignored in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ignored, signal.SIG_IGN)
        signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
        self._report(READY, 0)
        try:
            while True:
                readable, _, _ = select.select([self._worker, wake], [], [])
                if wake in readable:
                    with contextlib.suppress(BlockingIOError):
                        os.read(wake, 4096)
                    self._reap()
                if self._worker in readable and not self._obey():
                    return
        except (BrokenPipeError, ConnectionError):
            return
        finally:
            self._end()

    def _obey(self) -> bool:
        request, fds, _, _ = socket.recv_fds(self._worker, REQUEST.size, _FDS_OF_A_CHILD)
        if len(request) < REQUEST.size:
            return False
        verb, child = REQUEST.unpack(request)
        if verb == FORK:
            self._fork(child, *fds)
        else:
            self._kill(child)
        return True

    def _fork(self, child: int, channel_fd: int, output_fd: int) -> None:
        server = os.getpid()
        try:
            pid = os.fork()
        except OSError:  # out of processes or memory
            pid = None
        if pid == 0:
            self._become_child(channel_fd, output_fd, server)
        os.close(channel_fd)
        os.close(output_fd)
        if pid is None:
            self._report(REFUSED, child)
        else:
            self._pids[child] = pid

    def _become_child(self, channel_fd: int, output_fd: int, server: int) -> NoReturn:
        status = 1
        try:
            enter(output_fd, parent=server)
            self._worker.close()
            os.set_inheritable(channel_fd, False)
            serve(socket.socket(fileno=channel_fd))
            status = 0
        finally:
            os._exit(status)

    def _kill(self, child: int) -> None:
        """Kill a child and its process group; one not yet reaped keeps its pid, so nobody else is hit."""
        pid = self._pids.get(child)
        if pid is not None:
            _kill_group(pid)

    def _reap(self) -> None:
        children = {pid: child for child, pid in self._pids.items()}
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            child = children.get(pid)
            if child is not None:
                del self._pids[child]
                _kill_group(pid)  # what it started keeps the number of the group taken
                peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
                self._report(ENDED, child, status, peak, round((usage.ru_utime + usage.ru_stime) * 1000))
        self._kill_strays()

    def _kill_strays(self) -> None:
        """Kill what ended children had started in sessions of their own; such processes have become our children."""
        try:
            pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        except OSError:  # not this kernel
            return
        alive = set(self._pids.values())
        for pid in {int(pid) for pid in pids} - alive:
            with contextlib.suppress(ProcessLookupError):
                if os.getsid(pid) not in alive:
                    os.kill(pid, signal.SIGKILL)

    def _end(self) -> None:
        """Kill everything, and what turns up as its parents die, until nothing is left."""
        for pid in self._pids.values():
            _kill_group(pid)
        self._pids.clear()
        with contextlib.suppress(ChildProcessError):
            while True:
                self._kill_strays()
                os.waitpid(-1, 0)

    def _report(self, what: int, child: int, status: int = 0, peak_rss_bytes: int = 0, cpu_ms: int = 0) -> None:
        self._worker.sendall(REPORT.pack(what, child, status, peak_rss_bytes, cpu_ms))


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # the process by itself too: it may not have made its group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)

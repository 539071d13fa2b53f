"""Ports of loopback that stay those of the process they are for, also before it listens and while it is away."""

from __future__ import annotations

import socket
import sys
from typing import Self


class HeldPort:
    """A free port that the system gives to nobody who asks for any port; who names it can listen there.

    Whoever connects meanwhile is refused. A port that is only looked up may be somebody else's when its process, which
    takes a second to start, comes to listen. Only Linux lets a listener share a port with a socket that does not
    listen; elsewhere the port was free a moment ago.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.number: int = self._socket.getsockname()[1]
        if sys.platform != "linux":
            self.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()

    def release(self) -> None:
        """Let others have it. Safe to call twice."""
        self._socket.close()

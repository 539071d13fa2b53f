"""Reads a response body while it stays within bounds: bytes after decompression, and how far it expands."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, Iterator

from longhaul.model.control import ErrorKind
from longhaul_worker.fetch.errors import FetchError

MAX_EXPANSION = 100  #: decoded bytes per received byte
_EXPANSION_FROM = 64 * 1024  #: smaller bodies expand as much as they like
_PIECE = 64 * 1024


async def read_body(chunks: AsyncIterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """The decoded body. Raises `FetchError`: TOO_LARGE, SUSPICIOUS_ENCODING, UNSUPPORTED_CONTENT, BROKEN_BODY.

    At no time is more than `max_bytes` and one piece held, whatever the compressed body claims.
    """
    decoder = _decoder(encoding)
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        for piece in decoder.pieces(chunk):
            body += piece
            if len(body) > max_bytes:
                raise FetchError("TOO_LARGE", f"The answer is larger than {max_bytes // 1000} kB.")
            if len(body) > _EXPANSION_FROM and len(body) > MAX_EXPANSION * received:
                raise FetchError("SUSPICIOUS_ENCODING", "The answer unpacks to far more than was sent.")
    if not decoder.is_complete:
        raise FetchError("BROKEN_BODY", "The answer ended too early.", ErrorKind.TRANSIENT)
    return bytes(body)


class _Plain:
    is_complete = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Deflated:
    """gzip (also of several members) and zlib, unpacked piece by piece."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib, told by the header
        self._started = False

    @property
    def is_complete(self) -> bool:
        return self._inflater.eof or not self._started

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._inflater.eof:
                self._inflater = zlib.decompressobj(wbits=47)
            self._started = True
            try:
                piece = self._inflater.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise FetchError("BROKEN_BODY", "The answer cannot be unpacked.") from error
            yield piece
            chunk = self._inflater.unused_data or self._inflater.unconsumed_tail
            if not piece and not self._inflater.eof:
                return


def _decoder(encoding: str) -> _Plain | _Deflated:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Deflated()
        case other:
            raise FetchError("UNSUPPORTED_CONTENT", f"The answer is packed as {other!r}, which is not read.")

"""Puts the frames of a story together to one animated picture."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from typing import Final

from playwright.async_api import Page

_WIDTH: Final = 900
_QUALITY: Final = 0.8
#: Browsers can write the format; this needs no other program.
_ENCODE: Final = """async ({png, width, quality}) => {
  const content = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([content], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(width, Math.round((bitmap.height * width) / bitmap.width));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({type: 'image/webp', quality})).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return {webp: btoa(text), height: canvas.height};
}"""


async def moving(page: Page, frames: Sequence[bytes], frame_ms: int) -> bytes:
    """An animated WebP of `frames` (PNG), each shown for `frame_ms`, for ever; encoded in `page`, any page."""
    encoded: list[bytes] = []
    height = 0
    for frame in frames:
        packed = {"png": base64.b64encode(frame).decode(), "width": _WIDTH, "quality": _QUALITY}
        found = await page.evaluate(_ENCODE, packed)
        height = int(found["height"])
        encoded.append(_chunks_of(base64.b64decode(found["webp"])))
    size = _u24(_WIDTH - 1) + _u24(height - 1)
    head = _chunk(b"VP8X", bytes([0b0000_0010, 0, 0, 0]) + size) + _chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0))
    body = b"".join(_chunk(b"ANMF", bytes(6) + size + _u24(frame_ms) + bytes([0b10]) + one) for one in encoded)
    return b"RIFF" + struct.pack("<I", 4 + len(head) + len(body)) + b"WEBP" + head + body


def _chunks_of(webp: bytes) -> bytes:
    """What of a still picture belongs into a frame: all but its own header, and of its extended form only the image."""
    rest, kept = webp[12:], b""
    while rest:
        name, (size,) = rest[:4], struct.unpack("<I", rest[4:8])
        whole = 8 + size + size % 2
        if name in {b"VP8 ", b"VP8L", b"ALPH"}:
            kept += rest[:whole]
        rest = rest[whole:]
    return kept


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")

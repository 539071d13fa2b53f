"""Files that are no readable CV, each made by hand."""

from __future__ import annotations

import io
import zipfile

from tests.worker.resume.typeset import to_pdf

PICTURE = '#image(bytes((200, 10, 10)), format: (encoding: "rgb8", width: 1, height: 1), width: 100%, height: 90%)'


def encrypted_pdf() -> bytes:
    """A PDF whose standard security handler no empty password opens."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>",
    ]
    return _pdf(objects, b"/Encrypt 4 0 R /ID [<" + b"01" * 16 + b"> <" + b"01" * 16 + b">]")


def picture_only_pdf() -> bytes:
    """A page with a picture and no text, as a scanner makes it."""
    return to_pdf(PICTURE)


def long_pdf(pages: int) -> bytes:
    """A PDF of that many pages."""
    return to_pdf("\n#pagebreak()\n".join(f"Page {number}" for number in range(pages)))


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


def bomb_docx() -> bytes:
    """A Word document of some kilobytes that unpacks to many megabytes."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>" + b"a" * 12_000_000 + b"</w>"})


def many_parts_docx() -> bytes:
    """A Word document of thousands of parts."""
    return archive({"word/document.xml": b"<w/>"} | {f"word/media/{number}.txt": b"" for number in range(2100)})


def nested_docx() -> bytes:
    """A Word document with an archive in it."""
    return archive({"word/document.xml": b"<w/>", "word/embeddings/inner.zip": archive({"a": b"b"})})


def climbing_docx() -> bytes:
    """A Word document with a part outside of it."""
    return archive({"word/document.xml": b"<w/>", "../../etc/passwd": b"x"})


def broken_docx() -> bytes:
    """A Word document whose XML is not well formed."""
    return archive({"[Content_Types].xml": b"<Types", "word/document.xml": b"<w:document><w:body>"})


def _pdf(objects: list[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"trailer << /Root 1 0 R /Size %d " % (len(objects) + 1)
        + trailer
        + b" >>\nstartxref\n%d\n%%%%EOF\n" % start
    )

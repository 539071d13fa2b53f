"""Why a file cannot be read as a CV: one code for each reason, with a sentence a person understands."""

from __future__ import annotations

from typing import Literal

ErrorCode = Literal[
    "UNSUPPORTED_TYPE",
    "ENCRYPTED_PDF",
    "NO_TEXT",
    "CORRUPT",
    "TOO_MANY_PAGES",
    "TOO_LARGE",
    "SUSPICIOUS_ARCHIVE",
]

_HINTS: dict[ErrorCode, str] = {
    "UNSUPPORTED_TYPE": "Upload the CV as PDF, DOCX or plain text.",
    "ENCRYPTED_PDF": "Remove the password and upload the file again.",
    "NO_TEXT": "The file seems to be a scan or empty: upload a version whose text can be selected.",
    "CORRUPT": "The file is damaged: export it again and upload the new copy.",
    "TOO_MANY_PAGES": "Upload only the CV, without enclosures.",
    "TOO_LARGE": "Upload a smaller file, for instance without pictures.",
    "SUSPICIOUS_ARCHIVE": "Save the document again with a word processor, or upload it as PDF.",
}


class ResumeError(Exception):
    """The file will never be read: `code` says why, `hint` what its owner can do."""

    def __init__(self, code: ErrorCode, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.hint = hint or _HINTS[code]

"""The parts of a cover letter as a template sets them."""

from __future__ import annotations

from pydantic import BaseModel

from longhaul_worker.typesetting.sheet import Contact


class Letter(BaseModel):
    """A cover letter, complete: nothing in it is left to be filled in."""

    language: str
    title: str
    author: str = ""
    name: str = ""
    headline: str = ""
    contacts: list[list[Contact]] = []
    recipient: list[str] = []
    date: str
    subject: str
    salutation: str
    paragraphs: list[str]
    closing: str
    signature: str = ""

    @property
    def text(self) -> str:
        """What the letter says, paragraph by paragraph."""
        return "\n\n".join([self.subject, self.salutation, *self.paragraphs, self.closing, self.signature])

"""Tells when an advert is a re-post: the same job of the same company in the same place under a new number."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from career.posting import Posting

SHINGLE_WORDS = 5
SAME_TEXT = 0.8  #: Jaccard similarity of the shingles from which two texts count as the same
MIN_WORDS = 25  #: below, a text says too little to prove that two adverts are one

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_GENDER = re.compile(r"\((?:all genders?|alle geschlechter|[mfwdxhnv](?:\s*[/|,*]\s*[mfwdxhnv]){1,3})\)", re.IGNORECASE)
_REQUISITION = re.compile(r"\b(?:jr|req|r|id|ref|job)[-_ #:]*\d{3,}\b|#\s*\d+|\b\d{4,}\b", re.IGNORECASE)
_TITLE_NOISE = frozenset({
    "a", "an", "the", "remote", "hybrid", "onsite", "urgent", "urgently", "new", "now", "hiring", "immediate", "start",
    "full", "time", "fulltime", "permanent",
})  # fmt: skip
_LEGAL_FORMS = frozenset({
    "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "se",
    "kg", "mbh", "ug", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "aps", "pty", "the", "ev",
})  # fmt: skip


def words(text: str) -> list[str]:
    """The words of `text`, folded so that case, accents' encoding and punctuation do not matter."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def company_key(name: str | None) -> str:
    """A company's name without its legal form: `Acme, Inc.` and `ACME GmbH` give the same."""
    named = words(name or "")
    return " ".join([word for word in named if word not in _LEGAL_FORMS] or named)


def repost_key(posting: Posting) -> str | None:
    """What two re-posts share exactly: company and title without noise. None where the company is not known."""
    company = company_key(posting.hiringOrganization.name)
    if not company:
        return None
    title = _REQUISITION.sub(" ", _GENDER.sub(" ", posting.title))
    places = {word for place in posting.jobLocation for word in words(place.raw)}
    kept = [word for word in words(title) if word not in _TITLE_NOISE and word not in places]
    return hashlib.sha256(f"{company}|{' '.join(sorted(kept))}".encode()).hexdigest()


class Fingerprint:
    """What of an advert is compared to find re-posts; worked out once."""

    def __init__(self, posting_key: str, title: str, places: Iterable[str], text: str) -> None:
        self.posting_key = posting_key
        self._places = {word for place in places for word in words(place)}
        self._text = f"{title} {text}"

    @cached_property
    def shingles(self) -> set[int]:
        """The hashes of every five words in a row."""
        text = words(self._text)
        return {hash(tuple(text[at : at + SHINGLE_WORDS])) for at in range(len(text) - SHINGLE_WORDS + 1)}

    def is_repost_of(self, known: Fingerprint) -> bool:
        """Whether this is `known` once more. Both must have the same `repost_key`.

        The same title of the same company in another place is another job, and so is one whose text differs in more
        than a fifth of its five-word shingles.
        """
        if not (self._places <= known._places or known._places <= self._places):
            return False
        fewer, more = sorted((len(self.shingles), len(known.shingles)))
        if fewer < MIN_WORDS or fewer < SAME_TEXT * more:
            return False
        shared = len(self.shingles & known.shingles)
        return shared >= SAME_TEXT * (fewer + more - shared)


def fingerprint(posting: Posting) -> Fingerprint:
    """The fingerprint of an advert."""
    places = (place.raw for place in posting.jobLocation)
    return Fingerprint(posting.posting_key, posting.title, places, posting.description_text)

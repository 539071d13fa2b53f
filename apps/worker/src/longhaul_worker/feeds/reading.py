"""Reads a feed of job adverts: from bytes to postings with their identity, in one call."""

from __future__ import annotations

from dataclasses import dataclass, field

from career.posting import Posting
from career.tasks.feed import FeedNote
from longhaul_worker.feeds.decoding import decode
from longhaul_worker.feeds.document import read_document
from longhaul_worker.feeds.errors import FeedError
from longhaul_worker.feeds.markup import one_line
from longhaul_worker.feeds.normalise import normalise
from longhaul_worker.feeds.records import Format

MAX_FEED_BYTES = 10_000_000


@dataclass(frozen=True)
class Reading:
    """What a feed holds. `entries` counts all of its entries: postings, repetitions, invalid and left out ones."""

    format: Format
    title: str | None
    entries: int
    postings: list[Posting]
    repeated: int
    invalid: int
    left_out: int
    warnings: list[FeedNote] = field(default_factory=list[FeedNote])


def read_feed(data: bytes, *, url: str | None = None, charset: str | None = None, max_items: int = 10_000) -> Reading:
    """Read RSS, Atom, an XML or a JSON list of jobs; at most the first `max_items` entries.

    `url` is where it came from, `charset` what the server said. A feed that is broken but readable gives a warning.
    Raises `FeedError`: EMPTY, TOO_LARGE (over 10 MB), NOT_A_FEED.
    """
    if len(data) > MAX_FEED_BYTES:
        raise FeedError("TOO_LARGE", f"The feed is larger than {MAX_FEED_BYTES // 1_000_000} MB.")
    document = read_document(decode(data, charset), max_items)
    entries = document.total
    left_out = max(entries - max_items, 0)
    normalised = normalise(document, url)
    warnings: list[FeedNote] = []
    if not document.is_well_formed:
        warnings.append(FeedNote(code="NOT_WELL_FORMED", message="The feed is not valid XML; it was mended."))
    if left_out:
        warnings.append(FeedNote(code="LEFT_OUT", message=f"{left_out} entries beyond {max_items} were left out."))
    if not entries:
        warnings.append(FeedNote(code="NO_ENTRIES", message="The feed has no entries."))
    return Reading(
        document.format,
        one_line(document.title) or None,
        entries,
        normalised.postings,
        normalised.repeated,
        normalised.invalid,
        left_out,
        warnings,
    )

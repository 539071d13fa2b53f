"""Work entries: company, title, place and dates of each post, with what was done there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from career.resume import Work
from longhaul_worker.resume.document import Line
from longhaul_worker.resume.entries import Entry, split_entries
from longhaul_worker.resume.heads import Head, read_head
from longhaul_worker.resume.places import is_town_like
from longhaul_worker.resume.rows import rows_of
from longhaul_worker.resume.titles import company_score, is_title


@dataclass(frozen=True, slots=True)
class Post:
    """A work entry and how sure it is (0 to 1)."""

    work: Work
    confidence: float


def find_posts(lines: list[Line]) -> list[Post]:
    """The posts of a work section, in the order of the CV."""
    entries = split_entries(rows_of(lines))
    heads = [read_head(entry) for entry in entries]
    _settle(heads)
    _split_like_others(heads)
    _learn_towns(heads)
    posts: list[Post] = []
    company: str | None = None
    place: str | None = None
    for entry, head in zip(entries, heads, strict=True):
        if _is_group(entry, head, heads):
            company, place = head.company, head.place
            continue
        if head.title and not head.company and company:
            head.company = company
            head.place = head.place or place
        elif head.company:
            company, place = head.company, head.place
        post = _post(entry, head)
        if post is not None:
            posts.append(post)
    return posts


def _settle(heads: list[Head]) -> None:
    """Let the sure heads decide in which order the unsure ones name company and title."""
    votes = [head.company_first for head in heads if head.sure and head.company_first is not None]
    company_first = sum(votes) * 2 > len(votes) if votes else False
    for head in heads:
        pieces = head.pieces or []
        if (
            head.sure
            or len(pieces) < 2
            or (head.title and head.company and is_title(head.title) and not is_title(head.company))
        ):
            continue
        first, second = pieces[0], pieces[1]
        strong = company_score(first) - company_score(second)
        swapped = company_first if strong == 0 else strong > 0
        head.company, head.title = (first, second) if swapped else (second, first)


def _split_like_others(heads: list[Head]) -> None:
    """Where the others name title and company, "Bookseller, Finch & Co" is both too, in the order of the others."""
    votes = [head.company_first for head in heads if head.company_first is not None]
    if not votes:
        return
    company_first = sum(votes) * 2 > len(votes)
    for head in heads:
        first, comma, rest = (head.company or "").partition(", ")
        if head.title is None and len(head.pieces or []) == 1 and comma and company_score(rest) >= company_score(first):
            head.company, head.title = (first, rest) if company_first else (rest, first)


def _learn_towns(heads: list[Head]) -> None:
    """Where most posts name a place, what stands in its position in the others is a town too, though unknown."""
    placed = sum(head.place is not None for head in heads)
    if placed * 2 < len(heads):
        return
    for head in heads:
        if head.place is not None:
            continue
        for name in ("company", "title"):
            text = getattr(head, name) or ""
            found = re.search(r"^(.{2,}?)(?:,\s*([^,()]+)|\s*\(([^()]+)\))$", text)
            town = (found[2] or found[3]).strip() if found else ""
            if found and is_town_like(town) and not is_title(town):
                setattr(head, name, found[1])
                head.place = town
                break


def _is_group(entry: Entry, head: Head, heads: list[Head]) -> bool:
    """Whether the entry only names the company of the posts that follow it."""
    if head.title or not head.company or entry.body:
        return False
    index = next(number for number, other in enumerate(heads) if other is head)
    following = heads[index + 1] if index + 1 < len(heads) else None
    return following is not None and following.title is not None and following.company is None


def _post(entry: Entry, head: Head) -> Post | None:
    span = entry.span
    if not head.company and not head.title:
        return None
    if span is None and not (head.company and head.title) and not entry.body:
        return None
    work = Work(
        name=head.company,
        position=head.title,
        location=head.place,
        startDate=span.start if span else None,
        endDate=span.end if span else None,
        current=span.current if span else False,
        summary=entry.prose(),
        highlights=entry.bullets(),
    )
    parts = (bool(head.company), bool(head.title), span is not None, head.sure)
    return Post(work, round(0.3 + 0.17 * sum(parts), 2))

"""Puts together what a feed and what an advert's own page say of the same job."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from pydantic import BaseModel

from career.posting import Posting

_KEEPS_IDENTITY: Final = frozenset({"posting_key", "url"})
_SHORT: Final = 0.5  #: a text of less than this share of the known one is taken for a beginning of it


def merged(known: Posting, found: Posting, unsure: Collection[str] = ()) -> Posting:
    """`found` with what only `known` has; the key and address stay those of `known`.

    Of the fields named in `unsure` the known value stays where there is one, and so does a description that is at least
    twice as long. Merging the same again changes nothing.
    """
    before = _fields(known)
    after = _fields(found)
    kept = {name for name in before if name in _KEEPS_IDENTITY or _is_empty(after[name]) or name in unsure}
    if len(found.description_text) < _SHORT * len(known.description_text):
        kept |= {"description_html", "description_text"}
    company = after["hiringOrganization"]
    if "hiringOrganization" not in kept:
        after["hiringOrganization"] = {**before["hiringOrganization"], **{k: v for k, v in company.items() if v}}
    values = {name: before[name] if name in kept and not _is_empty(before[name]) else after[name] for name in after}
    return Posting.model_validate(values)


def _fields(posting: Posting) -> dict[str, Any]:
    return posting.model_dump(mode="json", include=set(Posting.model_fields))


def _is_empty(value: object) -> bool:
    if isinstance(value, dict):
        return all(member in (None, "") for member in value.values())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, BaseModel):
        return False
    return value is None or value in ("", [])

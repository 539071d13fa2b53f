"""Cuts the advert's own text out of a page: from its title to where other jobs, forms and footers begin."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from longhaul_worker.postings.page import Block, Page
from longhaul_worker.postings.when import fold

_END: Final = re.compile(
    r"^(?:similar (?:jobs|roles|positions|vacancies)|related (?:jobs|positions|searches)|more jobs"
    r"|other (?:jobs|open positions|roles|openings)|people also viewed|recommended jobs|you may also like"
    r"|jobs you (?:may|might)|apply for this (?:job|position)|submit your application|share this job"
    r"|ahnliche (?:jobs|stellen)|weitere (?:jobs|stellen)|offres similaires|ofertas similares"
    r"|create a job alert|get (?:notified|job alerts)|report (?:this )?job|sign in to|never miss"
    r"|about the job board|leave a reply|explore more)"
)


def description_of(page: Page, title_at: int | None) -> str:
    """The advert as HTML made of its blocks: headings, paragraphs and lists, nothing else."""
    blocks = page.main[title_at + 1 :] if title_at is not None else page.main
    body = list(_body(blocks, is_text=page.is_text))
    return "\n".join(_markup(body))


def _body(blocks: Sequence[Block], *, is_text: bool) -> Iterator[Block]:
    length = 0
    for block in blocks:
        if block.zone == "side" or block.kind == "button":
            continue
        if length > 400 and block.kind in {"heading", "text"} and _END.match(fold(block.text)) and not is_text:
            return
        length += len(block.text)
        yield block


def _markup(blocks: Sequence[Block]) -> Iterator[str]:
    items: list[str] = []
    for block in blocks:
        text = html.escape(block.text, quote=False)
        if block.kind == "item":
            items.append(f"<li>{text}</li>")
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        yield f"<h3>{text}</h3>" if block.kind == "heading" else f"<p>{text}</p>"
    if items:
        yield f"<ul>{''.join(items)}</ul>"
